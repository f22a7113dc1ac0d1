package dev.drover.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.spi.CallContext;
import dev.drover.spi.StorageDriver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to files; what all storages promise is tested by the test kit's StorageConformance. */
class FileStorageDriverTest {
    private final StorageDriver driver = new FileStorageDriver();
    private final CallContext context = DirectCalls.ONCE;

    @TempDir
    private Path directory;

    @Test
    void aLostAnswerToTheLinkDoesNotMakeTheWinnerLose() throws IOException {
        CallContext losing = new DirectCalls(Set.of("link"), Duration.ofMinutes(1));

        assertThat(driver.putIfAbsent(uri("a"), Content.of("mine"), losing)).isPresent();
        assertThat(driver.putIfAbsent(uri("a"), Content.of("other"), losing)).isEmpty();
        assertThat(directory.resolve("a")).hasContent("mine");
        assertThat(names(directory)).containsExactly("a");
    }

    @Test
    void aFullDiskLeavesNothingBehind() throws IOException {
        Files.writeString(directory.resolve("old"), "as it was");
        Content tooMuch = breakingOff(new IOException("No space left on device"));

        assertCode(ErrorCode.QUOTA_EXCEEDED, () -> driver.put(uri("new"), tooMuch, context));
        assertCode(ErrorCode.QUOTA_EXCEEDED, () -> driver.put(uri("old"), tooMuch, context));
        assertCode(ErrorCode.QUOTA_EXCEEDED, () -> driver.putIfAbsent(uri("new"), tooMuch, context));

        assertThat(names(directory)).containsExactly("old");
        assertThat(directory.resolve("old")).hasContent("as it was");
    }

    @Test
    void theDeadlineIsKeptWhileWriting() throws IOException {
        CallContext late = new DirectCalls(Set.of(), Duration.ZERO);

        assertCode(ErrorCode.DEADLINE_EXCEEDED, () -> driver.put(uri("a"), Content.of("x"), late));
        assertThat(names(directory)).isEmpty();
    }

    @Test
    void anInterruptEndsTheWriting() throws IOException {
        Thread.currentThread().interrupt();
        try {
            assertCode(ErrorCode.CANCELLED, () -> driver.put(uri("a"), Content.of("x"), context));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(names(directory)).isEmpty();
    }

    @Test
    void aContentThatGivesMoreThanItAnnouncedIsAConflict() throws IOException {
        Content growing = new Content() {
            @Override
            public long length() {
                return 3;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(new byte[1_000_000]);
            }
        };

        assertCode(ErrorCode.CONFLICT, () -> driver.put(uri("a"), growing, context));
        assertThat(names(directory)).isEmpty();
    }

    @Test
    void leftoversAreRemovedByALaterWriterOnceTheyAreOld() throws IOException {
        Path old = leftover("old", Duration.ofHours(25));
        Path young = leftover("young", Duration.ofHours(23));
        Path alike = Files.writeString(directory.resolve("drover-tmp-user"), "x");
        Files.setLastModifiedTime(alike, FileTime.from(Instant.now().minus(Duration.ofDays(9))));

        driver.put(uri("a"), Content.of("x"), context);

        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(alike).exists();
    }

    @Test
    void aDirectoryIsLookedThroughOnceAndNotAtEachWrite() throws IOException {
        driver.put(uri("a"), Content.of("x"), context);
        Path old = leftover("old", Duration.ofHours(25));

        driver.put(uri("b"), Content.of("x"), context);
        assertThat(old).exists();

        new FileStorageDriver().put(uri("c"), Content.of("x"), context);
        assertThat(old).doesNotExist();
    }

    @Test
    void hiddenNamesAreNoObjects() throws IOException {
        Path hidden = leftover("1", Duration.ZERO);

        assertThat(listed("")).isEmpty();
        assertThat(listed(".drover")).isEmpty();
        assertCode(
                ErrorCode.INVALID_ARGUMENT,
                () -> driver.put(uri(hidden.getFileName().toString()), Content.of("x"), context));
        assertCode(
                ErrorCode.INVALID_ARGUMENT,
                () -> driver.delete(List.of(uri(hidden.getFileName().toString())), context));
        assertThat(hidden).exists();
    }

    @Test
    void whatStandsInTheWayIsAConflict() throws IOException {
        Files.createDirectory(directory.resolve("directory"));
        Files.writeString(directory.resolve("file"), "x");
        Files.createSymbolicLink(directory.resolve("dangling"), Path.of("nowhere"));

        assertCode(ErrorCode.CONFLICT, () -> driver.put(uri("directory"), Content.of("x"), context));
        assertCode(ErrorCode.CONFLICT, () -> driver.putIfAbsent(uri("directory"), Content.of("x"), context));
        assertCode(ErrorCode.CONFLICT, () -> driver.put(uri("file/below"), Content.of("x"), context));
        assertCode(ErrorCode.CONFLICT, () -> driver.putIfAbsent(uri("file/far/below"), Content.of("x"), context));
        assertCode(ErrorCode.CONFLICT, () -> driver.putIfAbsent(uri("dangling"), Content.of("x"), context));
        assertThat(names(directory)).containsExactlyInAnyOrder("dangling", "directory", "file");
    }

    @Test
    void deletingLeavesDirectoriesEvenEmptyOnes() throws IOException {
        Files.createDirectory(directory.resolve("empty"));
        driver.put(uri("with/object"), Content.of("x"), context);

        driver.delete(List.of(uri("empty"), uri("with/object"), uri("with/object/below")), context);

        assertThat(directory.resolve("empty")).isDirectory();
        assertThat(directory.resolve("with")).isEmptyDirectory();
    }

    @Test
    void aLinkIsReplacedAndDeletedItself() throws IOException {
        Path outside = Files.writeString(directory.resolve("outside"), "outside");
        Files.createSymbolicLink(directory.resolve("link"), outside);
        Files.createSymbolicLink(directory.resolve("other"), outside);

        assertThat(driver.stat(uri("link"), context).map(StoredObject::size)).contains(7L);
        driver.put(uri("link"), Content.of("inside"), context);
        driver.delete(List.of(uri("other")), context);

        assertThat(outside).hasContent("outside");
        assertThat(Files.isSymbolicLink(directory.resolve("link"))).isFalse();
        assertThat(Files.exists(directory.resolve("other"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }

    @Test
    void listingsShowLinksToFilesAndDoNotFollowLinksToDirectories() throws IOException {
        driver.put(uri("real/object"), Content.of("x"), context);
        Files.createSymbolicLink(directory.resolve("file-link"), Path.of("real/object"));
        Files.createSymbolicLink(directory.resolve("directory-link"), Path.of("real"));
        Files.createSymbolicLink(directory.resolve("real/circle"), Path.of(".."));
        Files.createSymbolicLink(directory.resolve("dangling"), Path.of("nowhere"));

        assertThat(listed("")).containsExactly("file-link", "real/object");
        assertThat(listed("directory-link/")).containsExactly("directory-link/object");
    }

    @Test
    void listingsLeaveOutWhatNoUriCanSay() throws IOException {
        Files.writeString(directory.resolve("line\nbreak"), "x");
        Files.writeString(directory.resolve("plain"), "x");

        assertThat(listed("")).containsExactly("plain");
    }

    @Test
    void pagesMeetWithoutGapOrRepeat() throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 2 * FileListing.PAGE; i++) {
            String name = i % 2 == 0 ? "%04d.txt".formatted(i) : "%04d/x".formatted(i);
            names.add(name);
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }

        StorageDriver.Page first = driver.list(uri(""), Optional.empty(), context);
        StorageDriver.Page second = driver.list(uri(""), first.next(), context);

        assertThat(first.objects()).hasSize(FileListing.PAGE);
        assertThat(first.next()).isPresent();
        assertThat(second.next()).isEmpty();
        assertThat(Stream.concat(first.objects().stream(), second.objects().stream())
                        .map(this::relative))
                .containsExactlyElementsOf(names);
    }

    @Test
    void theOrderIsThatOfBytes() {
        List<String> ordered =
                List.of("", "a", "a!", "a/", "aa", "\u00e9", "\uE000", "\uFFFD", "\uD83D\uDE00", "\uD83D\uDE01");

        assertThat(IntStream.range(0, ordered.size()).mapToObj(i -> ordered.get(ordered.size() - 1 - i)))
                .isSortedAccordingTo(FileListing.UTF_8_ORDER.reversed());
        assertThat(FileListing.UTF_8_ORDER.compare("a", "a")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/", "a//b", "a//"})
    void anObjectHasOneName(String path) {
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> driver.put(uri(path), Content.of("x"), context));
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> driver.stat(uri(path), context));
    }

    @Test
    void aNameThatIsTooLongIsInvalid() {
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> driver.put(uri("n".repeat(256)), Content.of("x"), context));
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> driver.stat(uri("n".repeat(256)), context));
    }

