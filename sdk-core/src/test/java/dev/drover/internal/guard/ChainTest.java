package dev.drover.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.GuardOptions;
import dev.drover.Location;
import dev.drover.spi.CallContext;
import dev.drover.spi.Failure.Scope;
import dev.drover.spi.NativeCall;
import dev.drover.spi.RateBudget;
import dev.drover.spi.Safety;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rings together: their order, budgets, places, and clocks that jump. */
class ChainTest {

    private static NativeCall call(String api, int cost) {
        return new NativeCall(api, Safety.READ, Workbench.ENDPOINT, "acme", cost, Duration.ofSeconds(10));
    }

    private static DroverException failing(CallContext context, NativeCall call, Exception error) {
        return catchThrowableOfType(
                DroverException.class,
                () -> context.call(call, timeout -> {
                    throw error;
                }));
    }

    @Test
    void eventsComeInTheOrderThatTheListenersJavadocDraws() {
        Workbench bench = new Workbench(
                GuardOptions.builder().maxTries(3).breakerOpensAt(2, 2, 1).build(), new RateBudget("*", 1, 0.5));

        failing(bench.guard.begin("list"), Workbench.call(Safety.READ), Workbench.down(Effect.NONE));

        assertThat(bench.told())
                .containsExactly(
                        "started 1",
                        "ended 1 UNAVAILABLE",
                        "retrying 1",
                        "waited BUDGET",
                        "started 2",
                        "ended 2 UNAVAILABLE",
                        "CLOSED->OPEN",
                        "retrying 2",
                        "refused 3 BREAKER_OPEN");
    }

    @Test
    void theBreakerIsAskedBeforeTokensAreWaitedFor() {
        Workbench bench = new Workbench(
                GuardOptions.builder().maxTries(1).breakerOpensAt(1, 1, 1).build(), new RateBudget("*", 1, 0.1));
        failing(bench.guard.begin("list"), call("List", 1), Workbench.down(Effect.NONE));
        var start = bench.clock.instant();

        DroverException refused = failing(bench.guard.begin("list"), call("List", 1), new Exception("not sent"));

        assertThat(refused).hasMessageContaining("circuit breaker");
        assertThat(bench.clock.instant()).as("nothing was waited for").isEqualTo(start);
    }

    @Test
    void everyTryTakesTokens() {
        Workbench bench = new Workbench(GuardOptions.DEFAULT, new RateBudget("List", 100, 0.001));

        failing(bench.guard.begin("list"), call("List", 30), Workbench.down(Effect.NONE));

        // Three tries of 30; the fourth would have to wait for hours.
        assertThat(bench.told())
                .filteredOn(event -> event.startsWith("started"))
                .hasSize(3);
        assertThat(bench.told()).endsWith("refused 4 NO_TOKENS");
        assertThat(bench.guard.begin("list").<String>call(call("List", 10), timeout -> "the rest"))
                .isEqualTo("the rest");
    }

    @Test
    void aCallThatIsNotSentGivesItsTokensBack() throws InterruptedException {
        Workbench bench = new Workbench(
                GuardOptions.builder()
                        .maxTries(1)
                        .breakerOpensAt(1, 1, 1)
                        .breakerClosesAfter(Duration.ofSeconds(30), 1)
                        .build(),
                new RateBudget("*", 5, 0.0001));
        failing(bench.guard.begin("list"), call("List", 1), Workbench.down(Effect.NONE));
        bench.clock.sleep(Duration.ofSeconds(31));
        CallContext context = bench.guard.begin("list");
        context.call(call("List", 1), timeout -> failing(context, call("List", 3), new Exception("no second trial")));

        assertThat(bench.told()).contains("refused 1 BREAKER_OPEN");
        assertThat(context.<String>call(call("List", 3), timeout -> "all that is left"))
                .isEqualTo("all that is left");
        assertThat(failing(context, call("List", 1), new Exception()).code()).isEqualTo(ErrorCode.THROTTLED);
    }

