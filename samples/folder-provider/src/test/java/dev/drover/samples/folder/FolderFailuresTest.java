package dev.drover.samples.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Safety;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What errors of the disk mean: only a definitive refusal, or a read, has effect NONE. */
class FolderFailuresTest {
    private final FolderProvider provider =
            new FolderProvider(Location.parse("folder://lab"), FolderOptions.of(Path.of("lab")));

    static Stream<Arguments> errors() {
        Throwable exists = new FileAlreadyExistsException("lab/etl");
        Throwable missing = new NoSuchFileException("lab");
        Throwable denied = new AccessDeniedException("lab");
        Throwable disk = new IOException("Input/output error");
        Throwable bug = new IllegalStateException("bug");
        return Stream.of(
                Arguments.of(Safety.KEYED, exists, ErrorCode.ALREADY_EXISTS, Effect.NONE, false),
                Arguments.of(Safety.KEYED, missing, ErrorCode.NOT_FOUND, Effect.NONE, false),
                Arguments.of(Safety.KEYED, denied, ErrorCode.PERMISSION_DENIED, Effect.NONE, false),
                Arguments.of(Safety.KEYED, disk, ErrorCode.UNAVAILABLE, Effect.UNKNOWN, true),
                Arguments.of(Safety.READ, disk, ErrorCode.UNAVAILABLE, Effect.NONE, true),
                Arguments.of(Safety.KEYED, bug, ErrorCode.INTERNAL, Effect.UNKNOWN, false));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void eachErrorHasItsMeaning(Safety safety, Throwable error, ErrorCode code, Effect effect, boolean retryable) {
        NativeCall call = NativeCall.of("StartRun", safety, "folder://lab", Duration.ofSeconds(1));

        Failure failure = provider.classify(call, error);

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.effect()).isEqualTo(effect);
        assertThat(failure.retryable()).isEqualTo(retryable);
    }
}