    @Test
    void newFilesHaveThePermissionsOfAnyNewFile() throws IOException {
        Path usual = Files.createFile(directory.resolve("usual"));

        driver.put(uri("put"), Content.of("x"), context);
        driver.putIfAbsent(uri("created"), Content.of("x"), context);

        assertThat(Files.getPosixFilePermissions(directory.resolve("put")))
                .isEqualTo(Files.getPosixFilePermissions(usual));
        assertThat(Files.getPosixFilePermissions(directory.resolve("created")))
                .isEqualTo(Files.getPosixFilePermissions(usual));
    }

    @Test
    void aCopyIsOfOneObjectAndNotOfADirectory() throws IOException {
        Files.createDirectory(directory.resolve("directory"));

        assertCode(ErrorCode.NOT_FOUND, () -> driver.copy(uri("directory"), uri("copy"), context));
        assertThat(names(directory)).containsExactly("directory");
    }

    private Path leftover(String name, Duration age) throws IOException {
        Path file = Files.writeString(directory.resolve(AsideFile.PREFIX + name), "half");
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    private static Content breakingOff(IOException error) {
        return new Content() {
            @Override
            public long length() {
                return 1_000_000;
            }

            @Override
            public InputStream open() {
                return new SequenceInputStream(new ByteArrayInputStream(new byte[500_000]), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw error;
                    }

                    @Override
                    public int read(byte[] buffer, int offset, int length) throws IOException {
                        throw error;
                    }
                });
            }
        };
    }

    private StorageUri uri(String name) {
        return StorageUri.of(directory).resolve(name);
    }

    private String relative(StoredObject object) {
        return object.uri().path().substring(uri("").path().length());
    }

    private List<String> listed(String prefix) {
        return driver.list(uri(prefix), Optional.empty(), context).objects().stream()
                .map(this::relative)
                .toList();
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.map(child -> child.getFileName().toString()).toList();
        }
    }

    private static void assertCode(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DroverException.class,
                        error -> assertThat(error.code()).as(error.getMessage()).isEqualTo(code));
    }
}
