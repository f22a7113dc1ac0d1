package dev.drover.standalone;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.ClusterPlan;
import dev.drover.ClusterSpec;
import dev.drover.ClusterStatus;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.spi.CallContext;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Lookup;
import dev.drover.standalone.rest.MasterClient;
import dev.drover.standalone.rest.MasterEndpoints;
import dev.drover.standalone.rest.MasterState;
import dev.drover.standalone.rest.MasterStatus;
import dev.drover.standalone.rest.SparkHttp;
import dev.drover.standalone.rest.SubmissionClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Describes a cluster that somebody else runs; makes and ends none. */
final class AttachedMaster implements ClusterDriver {
    private final ClusterId id;
    private final MasterEndpoints endpoints;
    private final MasterClient master;
    private final SubmissionClient submissions;

    AttachedMaster(ClusterId id, MasterEndpoints endpoints, SparkHttp http) {
        this.id = id;
        this.endpoints = endpoints;
        this.master = new MasterClient(http, endpoints);
        this.submissions = new SubmissionClient(http, endpoints);
    }

    @Override
    public Duration settle() {
        return Duration.ZERO;
    }

    @Override
    public void check(ClusterSpec spec) {
        throw attachOnly();
    }

    @Override
    public ClusterId create(ClusterSpec spec, Attempt attempt, CallContext context) {
        throw attachOnly();
    }

    @Override
    public Lookup<ClusterId> find(Attempt attempt, CallContext context) {
        return new Lookup.NotSeen<>();
    }

    @Override
    public Optional<ClusterStatus> describe(ClusterId cluster, CallContext context) {
        if (!cluster.equals(id)) {
            return Optional.empty();
        }
        MasterState state = master.state(context);
        Optional<String> version =
                Optional.of(submissions.sparkVersion(context)).filter(text -> !text.isEmpty());
        return Optional.of(MasterStatus.of(id, endpoints, state, Optional.empty(), version, context.now()));
    }

    /** None: Drover made no cluster here. */
    @Override
    public List<ClusterStatus> list(CallContext context) {
        return List.of();
    }

    @Override
    public void resize(ClusterId cluster, int workers, CallContext context) {
        throw attachOnly();
    }

    @Override
    public void terminate(ClusterId cluster, CallContext context) {
        throw attachOnly();
    }

    @Override
    public ClusterPlan plan(ClusterSpec spec, CallContext context) {
        throw attachOnly();
    }

    private DroverException attachOnly() {
        return new DroverException(
                ErrorCode.UNSUPPORTED,
                "'" + id
                        + "' is run by somebody else: Drover submits jobs to it but makes, resizes and ends no clusters"
                        + " there.");
    }
}
