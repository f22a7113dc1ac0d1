package dev.drover.pipeline;

import dev.drover.ClusterId;
import dev.drover.ClusterSpec;
import dev.drover.DroverException;
import dev.drover.JobTarget;
import dev.drover.Location;
import java.time.Duration;

/** Where the steps of a pipeline run. Immutable. */
public sealed interface PipelineTarget {

    /** In one line, for people. */
    String summary();

    /** A cluster that is there and stays. */
    static PipelineTarget cluster(ClusterId cluster) {
        return new Existing(cluster);
    }

    /** Where single jobs run too. */
    static PipelineTarget of(JobTarget target) {
        if (target instanceof JobTarget.Cluster there) {
            return cluster(there.id());
        }
        return target instanceof JobTarget.Declared declared
                ? new Declared(declared.name())
                : pool(((JobTarget.Pool) target).name());
    }

    /** The pool that was declared under a name. */
    static PipelineTarget pool(String name) {
        return new Pool(name);
    }

    /** A cluster that is made for the run and ended after it, however it ends. */
    static PipelineTarget newCluster(String where, ClusterSpec spec, Duration ready) {
        return new NewCluster(Location.parse(where), spec, ready);
    }

    /** A cluster that is there and stays. */
    record Existing(ClusterId cluster) implements PipelineTarget {
        @Override
        public String summary() {
            return "cluster " + cluster;
        }
    }

    /**
     * A cluster that was declared under a name, in {@code drover.yaml} or by {@link dev.drover.Drover.Builder#cluster}; it must
     * have been made, and stays.
     */
    record Declared(String name) implements PipelineTarget {
        @Override
        public String summary() {
            return "cluster " + name;
        }
    }

    /**
     * The pool that was declared under a name, in {@code drover.yaml} or by {@link dev.drover.Drover.Builder#pool}. Each step
     * is routed by itself.
     */
    record Pool(String name) implements PipelineTarget {
        @Override
        public String summary() {
            return "pool " + name;
        }
    }

    /**
     * A cluster that is made when the first step is to run, and ended when the run ends: with success, with a failure, when it
     * is cancelled, or when its time is over. If the process dies, whoever resumes the run finds the cluster by its key and ends
     * it then; an idle timeout in the spec covers the case that nobody does.
     *
     * @param ready how long it may take to become ready; above zero
     */
    record NewCluster(Location where, ClusterSpec spec, Duration ready) implements PipelineTarget {
        public NewCluster {
            if (ready.isNegative() || ready.isZero()) {
                throw DroverException.invalid("The time to become ready must be above zero, not " + ready + ".");
            }
        }

        @Override
        public String summary() {
            return "a new cluster at " + where;
        }
    }
}