    @Test
    void aCallDrawsFromItsOwnBudgetAndFromThatOfAll() {
        Workbench bench = new Workbench(
                GuardOptions.builder()
                        .budget("acme", new RateBudget("Get", 2, 0.001))
                        .build(),
                new RateBudget("*", 4, 0.001),
                new RateBudget("List", 3, 0.001));
        CallContext context = bench.guard.begin("look");

        for (String api : List.of("List", "Get", "Get", "Other")) {
            context.call(call(api, 1), timeout -> api);
        }

        DroverException all = failing(context, call("Other", 1), new Exception());
        assertThat(all.code()).isEqualTo(ErrorCode.THROTTLED);
        assertThat(all.effect()).isEqualTo(Effect.NONE);
        assertThat(all.attempts()).isZero();
        assertThat(all).hasMessageContaining("account acme for '*' (4 at once, now 0.001 a second)");
        assertThat(failing(context, call("Get", 1), new Exception())).hasMessageContaining("for 'Get'");
        NativeCall others = new NativeCall("Other", Safety.READ, Workbench.ENDPOINT, "other", 1, Duration.ZERO);
        assertThat(context.<String>call(others, timeout -> "another account")).isEqualTo("another account");
    }

    @ParameterizedTest
    @CsvSource({"0", "-5", "1", "-2147483648"})
    void aCostBelowOneIsOne(int cost) {
        Workbench bench = new Workbench(GuardOptions.DEFAULT, new RateBudget("*", 2, 0.001));
        CallContext context = bench.guard.begin("look");
        context.call(call("List", cost), timeout -> "first");
        context.call(call("List", cost), timeout -> "second");

        assertThat(failing(context, call("List", cost), new Exception()).code()).isEqualTo(ErrorCode.THROTTLED);
    }

    @Test
    void allLocationsOfAnAccountShareItsBudget() {
        RateBudget two = new RateBudget("*", 2, 0.001);
        Workbench bench = new Workbench(GuardOptions.DEFAULT, two);
        Guard there = bench.guards.around(bench, Location.parse("fake://there"), List.of(two));
        NativeCall nobodys = NativeCall.of("List", Safety.READ, Workbench.ENDPOINT, Duration.ZERO);

        bench.guard.begin("look").call(call("List", 1), timeout -> "first");
        there.begin("look").call(call("List", 1), timeout -> "second");

        assertThat(failing(there.begin("look"), call("List", 1), new Exception())
                        .code())
                .isEqualTo(ErrorCode.THROTTLED);
        for (Guard guard : List.of(bench.guard, bench.guard, there, there)) {
            assertThat(guard.begin("look").<String>call(nobodys, timeout -> "has its own"))
                    .isEqualTo("has its own");
        }
        assertThat(failing(there.begin("look"), nobodys, new Exception()).code())
                .isEqualTo(ErrorCode.THROTTLED);
    }

    @Test
    void aHugeCostIsRefusedAtOnce() {
        Workbench bench = new Workbench(GuardOptions.DEFAULT, new RateBudget("*", 2, 5));

        assertThat(failing(bench.guard.begin("look"), call("List", Integer.MAX_VALUE), new Exception()))
                .hasMessageContaining("needs 2147483647 of the budget");
        assertThat(bench.told()).containsExactly("refused 1 NO_TOKENS");
    }

