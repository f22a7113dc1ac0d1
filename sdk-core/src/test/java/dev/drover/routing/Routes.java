package dev.drover.routing;

import dev.drover.ClusterId;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Candidates and requests for tests of routing. */
public final class Routes {

    private Routes() {}

    /** The cluster {@code mem://pool/c0}, and so on. */
    public static ClusterId cluster(int number) {
        return ClusterId.parse("mem://pool/c" + number);
    }

    /** Clusters numbered from 0, of these weights. */
    public static List<Candidate> weighing(double... weights) {
        List<Candidate> candidates = new ArrayList<>();
        for (double weight : weights) {
            candidates.add(
                    Candidate.builder(cluster(candidates.size())).weight(weight).build());
        }
        return List.copyOf(candidates);
    }

    /** A first attempt, with chance of its own. */
    public static RoutingRequest request(RequestKey key) {
        return request(key, new SplittableRandom(key.hashCode()));
    }

    static RoutingRequest request(RequestKey key, RandomGenerator random) {
        return new RoutingRequest(job().build(), key, 1, Set.of(), random);
    }

    static SparkJar.Builder job() {
        return SparkJar.of(StorageUri.parse("file:///app.jar"), "com.acme.Etl");
    }

    /** How often each was chosen by the keys {@code etl/0} to {@code etl/count-1}. */
    static Map<ClusterId, Integer> counts(Chooser chooser, List<Candidate> candidates, int count) {
        Map<ClusterId, Integer> counts = new HashMap<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < count; i++) {
            Candidate chosen = chooser.choose(request(RequestKey.of("etl", "" + i), random), candidates);
            counts.merge(chosen.cluster(), 1, Integer::sum);
        }
        return counts;
    }
}
