package dev.drover.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackageBundleTest {
    @TempDir
    private Path directory;

    @Test
    void aDirectoryGivesAllItsFilesInOrder() throws IOException {
        write("b.py");
        write("a/z.py");
        write("a/deep/er/x.py");
        write(".hidden");
        Files.createDirectory(directory.resolve("empty"));

        assertThat(PackageBundle.directory(directory).files().keySet())
                .containsExactly(".hidden", "a/deep/er/x.py", "a/z.py", "b.py");
    }

    @Test
    void linksInsideAreFollowed() throws IOException {
        write("lib/python/site.py");
        Files.createSymbolicLink(directory.resolve("lib64"), Path.of("lib"));
        Files.createSymbolicLink(directory.resolve("main.py"), Path.of("lib/python/site.py"));

        assertThat(PackageBundle.directory(directory).files().keySet())
                .containsExactly("lib/python/site.py", "lib64/python/site.py", "main.py");
    }

    @Test
    void linksThatLeaveLeadBackOrLeadNowhereAreRefused() throws IOException {
        Path inside = Files.createDirectory(directory.resolve("inside"));
        Files.writeString(inside.resolve("main.py"), "x");
        Path secret = Files.writeString(directory.resolve("secret"), "x");
        Path link = inside.resolve("link");

        for (Path to : new Path[] {
            secret, directory, Path.of("../secret"), Path.of("/etc"), Path.of("."), inside, Path.of("nowhere")
        }) {
            Files.createSymbolicLink(link, to);
            assertInvalid(() -> PackageBundle.directory(inside), "link");
            Files.delete(link);
        }
        Files.createSymbolicLink(Files.createDirectory(inside.resolve("a")).resolve("b"), Path.of("../b"));
        Files.createSymbolicLink(Files.createDirectory(inside.resolve("b")).resolve("a"), Path.of("../a"));
        assertInvalid(() -> PackageBundle.directory(inside), "leads back");
    }

    @Test
    void aDirectoryReachedThroughALinkIsItself() throws IOException {
        write("real/main.py");
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("real"));

        assertThat(PackageBundle.directory(link).files().keySet()).containsExactly("main.py");
    }

    @Test
    void whatCannotBeReadIsTyped() throws IOException {
        Path file = write("main.py");

        assertCode(ErrorCode.NOT_FOUND, () -> PackageBundle.directory(directory.resolve("absent")));
        assertCode(ErrorCode.NOT_FOUND, () -> PackageBundle.directory(file));
        assertCode(ErrorCode.NOT_FOUND, () -> PackageBundle.builder().add("a", directory.resolve("absent")));
        assertInvalid(() -> PackageBundle.builder().add("a", directory), "not a regular file");
        assertInvalid(() -> PackageBundle.builder().add("null", Path.of("/dev/null")), "not a regular file");
    }

    @Test
    void aSpecialFileIsRefused() throws IOException, InterruptedException {
        write("main.py");
        assertThat(new ProcessBuilder("mkfifo", directory.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertInvalid(() -> PackageBundle.directory(directory), "neither a file nor a directory");
    }

    @Test
    void namesThatCannotBeUploadedAreRefused() throws IOException {
        write("line\nbreak");
        assertInvalid(() -> PackageBundle.directory(directory), "control characters");
    }

    @Test
    void theReservedDirectoryIsRefused() throws IOException {
        write(".drover/manifest.json");
        assertInvalid(() -> PackageBundle.directory(directory), ".drover/");
    }

    @Test
    void anEmptyBundleIsRefused() {
        assertInvalid(() -> PackageBundle.directory(directory), "no files");
        assertInvalid(() -> PackageBundle.builder().build(), "no files");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "a//b", ".", "..", "a/..", "../a", "a/./b", "a\tb", "a\uFFFD", ".drover/x"})
    void oddNamesAreRefused(String name) throws IOException {
        Path file = write("main.py");
        assertInvalid(() -> PackageBundle.builder().add(name, file), "cannot name a file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b", "..a", "...", ".a", "a b/\u00fc %2F#+", ".drover", "a/.drover/x"})
    void otherNamesAreTaken(String name) throws IOException {
        Path file = write("main.py");
        assertThat(PackageBundle.builder().add(name, file).build().files()).containsOnlyKeys(name);
    }

    @Test
    void twoFilesCannotShareAName() throws IOException {
        Path file = write("main.py");

        assertInvalid(() -> PackageBundle.builder().add("a", file).add("a", file), "already");
        assertInvalid(
                () -> PackageBundle.builder().add("a/b/c", file).add("a", file).build(), "'a'");
    }

    @Test
    void aBuilderCanGoOnWithoutChangingWhatItBuilt() throws IOException {
        Path file = write("main.py");
        PackageBundle.Builder builder = PackageBundle.builder().add("a", file);
        PackageBundle bundle = builder.build();
        builder.add("b", file);

        assertThat(bundle.files()).containsOnlyKeys("a");
        assertThatThrownBy(() -> bundle.files().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private Path write(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "content of " + name);
    }

    private static void assertInvalid(ThrowingCallable call, String because) {
        assertCode(ErrorCode.INVALID_ARGUMENT, call);
        assertThatThrownBy(call).hasMessageContaining(because);
    }

    private static void assertCode(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DroverException.class,
                        error -> assertThat(error.code()).as(error.getMessage()).isEqualTo(code));
    }
}