    @Test
    void throttlingSlowsTheAccountDown() {
        Workbench bench = new Workbench(GuardOptions.builder().maxTries(1).build(), new RateBudget("*", 100, 10));
        failing(
                bench.guard.begin("list"),
                call("List", 1),
                Workbench.failure(ErrorCode.THROTTLED, Effect.NONE, Scope.ACCOUNT, true, Optional.empty()));
        var start = bench.clock.instant();

        bench.guard.begin("list").call(call("List", 1), timeout -> "ok");

        assertThat(Duration.between(start, bench.clock.instant())).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void sixtyFourThreadsNeverExceedThePlacesAndAllGetThrough() throws Exception {
        Workbench bench =
                new Workbench(GuardOptions.builder().callsPerEndpoint(3).build());
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            List<Future<Integer>> done = IntStream.range(0, 64)
                    .<Future<Integer>>mapToObj(t -> threads.submit(() -> {
                        for (int i = 0; i < 50; i++) {
                            bench.guard.begin("list").call(Workbench.call(Safety.READ), timeout -> {
                                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                Thread.onSpinWait();
                                return inside.decrementAndGet();
                            });
                        }
                        return 50;
                    }))
                    .toList();
            for (Future<Integer> each : done) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(most).hasValueBetween(1, 3);
        assertThat(bench.told()).filteredOn(event -> event.equals("ended 1 OK")).hasSize(64 * 50);
        assertThat(bench.guards.endpoints().named(Workbench.ENDPOINT).places().taken())
                .isZero();
    }

    @Test
    void aPlaceIsWaitedForByTheClockAndWithinTheDeadline() throws Exception {
        Workbench bench =
                new Workbench(GuardOptions.builder().callsPerEndpoint(1).build());
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            Future<String> holder =
                    threads.submit(() -> bench.guard.begin("hold").call(Workbench.call(Safety.READ), timeout -> {
                        entered.countDown();
                        leave.await();
                        return "held";
                    }));
            entered.await();
            Future<DroverException> late = threads.submit(() -> failing(
                    bench.guard.begin("list", Duration.ofSeconds(5)), Workbench.call(Safety.READ), new Exception()));
            Endpoint endpoint = bench.guards.endpoints().named(Workbench.ENDPOINT);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> endpoint.places().waiting() == 1);
            bench.clock.sleep(Duration.ofSeconds(6));
            assertThat(late.get().code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
            assertThat(late.get().effect()).isEqualTo(Effect.NONE);
            assertThat(late.get()).hasMessageContaining("found 1 calls under way");

            Future<String> patient = threads.submit(() -> bench.guard
                    .begin("list", Duration.ofHours(1))
                    .call(Workbench.call(Safety.READ), timeout -> "patient"));
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> endpoint.places().waiting() == 1);
            leave.countDown();
            assertThat(patient.get()).isEqualTo("patient");
            assertThat(holder.get()).isEqualTo("held");
            assertThat(bench.told()).contains("refused 1 ENDPOINT_FULL", "waited ENDPOINT");
            assertThat(endpoint.places().taken()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @CsvSource({"P-1D", "PT-2H", "PT2H", "P3650D", "P-3650D"})
    void aClockThatIsSetDoesNoHarm(Duration jump) throws InterruptedException {
        JumpingClock clock = new JumpingClock();
        Workbench unused = new Workbench();
        Guards guards = new Guards(
                clock,
                new java.util.SplittableRandom(3),
                new Listeners(List.of()),
                GuardOptions.builder().maxTries(1).breakerOpensAt(1, 1, 1).build(),
                Workbench.TIMEOUT);
        Guard guard = guards.around(unused, Workbench.HERE, List.of(new RateBudget("*", 2, 1)));
        failing(guard.begin("list"), call("List", 1), Workbench.down(Effect.NONE));
        CallContext context = guard.begin("list");

        clock.jump(jump);

        // Set back, time goes on from where it was; set forward, it has passed.
        assertThat(context.remaining()).isEqualTo(jump.isNegative() ? Workbench.TIMEOUT : Duration.ZERO);
        clock.sleep(Duration.ofSeconds(31));
        CallContext later = guard.begin("list");
        for (int i = 0; i < 5; i++) {
            assertThat(later.<String>call(call("List", 1), timeout -> "well")).isEqualTo("well");
        }
        assertThat(later.remaining()).isBetween(Duration.ofSeconds(55), Duration.ofSeconds(58));
    }
}
