package dev.drover.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.GuardOptions;
import dev.drover.spi.Failure.Scope;
import dev.drover.spi.NativeOperation;
import dev.drover.spi.Safety;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent again, how often, when, and what is said in the end. */
class RetryTest {
    private final Workbench bench = new Workbench();

    private <T> T call(Safety safety, NativeOperation<T> operation) {
        return bench.guard.begin("list steps").call(Workbench.call(safety), operation);
    }

    private DroverException failing(Safety safety, Exception... errors) {
        Deque<Exception> left = new ArrayDeque<>(List.of(errors));
        return catchThrowableOfType(
                DroverException.class,
                () -> call(safety, timeout -> {
                    throw left.size() > 1 ? left.remove() : left.getFirst();
                }));
    }

    @ParameterizedTest
    @CsvSource({
        // safety, code, effect, retryable, tries, effect told
        "READ,   UNAVAILABLE,       NONE,    true,  4, NONE",
        "READ,   UNAVAILABLE,       UNKNOWN, true,  4, NONE",
        "READ,   THROTTLED,         NONE,    true,  4, NONE",
        "READ,   NOT_FOUND,         NONE,    false, 1, NONE",
        "KEYED,  UNAVAILABLE,       NONE,    true,  4, NONE",
        "KEYED,  UNAVAILABLE,       UNKNOWN, true,  4, UNKNOWN",
        "KEYED,  PERMISSION_DENIED, NONE,    false, 1, NONE",
        "KEYED,  INTERNAL,          APPLIED, false, 1, APPLIED",
        "UNSAFE, UNAVAILABLE,       NONE,    true,  4, NONE",
        "UNSAFE, UNAVAILABLE,       UNKNOWN, true,  1, UNKNOWN",
        "UNSAFE, THROTTLED,         UNKNOWN, true,  1, UNKNOWN",
        "UNSAFE, THROTTLED,         NONE,    true,  4, NONE",
        "UNSAFE, UNAVAILABLE,       APPLIED, true,  1, APPLIED",
        "UNSAFE, QUOTA_EXCEEDED,    NONE,    false, 1, NONE"
    })
    void isRepeatedIfThatIsSafeAndMayHelp(
            Safety safety, ErrorCode code, Effect effect, boolean retryable, int tries, Effect told) {
        DroverException error =
                failing(safety, Workbench.failure(code, effect, Scope.REQUEST, retryable, Optional.empty()));

        assertThat(error.attempts()).isEqualTo(tries);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.effect()).isEqualTo(told);
        assertThat(error.retryable()).isEqualTo(retryable);
        assertThat(error).hasMessageContaining("Could not list steps: it said " + code);
        assertThat(error.getMessage().contains("It was sent 4 times.")).isEqualTo(tries == 4);
    }

    @Test
    void aLaterRefusalDoesNotUndoWhatAnEarlierTryMayHaveDone() {
        DroverException error = failing(
                Safety.KEYED,
                Workbench.down(Effect.UNKNOWN),
                Workbench.failure(ErrorCode.PERMISSION_DENIED, Effect.NONE, Scope.REQUEST, false, Optional.empty()));

        assertThat(error.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(error.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(error.attempts()).isEqualTo(2);
    }

    @Test
    void neitherDoesTheDriversOwnError() {
        DroverException own = new DroverException(ErrorCode.CONFLICT, "two at once");

        assertThat(failing(Safety.KEYED, own)).isSameAs(own);
        assertThat(bench.told()).containsExactly("started 1", "ended 1 CONFLICT");
        DroverException error = failing(Safety.KEYED, Workbench.down(Effect.UNKNOWN), own);
        assertThat(error).hasCause(own).isNotSameAs(own);
        assertThat(error.effect()).isEqualTo(Effect.UNKNOWN);
    }

    @Test
    void succeedsOnALaterTry() {
        Deque<Exception> errors = new ArrayDeque<>(List.of(new IOException("reset"), new IOException("reset")));

        String result = call(Safety.KEYED, timeout -> {
            if (!errors.isEmpty()) {
                throw errors.remove();
            }
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(bench.told())
                .containsExactly(
                        "started 1",
                        "ended 1 UNAVAILABLE",
                        "retrying 1",
                        "started 2",
                        "ended 2 UNAVAILABLE",
                        "retrying 2",
                        "started 3",
                        "ended 3 OK");
    }

    @Test
    void waitsAtLeastAsLongAsThePlatformAsks() {
        var start = bench.clock.instant();

        failing(
                Safety.READ,
                Workbench.failure(
                        ErrorCode.THROTTLED, Effect.NONE, Scope.ACCOUNT, true, Optional.of(Duration.ofSeconds(5))));

        assertThat(Duration.between(start, bench.clock.instant()))
                .isBetween(Duration.ofSeconds(15), Duration.ofMillis(15_700));
    }

    @ParameterizedTest
    @CsvSource({"PT60S", "PT1H", "PT2562047788015H"})
    void givesUpAtOnceIfThatIsLongerThanItHas(Duration asked) {
        var start = bench.clock.instant();

        DroverException error = failing(
                Safety.READ,
                Workbench.failure(ErrorCode.THROTTLED, Effect.NONE, Scope.ACCOUNT, true, Optional.of(asked)));

        assertThat(bench.clock.instant()).isEqualTo(start);
        assertThat(error.code()).isEqualTo(ErrorCode.THROTTLED);
        assertThat(error.attempts()).isEqualTo(1);
        assertThat(error).hasMessageContaining("more than is left");
    }

    @Test
    void allTriesShareOneDeadline() {
        var start = bench.clock.instant();
        DroverException error = catchThrowableOfType(
                DroverException.class,
                () -> call(Safety.READ, timeout -> {
                    bench.clock.sleep(Duration.ofSeconds(25));
                    throw Workbench.down(Effect.NONE);
                }));

        assertThat(error.attempts()).isLessThanOrEqualTo(3);
        assertThat(Duration.between(start, bench.clock.instant())).isLessThan(Duration.ofSeconds(76));
        assertThat(error.code()).isIn(ErrorCode.UNAVAILABLE, ErrorCode.DEADLINE_EXCEEDED);
    }

    @Test
    void theTimeoutOfATryIsTheNearestOfItsOwnAndTheDeadline() {
        var context = bench.guard.begin("read", Duration.ofSeconds(15));

        assertThat(context.<Duration>call(Workbench.call(Safety.READ), timeout -> timeout))
                .isEqualTo(Duration.ofSeconds(10));
        pass(Duration.ofSeconds(8));
        assertThat(context.<Duration>call(Workbench.call(Safety.READ), timeout -> timeout))
                .isEqualTo(Duration.ofSeconds(7));
        pass(Duration.ofSeconds(7));
        assertThatThrownBy(() -> context.call(Workbench.call(Safety.READ), timeout -> timeout))
                .isInstanceOfSatisfying(DroverException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
                    assertThat(e.effect()).isEqualTo(Effect.NONE);
                    assertThat(e.attempts()).isZero();
                })
                .hasMessageContaining("no time was left to call List on api.here");
        assertThat(bench.told()).endsWith("refused 1 NO_TIME");
    }

    private void pass(Duration duration) {
        try {
            bench.clock.sleep(duration);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anInterruptIsCancelledAndKeepsTheFlag() {
        for (Exception error : List.of(new InterruptedException(), new InterruptedIOException())) {
            DroverException cancelled = catchThrowableOfType(
                    DroverException.class,
                    () -> call(Safety.KEYED, t -> {
                        Thread.currentThread().interrupt();
                        throw error;
                    }));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(cancelled.code()).isEqualTo(ErrorCode.CANCELLED);
            assertThat(cancelled.effect()).isEqualTo(Effect.UNKNOWN);
            assertThat(cancelled.attempts()).isEqualTo(1);
        }
    }

    @Test
    void anInterruptBeforeTheNextTryIsCancelledToo() {
        DroverException cancelled = catchThrowableOfType(
                DroverException.class,
                () -> call(Safety.KEYED, timeout -> {
                    Thread.currentThread().interrupt();
                    throw Workbench.down(Effect.UNKNOWN);
                }));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(cancelled.code()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(cancelled.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(bench.told()).endsWith("retrying 1", "refused 2 INTERRUPTED");
    }

    @Test
    void anInterruptedThreadMayStillClearUp() {
        Thread.currentThread().interrupt();

        assertThat(this.<String>call(Safety.KEYED, timeout -> "terminated")).isEqualTo("terminated");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aProviderThatCannotClassifyIsInternal() {
        DroverException error = failing(Safety.UNSAFE, new UnsupportedOperationException("x"));

        assertThat(error.code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(error.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(error.getCause().getSuppressed()).hasSize(1);
    }

    @Test
    void pausesAreFullJitter() {
        FullJitter jitter = new FullJitter(new SplittableRandom(1), Duration.ofMillis(100), Duration.ofSeconds(10));
        for (int tries = 1; tries <= 2_000; tries++) {
            double bound = Math.min(10_000, 100 * Math.pow(2, tries - 1.0)) * 1e6;
            long most = 0;
            long sum = 0;
            int draws = tries < 12 ? 2_000 : 1;
            for (int i = 0; i < draws; i++) {
                long pause = jitter.pause(tries);
                assertThat(pause).isBetween(0L, (long) bound);
                most = Math.max(most, pause);
                sum += pause;
            }
            if (draws > 1) {
                assertThat((double) most).isGreaterThan(bound * 0.99);
                assertThat((double) sum / draws).isBetween(bound * 0.45, bound * 0.55);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "20"})
    void theNumberOfTriesCanBeSet(int most) {
        Workbench other = new Workbench(GuardOptions.builder()
                .maxTries(most)
                .breakerOpensAt(100, 100, 1)
                .build());

        DroverException error = catchThrowableOfType(
                DroverException.class,
                () -> other.guard.begin("list", Duration.ofHours(1)).call(Workbench.call(Safety.READ), timeout -> {
                    throw Workbench.down(Effect.NONE);
                }));

        assertThat(error.attempts()).isEqualTo(most);
    }
}
