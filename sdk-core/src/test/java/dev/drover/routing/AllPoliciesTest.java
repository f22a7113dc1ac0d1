package dev.drover.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.RequestKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every policy. */
class AllPoliciesTest {

    static Stream<Arguments> policies() {
        return Stream.of(
                Arguments.of("rendezvous", RoutingPolicies.rendezvous()),
                Arguments.of("smooth weighted", RoutingPolicies.smoothWeighted()),
                Arguments.of("round-robin", RoutingPolicies.roundRobin()),
                Arguments.of("least loaded", RoutingPolicies.leastLoaded()),
                Arguments.of("power of two choices", RoutingPolicies.powerOfTwoChoices()),
                Arguments.of("sticky by key", RoutingPolicies.stickyByKey(1)),
                Arguments.of("sticky by label", RoutingPolicies.stickyByLabel("tenant")),
                Arguments.of("filtered", RoutingPolicies.filtered(RoutingPolicies.rendezvous())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("policies")
    void onlyMembersOfWeightAboveZeroAreChosen(String name, RoutingPolicy policy) {
        SplittableRandom random = new SplittableRandom(20261121);
        Chooser chooser = policy.start();
        for (int round = 0; round < 5_000; round++) {
            double[] weights = new double[1 + random.nextInt(8)];
            weights[random.nextInt(weights.length)] = 1;
            for (int i = 0; i < weights.length; i++) {
                if (random.nextBoolean()) {
                    weights[i] = random.nextInt(3) * 0.5 + weights[i];
                }
            }
            List<Candidate> candidates = Routes.weighing(weights).stream()
                    .map(c -> c.withInFlight(random.nextInt(4)))
                    .toList();
            RequestKey key = RequestKey.of("etl" + random.nextInt(50), "" + random.nextInt());

            Candidate chosen = chooser.choose(Routes.request(key, random), candidates);

            assertThat(candidates).contains(chosen);
            assertThat(chosen.weight()).as(name + " of " + candidates).isPositive();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("policies")
    void weightsThatAreAllZeroAreRefused(String name, RoutingPolicy policy) {
        Chooser chooser = policy.start();
        RoutingRequest request = Routes.request(RequestKey.of(name));
        for (List<Candidate> candidates : List.of(Routes.weighing(0), Routes.weighing(0, 0, -0.0))) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> chooser.choose(request, candidates))
                        .isInstanceOfSatisfying(
                                DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                        .hasMessageContaining("A weight of 0 means never")
                        .hasMessageContaining("mem://pool/c0");
            }
        }
        assertThat(chooser.choose(request, Routes.weighing(0, 1)).cluster()).isEqualTo(Routes.cluster(1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("policies")
    void emptyListsAreRefused(String name, RoutingPolicy policy) {
        RoutingRequest request = Routes.request(RequestKey.of(name));

        assertThatThrownBy(() -> policy.start().choose(request, List.of()))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("There is no cluster to choose from.");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("policies")
    void theSameChanceGivesTheSameChoices(String name, RoutingPolicy policy) {
        List<Candidate> candidates = Routes.weighing(5, 3, 2, 1);
        List<List<ClusterId>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            SplittableRandom random = new SplittableRandom(7);
            Chooser chooser = policy.start();
            List<ClusterId> choices = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                choices.add(chooser.choose(Routes.request(RequestKey.of(name, "" + i), random), candidates)
                        .cluster());
            }
            runs.add(choices);
        }
        assertThat(runs.get(0)).isEqualTo(runs.get(1));
    }

    /** Threads lose no turn: counted ways are as exact as for one thread, and sticky ones have one home per group. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("policies")
    void manyThreadsMayShareAChooser(String name, RoutingPolicy policy) throws Exception {
        Chooser chooser = policy.start();
        List<Candidate> candidates = Routes.weighing(1, 1, 1, 1, 1);
        RandomGenerator shared = () -> ThreadLocalRandom.current().nextLong();
        Map<ClusterId, Integer> counts = new ConcurrentHashMap<>();
        Map<String, ClusterId> homes = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int number = thread;
                running.add(threads.submit(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        String group = "g" + i % 100;
                        RoutingRequest request = new RoutingRequest(
                                Routes.job().build(), RequestKey.of(group, number + "." + i), 1, Set.of(), shared);
                        ClusterId chosen = chooser.choose(request, candidates).cluster();
                        counts.merge(chosen, 1, Integer::sum);
                        ClusterId home = homes.putIfAbsent(group, chosen);
                        if (name.equals("sticky by key") && home != null) {
                            assertThat(chosen).isEqualTo(home);
                        }
                    }
                }));
            }
            for (Future<?> future : running) {
                future.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(40_000);
        if (name.equals("round-robin") || name.equals("smooth weighted")) {
            assertThat(counts.values()).containsOnly(8_000);
        }
    }
}
