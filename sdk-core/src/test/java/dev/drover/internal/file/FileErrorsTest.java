package dev.drover.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Safety;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileErrorsTest {
    private static final NativeCall READ = NativeCall.of("open", Safety.READ, "file:///", Duration.ofMinutes(1));
    private static final NativeCall WRITE = NativeCall.of("write", Safety.KEYED, "file:///", Duration.ofMinutes(1));

    static Stream<Arguments> table() {
        DroverException known = new DroverException(ErrorCode.CONFLICT, "main.py changed");
        return Stream.of(
                arguments(READ, new NoSuchFileException("/a"), ErrorCode.NOT_FOUND),
                arguments(WRITE, new NoSuchFileException("/a"), ErrorCode.NOT_FOUND),
                arguments(READ, new AccessDeniedException("/a"), ErrorCode.PERMISSION_DENIED),
                arguments(WRITE, new FileAlreadyExistsException("/a"), ErrorCode.CONFLICT),
                arguments(READ, new NotDirectoryException("/a"), ErrorCode.NOT_FOUND),
                arguments(WRITE, new NotDirectoryException("/a"), ErrorCode.CONFLICT),
                arguments(READ, new FileSystemLoopException("/a"), ErrorCode.INVALID_ARGUMENT),
                arguments(WRITE, new AtomicMoveNotSupportedException("/a", "/b", "no"), ErrorCode.UNSUPPORTED),
                arguments(WRITE, new IOException("No space left on device"), ErrorCode.QUOTA_EXCEEDED),
                arguments(WRITE, file("Disk quota exceeded"), ErrorCode.QUOTA_EXCEEDED),
                arguments(WRITE, new IOException("File too large"), ErrorCode.QUOTA_EXCEEDED),
                arguments(WRITE, file("Is a directory"), ErrorCode.CONFLICT),
                arguments(READ, file("Not a directory"), ErrorCode.NOT_FOUND),
                arguments(WRITE, file("Not a directory"), ErrorCode.CONFLICT),
                arguments(READ, file("File name too long"), ErrorCode.INVALID_ARGUMENT),
                arguments(READ, file("Too many levels of symbolic links"), ErrorCode.INVALID_ARGUMENT),
                arguments(WRITE, file("Read-only file system"), ErrorCode.PERMISSION_DENIED),
                arguments(WRITE, file("Operation not permitted"), ErrorCode.PERMISSION_DENIED),
                arguments(FileStorageDriver.LINK, file("Operation not permitted"), ErrorCode.UNSUPPORTED),
                arguments(FileStorageDriver.LINK, file("Operation not supported"), ErrorCode.UNSUPPORTED),
                arguments(FileStorageDriver.LINK, new UnsupportedOperationException(), ErrorCode.UNSUPPORTED),
                arguments(WRITE, new InvalidPathException("/\u00fc", "unmappable"), ErrorCode.INVALID_ARGUMENT),
                arguments(WRITE, new ClosedByInterruptException(), ErrorCode.CANCELLED),
                arguments(READ, file("Too many open files"), ErrorCode.UNAVAILABLE),
                arguments(READ, new IOException("Input/output error"), ErrorCode.UNAVAILABLE),
                arguments(READ, new IOException(), ErrorCode.UNAVAILABLE),
                arguments(READ, new UncheckedIOException(new NoSuchFileException("/a")), ErrorCode.NOT_FOUND),
                arguments(WRITE, new IOException("the source changed", known), ErrorCode.CONFLICT),
                arguments(WRITE, new IllegalStateException("a bug"), ErrorCode.INTERNAL));
    }

    @ParameterizedTest
    @MethodSource("table")
    void everyErrorHasACode(NativeCall call, Throwable error, ErrorCode code) {
        Failure failure = FileErrors.classify(call, error);

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.message()).isNotBlank().doesNotContain("null");
        assertThat(failure.retryable()).isEqualTo(code == ErrorCode.UNAVAILABLE);
    }

    @Test
    void onlyAFailedWriteThatNobodyUnderstandsMayHaveHappened() {
        IOException error = new IOException("Input/output error");

        assertThat(FileErrors.classify(READ, error).effect()).isEqualTo(Effect.NONE);
        assertThat(FileErrors.classify(WRITE, error).effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(FileErrors.classify(WRITE, file("Is a directory")).effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void aFullDiskIsTheAccountsTroubleAndABadFileIsItsOwn() {
        assertThat(FileErrors.classify(WRITE, new IOException("No space left on device"))
                        .scope())
                .isEqualTo(Failure.Scope.ACCOUNT);
        assertThat(FileErrors.classify(READ, new IOException("Input/output error"))
                        .scope())
                .isEqualTo(Failure.Scope.REQUEST);
    }

    /** The table's texts are this system's own. */
    @Test
    void theSystemSaysWhatTheTableExpects(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        Path aside = Files.writeString(directory.resolve("aside"), "y");

        Throwable full = catchThrowable(() -> {
            try (FileChannel device = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
                device.write(java.nio.ByteBuffer.wrap(new byte[] {1}));
            }
        });
        Throwable below = catchThrowable(() -> Files.readAttributes(file.resolve("below"), BasicFileAttributes.class));
        Throwable longName = catchThrowable(() -> Files.newInputStream(directory.resolve("n".repeat(300))));
        Throwable ontoDirectory = catchThrowable(() -> Files.move(
                aside, Files.createDirectory(directory.resolve("d")), java.nio.file.StandardCopyOption.ATOMIC_MOVE));

        assertThat(FileErrors.classify(WRITE, full).code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(FileErrors.classify(READ, below).code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(FileErrors.classify(READ, longName).code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(FileErrors.classify(WRITE, ontoDirectory).code()).isEqualTo(ErrorCode.CONFLICT);
    }

    @Test
    void aSourceThatCannotBeReadIsNamed() {
        DroverException error =
                FileErrors.unreadable(Path.of("/app/main.py"), new AccessDeniedException("/app/main.py"));

        assertThat(error.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(error).hasMessageContaining("/app/main.py");
    }

    private static FileSystemException file(String reason) {
        return new FileSystemException("/a", null, reason);
    }
}
