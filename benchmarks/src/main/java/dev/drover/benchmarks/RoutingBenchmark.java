package dev.drover.benchmarks;

import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.routing.Candidate;
import dev.drover.routing.Chooser;
import dev.drover.routing.Requirement;
import dev.drover.routing.RoutingPolicies;
import dev.drover.routing.RoutingPolicy;
import dev.drover.routing.RoutingRequest;
import io.grpc.LoadBalancer.PickResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One routing decision of every policy, beside gRPC's round-robin picker. Run with {@code -prof gc} for the bytes.
 *
 * <p>Weights are 1, 2 and 3 in turn, loads 0 to 9, and every fifth cluster lacks the label that the filter asks for. Keys go
 * round a thousand of two parts, such as {@code etl/2026-11-21-417}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RoutingBenchmark {
    private static final int KEYS = 1_024;

    /** How many clusters there are to choose from. */
    @Param({"10", "1000"})
    public int clusters;

    private final List<RoutingRequest> requests = new ArrayList<>();
    private List<Candidate> candidates = List.of();
    private int next;

    private Chooser rendezvous = started(RoutingPolicies.rendezvous());
    private Chooser smoothWeighted = started(RoutingPolicies.smoothWeighted());
    private Chooser roundRobin = started(RoutingPolicies.roundRobin());
    private Chooser leastLoaded = started(RoutingPolicies.leastLoaded());
    private Chooser powerOfTwoChoices = started(RoutingPolicies.powerOfTwoChoices());
    private Chooser stickyByKey = started(RoutingPolicies.stickyByKey(1));
    private Chooser allFit = filteredRoundRobin(Requirement.capabilityOfJob());
    private Chooser someFit = filteredRoundRobin(Requirement.label("zone", "eu"));
    private final GrpcRoundRobin grpc = new GrpcRoundRobin();

    private static Chooser started(RoutingPolicy policy) {
        return policy.start();
    }

    private static Chooser filteredRoundRobin(Requirement requirement) {
        return started(RoutingPolicies.filtered(RoutingPolicies.roundRobin(), requirement));
    }

    /** Makes clusters and requests. */
    @Setup(Level.Trial)
    public void prepare() {
        List<Candidate> made = new ArrayList<>();
        for (int i = 0; i < clusters; i++) {
            made.add(Candidate.builder(ClusterId.parse("emr://eu-west-1/j-" + i))
                    .weight(1 + i % 3)
                    .inFlight(i * 7 % 10)
                    .label("zone", i % 5 == 0 ? "us" : "eu")
                    .capabilities(Set.of(Capability.SPARK_JAR))
                    .build());
        }
        candidates = List.copyOf(made);
        SparkJar job =
                SparkJar.of(StorageUri.parse("file:///app.jar"), "com.acme.Etl").build();
        SplittableRandom random = new SplittableRandom(20261121);
        for (int i = 0; i < KEYS; i++) {
            requests.add(new RoutingRequest(job, RequestKey.of("etl", "2026-11-21-" + i), 1, Set.of(), random));
        }
        grpc.open(clusters);
    }

    private Candidate choose(Chooser chooser) {
        next = (next + 1) % KEYS;
        return chooser.choose(requests.get(next), candidates);
    }

    @Benchmark
    public Candidate rendezvous() {
        return choose(rendezvous);
    }

    @Benchmark
    public Candidate smoothWeighted() {
        return choose(smoothWeighted);
    }

    @Benchmark
    public Candidate roundRobin() {
        return choose(roundRobin);
    }

    @Benchmark
    public Candidate leastLoaded() {
        return choose(leastLoaded);
    }

    @Benchmark
    public Candidate powerOfTwoChoices() {
        return choose(powerOfTwoChoices);
    }

    @Benchmark
    public Candidate stickyByKey() {
        return choose(stickyByKey);
    }

    /** The filter lets all pass. */
    @Benchmark
    public Candidate filteredAllFit() {
        return choose(allFit);
    }

    /** The filter lets four of five pass. */
    @Benchmark
    public Candidate filteredSomeFit() {
        return choose(someFit);
    }

    /** The peer. */
    @Benchmark
    public PickResult grpcRoundRobin() {
        return grpc.pick();
    }
}
