package dev.drover.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real pip and real wheels, from a folder and not from a network. Skipped where there is no Python with pip. */
class PipTest {
    @TempDir
    private Path index;

    @TempDir
    private Path out;

    @BeforeEach
    void wheels() throws Exception {
        assumeTrue(hasPip(), "there is no python3 with pip on this machine");
        wheel("etl", "1.0", "py3-none-any", "Requires-Dist: fast");
        wheel("fast", "2.0", "cp39-cp39-manylinux2014_x86_64", "");
        wheel("fast", "2.1", "cp311-cp311-manylinux2014_aarch64", "");
    }

    @Test
    void theWheelsOfTheTargetAreFoundNotThoseOfThisMachine() throws Exception {
        assertThat(names(etl().python("3.9").platform("manylinux2014_x86_64")))
                .containsExactly("etl-1.0-py3-none-any.whl", "fast-2.0-cp39-cp39-manylinux2014_x86_64.whl");
        assertThat(names(etl().python("3.11").platform("manylinux2014_aarch64")))
                .containsExactly("etl-1.0-py3-none-any.whl", "fast-2.1-cp311-cp311-manylinux2014_aarch64.whl");
    }

    @Test
    void aFileOfRequirementsIsRead() throws Exception {
        Path list = Files.writeString(index.resolve("my requirements.txt"), "# what it needs\nfast<2.1\n");

        assertThat(names(PythonRequirements.file(list)
                        .folder(index)
                        .onlyFolders()
                        .python("3.9")
                        .platform("manylinux2014_x86_64")))
                .containsExactly("fast-2.0-cp39-cp39-manylinux2014_x86_64.whl");
    }

    @Test
    void whatHasNoWheelForTheTargetIsNotFound() {
        assertThatThrownBy(() -> names(etl().python("3.12").platform("manylinux2014_x86_64")))
                .isInstanceOfSatisfying(DroverException.class, error -> {
                    assertThat(error.code()).isEqualTo(ErrorCode.NOT_FOUND);
                    assertThat(error).hasMessageContaining("fast");
                });
        assertThatThrownBy(() -> names(etl().add("!!!")))
                .isInstanceOfSatisfying(
                        DroverException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    private PythonRequirements.Builder etl() {
        return PythonRequirements.of("etl").folder(index).onlyFolders();
    }

    private List<String> names(PythonRequirements.Builder requirements) throws InterruptedException {
        return requirements.build().download(out).stream()
                .map(wheel -> wheel.getFileName().toString())
                .toList();
    }

    private void wheel(String name, String version, String tag, String requires) throws IOException {
        String info = name + "-" + version + ".dist-info/";
        try (OutputStream file = Files.newOutputStream(index.resolve(name + "-" + version + "-" + tag + ".whl"));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            entry(zip, name + ".py", "");
            entry(
                    zip,
                    info + "METADATA",
                    "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version + "\n" + requires + "\n");
            entry(
                    zip,
                    info + "WHEEL",
                    "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: " + tag + "\n");
            entry(
                    zip,
                    info + "RECORD",
                    name + ".py,,\n" + info + "METADATA,,\n" + info + "WHEEL,,\n" + info + "RECORD,,\n");
        }
    }

    private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private static boolean hasPip() throws InterruptedException {
        try {
            Process pip = new ProcessBuilder("python3", "-m", "pip", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return pip.waitFor(1, TimeUnit.MINUTES) && pip.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
