package dev.drover.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.BreakerStatus;
import dev.drover.BreakerStatus.State;
import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.GuardOptions;
import dev.drover.JobId;
import dev.drover.spi.Failure.Scope;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeException;
import dev.drover.spi.Safety;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When breakers open and close, and what they count. */
class BreakerTest {
    private static final ClusterId CLUSTER = ClusterId.parse("fake://here/one");

    private final Workbench bench =
            new Workbench(GuardOptions.builder().maxTries(1).build());
    private final AtomicInteger sent = new AtomicInteger();

    private void succeed() {
        bench.guard.begin("list").call(Workbench.call(Safety.READ), timeout -> sent.incrementAndGet());
    }

    private DroverException fail(NativeException error) {
        return catchThrowableOfType(
                DroverException.class,
                () -> bench.guard.begin("list", Subject.of(CLUSTER)).call(Workbench.call(Safety.READ), timeout -> {
                    sent.incrementAndGet();
                    throw error;
                }));
    }

    private void open() {
        for (int i = 0; i < 10; i++) {
            fail(Workbench.down(Effect.NONE));
        }
    }

    private BreakerStatus status() {
        return bench.guards.breakers().of(Workbench.ENDPOINT).orElseThrow();
    }

    @Test
    void opensAtHalfOfTenAndThenSendsNothing() {
        for (int i = 0; i < 5; i++) {
            succeed();
            assertThat(status().failureRate()).isEmpty();
        }
        for (int i = 0; i < 4; i++) {
            fail(Workbench.down(Effect.NONE));
        }
        assertThat(status().state()).isEqualTo(State.CLOSED);
        fail(Workbench.down(Effect.NONE));

        assertThat(status().state()).isEqualTo(State.OPEN);
        assertThat(status().failureRate()).hasValue(0.5);
        assertThat(status().nextTry()).hasValue(bench.clock.instant().plusSeconds(30));
        DroverException refused = fail(Workbench.down(Effect.NONE));
        assertThat(sent).hasValue(10);
        assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(refused.effect()).isEqualTo(Effect.NONE);
        assertThat(refused.retryable()).isTrue();
        assertThat(refused.attempts()).isZero();
        assertThat(refused)
                .hasMessageContaining("the circuit breaker of api.here is open since 2026-11-21T00:00:00Z")
                .hasMessageContaining("50 % of its last calls failed")
                .hasMessageContaining("2026-11-21T00:00:30Z")
                .hasMessageContaining("breakers().reset(\"api.here\")");
        assertThat(bench.told()).endsWith("ended 1 UNAVAILABLE", "CLOSED->OPEN", "refused 1 BREAKER_OPEN");
    }

    @ParameterizedTest
    @EnumSource(
            value = Scope.class,
            names = {"REQUEST", "CLUSTER", "ACCOUNT"})
    void failuresThatAreNotTheEndpointsDoNotCount(Scope scope) {
        for (int i = 0; i < 100; i++) {
            fail(Workbench.failure(ErrorCode.THROTTLED, Effect.NONE, scope, true, Optional.empty()));
        }

        assertThat(status().state()).isEqualTo(State.CLOSED);
        assertThat(status().failureRate()).isEmpty();
    }

