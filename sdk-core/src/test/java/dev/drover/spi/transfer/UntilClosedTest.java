package dev.drover.spi.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Transfers whose Drover is closed under them. */
class UntilClosedTest {
    private boolean closed;

    private final Executor executor = task -> {
        if (closed) {
            throw new RejectedExecutionException("shut down");
        }
        task.run();
    };

    @Test
    void aPartToSendIsRefusedAndItsPlaceGivenBack() throws Exception {
        try (PartTasks<String> parts = new PartTasks<>(executor, 1)) {
            parts.start(() -> "first");
            closed = true;
            assertCancelled(() -> parts.start(() -> "second"));
            assertCancelled(() -> parts.start(() -> "third"));
        }
        closed = false;
        try (PartTasks<String> parts = new PartTasks<>(executor, 1)) {
            parts.start(() -> "again");
            assertThat(parts.join()).isEqualTo(List.of("again"));
        }
    }

    @Test
    void aPartToReadIsRefused() throws Exception {
        try (PartsAhead parts = new PartsAhead(4, 1, 2, executor, (start, length, into) -> into[0] = (byte) start)) {
            byte[] one = new byte[1];
            assertThat(parts.read(0, one, 0, 1)).isEqualTo(1);
            assertThat(parts.read(1, one, 0, 1)).isEqualTo(1);
            assertThat(one).containsExactly(1);
            closed = true;
            assertCancelled(() -> parts.read(2, new byte[1], 0, 1));
        }
    }

    private static void assertCancelled(ThrowingCallable call) {
        DroverException refused = catchThrowableOfType(DroverException.class, call);
        assertThat(refused.code()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(refused.effect()).isEqualTo(Effect.NONE);
        assertThat(refused).hasMessageContaining("open another one");
    }
}
