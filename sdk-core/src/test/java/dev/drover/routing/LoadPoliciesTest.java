package dev.drover.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterId;
import dev.drover.RequestKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Round-robin, least-loaded and the power of two choices. */
class LoadPoliciesTest {
    private final SplittableRandom random = new SplittableRandom(20261121);

    private ClusterId choose(Chooser chooser, List<Candidate> candidates) {
        return chooser.choose(Routes.request(RequestKey.of("" + random.nextLong()), random), candidates)
                .cluster();
    }

    private static List<Candidate> loaded(double[] weights, int... inFlight) {
        List<Candidate> candidates = new ArrayList<>(Routes.weighing(weights));
        for (int i = 0; i < inFlight.length; i++) {
            candidates.set(i, candidates.get(i).withInFlight(inFlight[i]));
        }
        return List.copyOf(candidates);
    }

    @Test
    void roundRobinGoesInTurn() {
        Chooser chooser = RoutingPolicies.roundRobin().start();
        List<Candidate> candidates = Routes.weighing(1, 9, 1, 3);
        int before = candidates.indexOf(chooser.choose(Routes.request(RequestKey.of("x")), candidates));
        for (int i = 0; i < 1_000; i++) {
            int now = candidates.indexOf(chooser.choose(Routes.request(RequestKey.of("x")), candidates));
            assertThat(now).isEqualTo((before + 1) % 4);
            before = now;
        }
    }

    @Test
    void roundRobinStartsAnywhere() {
        Set<ClusterId> first = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            first.add(choose(RoutingPolicies.roundRobin().start(), Routes.weighing(1, 1, 1, 1)));
        }
        assertThat(first).hasSize(4);
    }

    @Test
    void roundRobinSharesTheTurnsOfThoseThatNeverGetOne() {
        Map<ClusterId, Integer> counts =
                Routes.counts(RoutingPolicies.roundRobin().start(), Routes.weighing(0, 1, 0, 1, 1), 15_000);

        assertThat(counts.keySet()).containsExactlyInAnyOrder(Routes.cluster(1), Routes.cluster(3), Routes.cluster(4));
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(4_990, 5_010));
    }

    @Test
    void leastLoadedCountsJobsPerWeightWithTheNewOne() {
        Chooser chooser = RoutingPolicies.leastLoaded().start();

        assertThat(choose(chooser, loaded(new double[] {1, 1, 1}, 3, 2, 4))).isEqualTo(Routes.cluster(1));
        // One more job makes 1 / 1 here and 2 / 10 there.
        assertThat(choose(chooser, loaded(new double[] {1, 10}, 0, 1))).isEqualTo(Routes.cluster(1));
        assertThat(choose(chooser, loaded(new double[] {1, 10}, 0, 10))).isEqualTo(Routes.cluster(0));
        assertThat(choose(chooser, loaded(new double[] {0, 1}, 0, Integer.MAX_VALUE)))
                .isEqualTo(Routes.cluster(1));
    }

    @Test
    void leastLoadedFillsInProportionToWeights() {
        Chooser chooser = RoutingPolicies.leastLoaded().start();
        List<Candidate> candidates = new ArrayList<>(Routes.weighing(5, 3, 2));
        for (int i = 0; i < 1_000; i++) {
            int chosen = candidates.indexOf(
                    chooser.choose(Routes.request(RequestKey.of("" + i), random), List.copyOf(candidates)));
            candidates.set(
                    chosen,
                    candidates.get(chosen).withInFlight(candidates.get(chosen).inFlight() + 1));
        }
        assertThat(candidates).extracting(Candidate::inFlight).containsExactly(500, 300, 200);
    }

    @Test
    void amongEquallyLoadedTheKeyDecides() {
        Chooser chooser = RoutingPolicies.leastLoaded().start();
        List<Candidate> candidates = loaded(new double[] {1, 1, 1, 1}, 0, 7, 0, 0);
        List<Candidate> idle = List.of(candidates.get(0), candidates.get(2), candidates.get(3));
        Chooser rendezvous = RoutingPolicies.rendezvous().start();
        for (int i = 0; i < 1_000; i++) {
            RoutingRequest request = Routes.request(RequestKey.of("" + i));
            assertThat(chooser.choose(request, candidates)).isEqualTo(rendezvous.choose(request, idle));
        }
    }

    @Test
    void ofTwoDrawnTheLessLoadedIsTaken() {
        Chooser chooser = RoutingPolicies.powerOfTwoChoices().start();
        List<Candidate> candidates = loaded(new double[] {1, 1, 1, 1}, 3, 1, 2, 0);
        Map<ClusterId, Integer> counts = Routes.counts(chooser, candidates, 60_000);

        // Of 6 pairs the least loaded wins 3, the next 2, the next 1, the most loaded none.
        assertThat(counts.get(Routes.cluster(3))).isBetween(30_000 - 650, 30_000 + 650);
        assertThat(counts.get(Routes.cluster(1))).isBetween(20_000 - 600, 20_000 + 600);
        assertThat(counts.get(Routes.cluster(2))).isBetween(10_000 - 500, 10_000 + 500);
        assertThat(counts).doesNotContainKey(Routes.cluster(0));
    }

    @Test
    void twoChoicesKeepTheFullestNearTheMean() {
        int clusters = 100;
        double[] weights = new double[clusters];
        Arrays.fill(weights, 1);
        List<Candidate> candidates = new ArrayList<>(Routes.weighing(weights));
        Chooser chooser = RoutingPolicies.powerOfTwoChoices().start();
        for (int i = 0; i < 10_000; i++) {
            int chosen = candidates.indexOf(chooser.choose(Routes.request(RequestKey.of("x"), random), candidates));
            candidates.set(
                    chosen,
                    candidates.get(chosen).withInFlight(candidates.get(chosen).inFlight() + 1));
        }
        // The mean is 100; drawn at random alone the fullest would have about 125.
        assertThat(candidates.stream().mapToInt(Candidate::inFlight).max().orElse(0))
                .isBetween(100, 105);
    }
}