    @Test
    void slowCallsDoNotCount() {
        for (int i = 0; i < 50; i++) {
            bench.guard.begin("list", Duration.ofHours(3)).call(Workbench.call(Safety.READ), timeout -> {
                bench.clock.sleep(Duration.ofHours(2));
                return "late";
            });
        }

        assertThat(status().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void threeTrialsDecide() throws InterruptedException {
        open();
        bench.clock.sleep(Duration.ofSeconds(31));

        succeed();
        assertThat(status().state()).isEqualTo(State.HALF_OPEN);
        assertThat(status().nextTry()).isEmpty();
        succeed();
        // The endpoint refuses the request: it is alive.
        fail(Workbench.failure(ErrorCode.NOT_FOUND, Effect.NONE, Scope.REQUEST, false, Optional.empty()));

        assertThat(status().state()).isEqualTo(State.CLOSED);
        assertThat(bench.told()).contains("CLOSED->OPEN", "OPEN->HALF_OPEN", "HALF_OPEN->CLOSED");
    }

    @Test
    void trialsThatFailOpenItAgain() throws InterruptedException {
        open();
        bench.clock.sleep(Duration.ofSeconds(31));
        succeed();
        fail(Workbench.down(Effect.NONE));
        fail(Workbench.down(Effect.NONE));

        assertThat(status().state()).isEqualTo(State.OPEN);
        assertThat(status().nextTry()).hasValue(bench.clock.instant().plusSeconds(30));
    }

    @Test
    void aTrialTooManyIsRefused() throws InterruptedException {
        open();
        bench.clock.sleep(Duration.ofSeconds(31));
        NativeCall call = Workbench.call(Safety.READ);
        var context = bench.guard.begin("list");

        DroverException fourth = catchThrowableOfType(
                DroverException.class,
                () -> context.call(
                        call, a -> context.call(call, b -> context.call(call, c -> context.call(call, d -> "x")))));

        assertThat(fourth.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(fourth).hasMessageContaining("all trial calls are under way");
        // Calls that said nothing of the endpoint have given their trials back.
        for (int i = 0; i < 3; i++) {
            succeed();
        }
        assertThat(status().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void aStragglerFromBeforeDoesNotDecideATrial() {
        var context = bench.guard.begin("list", Duration.ofHours(1));
        NativeCall call = Workbench.call(Safety.READ);
        context.call(call, a -> {
            context.call(call, b -> {
                context.call(call, c -> {
                    open();
                    bench.clock.sleep(Duration.ofSeconds(31));
                    succeed();
                    return "straggler";
                });
                return "straggler";
            });
            return "straggler";
        });

        assertThat(status().state()).isEqualTo(State.HALF_OPEN);
    }

    @Test
    void isNotWaitedForAndTriesEndWhenItOpens() {
        Workbench many = new Workbench(
                GuardOptions.builder().maxTries(20).breakerOpensAt(4, 4, 1).build());

        DroverException error = catchThrowableOfType(
                DroverException.class,
                () -> many.guard.begin("write").call(Workbench.call(Safety.KEYED), timeout -> {
                    throw Workbench.down(Effect.UNKNOWN);
                }));

        assertThat(error.attempts()).isEqualTo(4);
        assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(error.effect()).as("of the tries before").isEqualTo(Effect.UNKNOWN);
        assertThat(error).hasMessageContaining("circuit breaker").hasMessageContaining("It was sent 4 times");
    }

    @Test
    void canBeClosedByHand() {
        open();

        assertThat(bench.guards.breakers().reset("stranger")).isFalse();
        assertThat(bench.guards.openBreaker(CLUSTER)).isPresent();
        assertThat(bench.guards.breakers().reset(Workbench.ENDPOINT)).isTrue();
        assertThat(bench.guards.openBreaker(CLUSTER)).isEmpty();
        assertThat(bench.told()).endsWith("OPEN->CLOSED");
        succeed();
        open();
        bench.guards.breakers().resetAll();
        assertThat(bench.guards.breakers().all()).hasSize(1).allMatch(each -> each.state() == State.CLOSED);
    }

    @Test
    void aClusterHasTheBreakersOfItsEndpoints() throws InterruptedException {
        assertThat(bench.guards.openBreaker(CLUSTER)).isEmpty();
        open();

        assertThat(bench.guards.openBreaker(CLUSTER))
                .hasValueSatisfying(status -> assertThat(status.endpoint()).isEqualTo(Workbench.ENDPOINT));
        assertThat(bench.guards.openBreaker(ClusterId.parse("fake://here/two"))).isEmpty();
        bench.clock.sleep(Duration.ofSeconds(31));
        assertThat(bench.guards.openBreaker(CLUSTER)).as("a trial is due").isEmpty();
    }

    @Test
    void isSharedByAllProvidersOfADrover() {
        open();
        Guard other = bench.guards.around(bench, dev.drover.Location.parse("fake://there"), java.util.List.of());
        JobId job = ClusterId.parse("fake://there/x").job("1");

        DroverException refused = catchThrowableOfType(
                DroverException.class,
                () -> other.begin("list", Subject.of(job)).call(Workbench.call(Safety.READ), timeout -> "sent"));

        assertThat(refused).hasMessageContaining("circuit breaker");
        assertThat(bench.guards.openBreaker(job.cluster())).isPresent();
    }

    @Test
    void anEmptyEndpointIsTheLocation() {
        NativeCall call = NativeCall.of("List", Safety.READ, "", Duration.ZERO);

        assertThat(bench.guard.begin("list").<Duration>call(call, timeout -> timeout))
                .as("a call without a time of its own has all that is left")
                .isEqualTo(Workbench.TIMEOUT);
        assertThat(bench.guards.breakers().of("fake://here")).isPresent();
    }

    @Test
    void endpointsThatAreLongUnusedAreForgotten() throws InterruptedException {
        open();
        for (int i = 0; i < 3_000; i++) {
            NativeCall call = NativeCall.of("List", Safety.READ, "worker-" + i, Duration.ofSeconds(1));
            bench.guard
                    .begin("list", Subject.of(ClusterId.parse("fake://here/c" + i)))
                    .call(call, timeout -> "ok");
            bench.clock.sleep(Duration.ofMinutes(1));
        }

        assertThat(bench.guards.breakers().all()).hasSizeLessThanOrEqualTo(1_001);
        assertThat(status().state()).as("an open one is kept").isEqualTo(State.OPEN);
    }

    @Test
    void anErrorOfTheMachineLeavesNothingTaken() throws InterruptedException {
        open();
        bench.clock.sleep(Duration.ofSeconds(31));
        for (int i = 0; i < 200; i++) {
            assertThatThrownBy(() -> bench.guard.begin("list").call(Workbench.call(Safety.READ), timeout -> {
                        throw new StackOverflowError();
                    }))
                    .isInstanceOf(StackOverflowError.class);
        }

        succeed();
        assertThat(bench.told()).endsWith("started 1", "ended 1 OK");
    }
}
