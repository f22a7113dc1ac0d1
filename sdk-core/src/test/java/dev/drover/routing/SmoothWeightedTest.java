package dev.drover.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterId;
import dev.drover.RequestKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SmoothWeightedTest {
    private static final int WINDOW = 100;
    private static final double ROUNDING = 1e-9;

    private final Chooser chooser = RoutingPolicies.smoothWeighted().start();
    private final SplittableRandom random = new SplittableRandom(20261121);

    @Test
    void anyHundredChoicesAreExactToOne() {
        for (int round = 0; round < 400; round++) {
            List<Candidate> candidates = Routes.weighing(weights(round));
            requireExactWindows(candidates, choices(candidates, 1_500));
        }
    }

    @Test
    void sharesThatDivideAHundredAreExact() {
        for (double[] weights : new double[][] {{5, 3, 2}, {1, 1}, {50, 49, 1}, {1, 1, 1, 1, 1}, {0.1, 0.7, 0.2}}) {
            List<Candidate> candidates = Routes.weighing(weights);
            int[] chosen = choices(candidates, 3_000);
            double sum = candidates.stream().mapToDouble(Candidate::weight).sum();
            for (int start = WINDOW; start + WINDOW <= chosen.length; start++) {
                for (int i = 0; i < weights.length; i++) {
                    assertThat(count(chosen, i, start)).isEqualTo((int) Math.round(WINDOW * weights[i] / sum));
                }
            }
        }
    }

    /** Small whole numbers, any numbers, numbers of very different size, one large among equals, a zero among others. */
    private double[] weights(int round) {
        int size = 1 + random.nextInt(round % 7 == 0 ? 150 : 12);
        double[] weights = random.doubles(size, 0.001, 1).toArray();
        for (int i = 0; i < size; i++) {
            weights[i] = switch (round % 5) {
                case 0 -> 1 + random.nextInt(10);
                case 1 -> weights[i];
                case 2 -> Math.exp(10 * (weights[i] - 0.5));
                case 3 -> i == 0 ? 50 * weights[0] : 1;
                default -> i > 0 && i % 3 == 0 ? 0 : weights[i];
            };
        }
        return weights;
    }

    private int[] choices(List<Candidate> candidates, int count) {
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = candidates.indexOf(choose(candidates));
        }
        return chosen;
    }

    private Candidate choose(List<Candidate> candidates) {
        return chooser.choose(Routes.request(RequestKey.of("any"), random), candidates);
    }

    private static int count(int[] chosen, int candidate, int start) {
        int count = 0;
        for (int i = start; i < start + WINDOW; i++) {
            count += chosen[i] == candidate ? 1 : 0;
        }
        return count;
    }

    private static void requireExactWindows(List<Candidate> candidates, int[] chosen) {
        double sum = candidates.stream().mapToDouble(Candidate::weight).sum();
        int[] counts = new int[candidates.size()];
        for (int i = 0; i < chosen.length; i++) {
            assertThat(chosen[i]).isNotNegative();
            counts[chosen[i]]++;
            if (i >= WINDOW) {
                counts[chosen[i - WINDOW]]--;
            }
            if (i >= WINDOW - 1) {
                for (int j = 0; j < counts.length; j++) {
                    double weight = candidates.get(j).weight();
                    double off = Math.abs(counts[j] - WINDOW * weight / sum);
                    if (off > 1 + ROUNDING || (weight == 0 && counts[j] > 0)) {
                        throw new AssertionError(candidates.get(j) + " of " + candidates + " had " + counts[j]
                                + " of the 100 choices until the " + i + "th");
                    }
                }
            }
        }
    }

    @Test
    void sharesAreExactFromTheStartAndInTheLongRun() {
        for (int round = 0; round < 100; round++) {
            List<Candidate> candidates = Routes.weighing(weights(round));
            double sum = candidates.stream().mapToDouble(Candidate::weight).sum();
            int[] counts = new int[candidates.size()];
            int[] chosen = choices(candidates, 5_000);
            for (int i = 0; i < chosen.length; i++) {
                counts[chosen[i]]++;
                for (int j = 0; j < counts.length; j++) {
                    double exact = (i + 1) * candidates.get(j).weight() / sum;
                    if (Math.abs(counts[j] - exact) > 2.5) {
                        throw new AssertionError(candidates.get(j) + " of " + candidates + " had " + counts[j] + " of "
                                + (i + 1) + " choices, not " + exact);
                    }
                }
            }
        }
    }

    @Test
    void turnsAreSpreadEvenly() {
        List<Candidate> candidates = Routes.weighing(5, 3, 2);
        int[] chosen = choices(candidates, 1_000);
        for (int start = 20; start + 10 <= chosen.length; start++) {
            int[] counts = new int[3];
            for (int i = start; i < start + 10; i++) {
                counts[chosen[i]]++;
            }
            assertThat(counts).containsExactly(5, 3, 2);
            assertThat(chosen[start] == 0 && chosen[start + 1] == 0 && chosen[start + 2] == 0)
                    .as("three in a row")
                    .isFalse();
        }
    }

    /** Failures, drains and filters: each list of candidates is counted by itself, however the requests are mixed. */
    @Test
    void listsThatTakeTurnsKeepTheirShares() {
        List<Candidate> all = Routes.weighing(5, 3, 2, 0.7);
        List<List<Candidate>> lists =
                List.of(all, all.subList(1, 4), all.subList(0, 2), Routes.weighing(5, 3, 9, 0.7), List.of(all.get(2)));
        Map<List<Candidate>, List<Integer>> chosen = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            List<Candidate> list = lists.get(random.nextInt(lists.size()));
            // Other objects, other loads: what counts are clusters and weights.
            List<Candidate> now =
                    list.stream().map(c -> c.withInFlight(random.nextInt(9))).toList();
            chosen.computeIfAbsent(list, l -> new ArrayList<>()).add(now.indexOf(choose(now)));
        }
        assertThat(chosen).hasSize(lists.size());
        chosen.forEach((list, positions) -> requireExactWindows(
                list, positions.stream().mapToInt(Integer::intValue).toArray()));
    }

    @Test
    void aChangedListIsExactFromItsFirstChoiceOn() {
        for (int round = 0; round < 50; round++) {
            List<Candidate> candidates = Routes.weighing(weights(round));
            choices(candidates, random.nextInt(300));
            List<Candidate> others = new ArrayList<>(candidates.subList(candidates.size() / 2, candidates.size()));
            others.add(Candidate.builder(Routes.cluster(1_000))
                    .weight(random.nextDouble(0.1, 3))
                    .build());
            requireExactWindows(others, choices(others, 400));
        }
    }

    @Test
    void whoChoosesOnceChoosesInProportionToo() {
        List<Candidate> candidates = Routes.weighing(5, 3, 2, 0);
        Map<ClusterId, Integer> counts = new HashMap<>();
        int starts = 20_000;
        for (int i = 0; i < starts; i++) {
            Chooser fresh = RoutingPolicies.smoothWeighted().start();
            ClusterId first = fresh.choose(Routes.request(RequestKey.of("x"), random), candidates)
                    .cluster();
            counts.merge(first, 1, Integer::sum);
        }
        // Five standard deviations of the largest share.
        assertThat(counts.get(Routes.cluster(0))).isBetween(10_000 - 354, 10_000 + 354);
        assertThat(counts.get(Routes.cluster(1))).isBetween(6_000 - 354, 6_000 + 354);
        assertThat(counts).doesNotContainKey(Routes.cluster(3));
    }

    @Test
    void moreListsThanAreRememberedStillGetTheirShares() {
        int[] counts = new int[2];
        int lists = 3 * SmoothWeighted.REMEMBERED;
        for (int i = 0; i < 200 * lists; i++) {
            List<Candidate> list = Routes.weighing(3, 1 + (i % lists) * 1e-6);
            counts[list.indexOf(choose(list))]++;
        }
        double total = 200.0 * lists;
        assertThat(counts[0] / total).isBetween(0.73, 0.77);
    }

    @Test
    void smallestAndLargestWeightTogether() {
        List<Candidate> candidates = Routes.weighing(1e-6, 1e6);
        requireExactWindows(candidates, choices(candidates, 1_000));
    }
}
