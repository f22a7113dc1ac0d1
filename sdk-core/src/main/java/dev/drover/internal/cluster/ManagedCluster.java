package dev.drover.internal.cluster;

import dev.drover.Capability;
import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.ClusterNodes;
import dev.drover.ClusterSpec;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobSubmitter;
import dev.drover.internal.guard.Backoff;
import dev.drover.internal.guard.Guard;
import dev.drover.internal.guard.Subject;
import dev.drover.internal.provider.Capabilities;
import dev.drover.internal.provider.Providers.Opened;
import dev.drover.spi.ClusterDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** {@link ClusterHandle} over a driver. */
final class ManagedCluster implements ClusterHandle {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final ClusterId id;
    private final boolean started;
    private final ClusterDriver driver;
    private final Opened opened;
    private final Guard guard;
    private final RandomGenerator random;
    private final JobSubmitter jobs;
    private final ManagedNodes nodes;

    ManagedCluster(
            ClusterId id,
            boolean started,
            ClusterDriver driver,
            Opened opened,
            RandomGenerator random,
            JobSubmitter jobs) {
        this.id = id;
        this.started = started;
        this.driver = driver;
        this.opened = opened;
        this.guard = opened.guard();
        this.random = random;
        this.jobs = jobs;
        this.nodes = new ManagedNodes(id, opened);
    }

    @Override
    public ClusterId id() {
        return id;
    }

    @Override
    public boolean started() {
        return started;
    }

    @Override
    public ClusterStatus describe() {
        return look().orElseThrow(() -> new DroverException(
                ErrorCode.NOT_FOUND, "There is no cluster " + id + "; it ended, or never was at this location."));
    }

    private Optional<ClusterStatus> look() {
        return driver.describe(id, guard.begin("describe cluster " + id, Subject.of(id)));
    }

    @Override
    public ClusterStatus awaitReady(Duration timeout) throws InterruptedException {
        Instant deadline = guard.clock().instant().plus(timeout);
        Backoff backoff = new Backoff(guard.clock(), random, deadline, SHORTEST_PAUSE, LONGEST_PAUSE);
        @Nullable ClusterState before = null;
        String last = "it was not seen";
        while (true) {
            try {
                ClusterStatus status = describe();
                if (status.state() != before) {
                    guard.listeners().tell(l -> l.clusterChanged(status));
                    before = status.state();
                }
                if (status.state() == ClusterState.READY) {
                    return status;
                }
                if (status.state().terminal()) {
                    throw new DroverException(
                            ErrorCode.FAILED,
                            Effect.APPLIED,
                            false,
                            "Cluster " + id + " is " + status.state() + " instead of ready: "
                                    + status.problem().orElse(status.nativeState()),
                            null);
                }
                last = "it is " + status.state() + " (" + status.nativeState() + ")"
                        + status.problem().map(problem -> ": " + problem).orElse("");
            } catch (DroverException e) {
                if (!e.retryable()) {
                    throw e;
                }
                last = e.getMessage();
            }
            if (backoff.expired()) {
                throw new DroverException(
                        ErrorCode.DEADLINE_EXCEEDED,
                        Effect.APPLIED,
                        true,
                        "Cluster " + id + " is not ready after " + timeout + ": " + last
                                + ". It is still being made: wait longer, or terminate it.",
                        null);
            }
            backoff.pause();
        }
    }

    @Override
    public void resize(int workers) {
        ClusterSpec.requireWorkers(workers);
        Capabilities.require(Set.of(Capability.RESIZE_CLUSTER), opened.atMost(), "'" + id + "'");
        driver.resize(id, workers, guard.begin("resize cluster " + id + " to " + workers + " workers", Subject.of(id)));
    }

    @Override
    public ClusterNodes nodes() {
        return nodes;
    }

    @Override
    public void detach() {
        nodes.detach();
    }

    @Override
    public void terminate() {
        driver.terminate(id, guard.begin("terminate cluster " + id, Subject.of(id)));
    }

    @Override
    public JobSubmitter jobs() {
        return jobs;
    }
}
