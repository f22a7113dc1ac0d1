package dev.drover.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterId;
import dev.drover.RequestKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RendezvousTest {
    private static final int KEYS = 100_000;
    /** Five standard deviations: one honest run in 1.7 million fails, and the keys are always the same. */
    private static final double SIGMAS = 5;

    private final Chooser chooser = RoutingPolicies.rendezvous().start();

    @Test
    void sharesAreProportionalToWeights() {
        for (double[] weights :
                new double[][] {{1, 1}, {5, 3, 2}, {1, 10, 100}, {0.5, 0.25, 7, 1, 1, 1}, {1e-6, 1e-6}}) {
            List<Candidate> candidates = Routes.weighing(weights);
            double sum = sum(candidates);
            Map<ClusterId, Integer> counts = Routes.counts(chooser, candidates, KEYS);
            for (Candidate candidate : candidates) {
                double share = candidate.weight() / sum;
                assertThat((double) counts.getOrDefault(candidate.cluster(), 0))
                        .as(candidate + " of " + candidates)
                        .isBetween(KEYS * share - deviation(share), KEYS * share + deviation(share));
            }
        }
    }

    private static double deviation(double share) {
        return SIGMAS * Math.sqrt(KEYS * share * (1 - share));
    }

    private static double sum(List<Candidate> candidates) {
        return candidates.stream().mapToDouble(Candidate::weight).sum();
    }

    @Test
    void aClusterThatGoesMovesOnlyItsOwnKeys() {
        List<Candidate> all = Routes.weighing(5, 3, 2, 1, 1);
        for (Candidate gone : all) {
            List<Candidate> rest = all.stream().filter(c -> !c.equals(gone)).toList();
            int moved = 0;
            for (int i = 0; i < 20_000; i++) {
                RoutingRequest request = Routes.request(RequestKey.of("" + i));
                Candidate before = chooser.choose(request, all);
                Candidate after = chooser.choose(request, rest);
                if (before.equals(gone)) {
                    moved++;
                } else {
                    assertThat(after).isEqualTo(before);
                }
            }
            assertThat(moved).isPositive();
        }
    }

    @Test
    void aWeightThatChangesMovesOnlyTheDifference() {
        List<Candidate> before = Routes.weighing(2, 2, 2, 2);
        List<Candidate> after = Routes.weighing(2, 3, 2, 2);
        int moved = 0;
        for (int i = 0; i < KEYS; i++) {
            RoutingRequest request = Routes.request(RequestKey.of("" + i));
            ClusterId from = chooser.choose(request, before).cluster();
            ClusterId to = chooser.choose(request, after).cluster();
            if (!from.equals(to)) {
                moved++;
                assertThat(to).isEqualTo(Routes.cluster(1));
            }
        }
        double share = 3.0 / 9 - 2.0 / 8;
        assertThat((double) moved).isBetween(KEYS * share - deviation(share), KEYS * share + deviation(share));
    }

    @Test
    void orderAttemptChanceAndLoadHaveNoPart() {
        SplittableRandom random = new SplittableRandom(20261121);
        for (int round = 0; round < 500; round++) {
            List<Candidate> candidates = Routes.weighing(
                    random.doubles(1 + random.nextInt(12), 0.1, 10).toArray());
            RequestKey key = RequestKey.of("a" + random.nextInt(), "b");
            Candidate chosen = chooser.choose(Routes.request(key), candidates);

            List<Candidate> shuffled = new ArrayList<>(candidates);
            Collections.shuffle(shuffled, new Random(round));
            shuffled.replaceAll(candidate -> candidate.withInFlight(random.nextInt(100)));
            RoutingRequest later = new RoutingRequest(
                    Routes.job().name("other").build(), key, 7, Set.of(Routes.cluster(99)), new SplittableRandom());

            assertThat(chooser.choose(later, shuffled).cluster()).isEqualTo(chosen.cluster());
        }
    }

    /** Against the definition, written down a second time without any shortcut. */
    @Test
    void theWinnerIsTheOneOfTheDefinition() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 3_000; round++) {
            int size = 1 + random.nextInt(50);
            double exponent = random.nextDouble(3);
            List<Candidate> candidates = Routes.weighing(random.doubles(size)
                    .map(x -> Math.pow(10, exponent * (x - 0.5)))
                    .toArray());
            RequestKey key = RequestKey.of("ключ " + round, "\uD83D\uDE00" + random.nextLong());
            Candidate expected = null;
            double best = Double.POSITIVE_INFINITY;
            for (Candidate candidate : candidates) {
                long hash =
                        finalised(fnv(key) ^ finalised(fnv(candidate.cluster().toString(), FNV_START)));
                double u = 1 - (0.5 + (hash >>> 12)) / Math.pow(2, 52);
                double score = -StrictMath.log(u) / candidate.weight();
                if (score < best) {
                    best = score;
                    expected = candidate;
                }
            }
            assertThat(chooser.choose(Routes.request(key), candidates)).isEqualTo(Objects.requireNonNull(expected));
        }
    }

    private static final long FNV_START = Long.parseUnsignedLong("14695981039346656037");

    private static long fnv(RequestKey key) {
        return finalised(fnv(String.join("\0", key.parts()) + "\0", FNV_START));
    }

    private static long fnv(String text, long start) {
        return text.chars().asLongStream().reduce(start, (hash, unit) -> (hash ^ unit) * 1099511628211L);
    }

    private static long finalised(long hash) {
        long h = hash;
        h ^= h >>> 33;
        h *= Long.parseUnsignedLong("18397679294719823053");
        h ^= h >>> 33;
        h *= Long.parseUnsignedLong("14181476777654086739");
        h ^= h >>> 33;
        return h;
    }

    /** Written down once: processes that run different versions of Drover must agree. */
    @Test
    void knownKeysGoWhereTheyAlwaysWent() {
        List<Candidate> candidates = Routes.weighing(5, 3, 2);
        StringBuilder where = new StringBuilder();
        for (int day = 1; day <= 30; day++) {
            Candidate chosen = chooser.choose(Routes.request(RequestKey.of("etl", "2026-11-" + day)), candidates);
            where.append(chosen.cluster().name().substring(1));
        }
        assertThat(where).hasToString(KNOWN);
        assertThat(TextHash.of("emr://eu-west-1/j-3ABC")).isEqualTo(KNOWN_HASH);
    }

    private static final String KNOWN = "120000221210201100212110020020";
    private static final long KNOWN_HASH = 3589291657654581637L;

    @Test
    void partsThatCouldRunTogetherAreToldApart() {
        assertThat(TextHash.of(RequestKey.of("a", "bc"))).isNotEqualTo(TextHash.of(RequestKey.of("ab", "c")));
        assertThat(TextHash.of(RequestKey.of("a"))).isNotEqualTo(TextHash.of("a"));
    }

    @Test
    void keysThatDifferInOneCharacterAreSpreadEvenly() {
        List<Candidate> candidates = Routes.weighing(1, 1, 1, 1);
        int[] counts = new int[4];
        for (int i = 0; i < 10_000; i++) {
            Candidate chosen = chooser.choose(Routes.request(RequestKey.of("" + (char) (0x4E00 + i))), candidates);
            counts[candidates.indexOf(chosen)]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(2_500 - 217, 2_500 + 217);
        }
    }
}
