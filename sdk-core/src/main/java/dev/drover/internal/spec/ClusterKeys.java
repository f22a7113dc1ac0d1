package dev.drover.internal.spec;

import dev.drover.ClusterSpec;
import dev.drover.Resources;
import dev.drover.Scaling;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kind;
import dev.drover.spi.settings.Kinds;

/** The keys of {@link ClusterSpec}. */
public final class ClusterKeys {
    private static final int MOST_WORKERS = 10_000;
    private static final ClusterSpec DEFAULT = ClusterSpec.builder().build();

    private ClusterKeys() {}

    /** As a value. */
    public static Kind<ClusterSpec> kind() {
        return keys().kind();
    }

    private static final class Draft {
        private final ClusterSpec.Builder spec = ClusterSpec.builder();
        private int workers = DEFAULT.workers();
        private Resources worker = DEFAULT.worker();

        ClusterSpec build() {
            return spec.workers(workers, worker).build();
        }
    }

    private static Keys<ClusterSpec> keys() {
        return Keys.of(Draft::new, Draft::build)
                .key(
                        "workers",
                        Kinds.integer(1, MOST_WORKERS),
                        "How many workers; by default " + DEFAULT.workers() + ".",
                        (draft, count) -> draft.workers = count)
                .key(
                        "worker",
                        SpecKinds.resources(),
                        "What each worker offers to jobs; by default " + DEFAULT.worker() + ".",
                        (draft, each) -> draft.worker = each)
                .key(
                        "sparkVersion",
                        Kinds.matching("a Spark version, such as '4.2.0'", "\\d+\\.\\d+\\.\\d+(?:[.-][A-Za-z0-9.]+)?"),
                        "The version of Spark; by default the provider's newest.",
                        (draft, version) -> draft.spec.sparkVersion(version))
                .key(
                        "release",
                        Kinds.matching("a release, such as emr-7.2.0", "[A-Za-z0-9][A-Za-z0-9._-]{0,99}"),
                        "The platform's release, which says the versions of everything.",
                        (draft, label) -> draft.spec.release(label))
                .key(
                        "conf",
                        SpecKinds.sparkProperties(),
                        "Spark properties of every job that does not set them itself.",
                        (draft, all) -> all.forEach(draft.spec::conf))
                .key(
                        "bootstrap",
                        Kinds.list(BootstrapKeys.kind()),
                        "Scripts that run on the machines before the workers start, in this order.",
                        (draft, actions) -> actions.forEach(draft.spec::bootstrap))
                .key(
                        "idleTimeout",
                        Kinds.duration(),
                        "Ends the cluster after this time without jobs; by default it stays.",
                        (draft, limit) -> draft.spec.idleTimeout(limit))
                .key(
                        "maxAge",
                        Kinds.duration(),
                        "Ends the cluster at this age, whatever it does; by default it stays.",
                        (draft, limit) -> draft.spec.maxAge(limit))
                .key(
                        "shuffleService",
                        Kinds.yesOrNo(),
                        "Whether each worker runs Spark's external shuffle service; by default false.",
                        (draft, on) -> draft.spec.shuffleService(on))
                .key(
                        "labels",
                        SpecKinds.labels(),
                        "Label the cluster, where the platform keeps labels.",
                        (draft, all) -> all.forEach(draft.spec::label))
                .key(
                        "master",
                        NodeGroupKeys.kind(),
                        "The machine of the master; by default the provider's choice.",
                        (draft, nodes) -> draft.spec.master(nodes))
                .key(
                        "workerNodes",
                        NodeGroupKeys.kind(),
                        "The machines of the workers; by default the smallest that offer what 'worker' says.",
                        (draft, nodes) -> draft.spec.workerNodes(nodes))
                .key(
                        "gateway",
                        NodeGroupKeys.kind(),
                        "A machine from which people submit; by default none.",
                        (draft, nodes) -> draft.spec.gateway(nodes))
                .key(
                        "scaling",
                        Range.keys().kind(),
                        "Lets the platform change the number of workers with the load.",
                        (draft, range) -> draft.spec.scaling(range))
                .key(
                        "logs",
                        SpecKinds.storageUri(),
                        "Where the platform archives logs; by default the provider's choice.",
                        (draft, prefix) -> draft.spec.logs(prefix))
                .atMostOneOf("sparkVersion", "release")
                .end();
    }

    private static final class Range {
        private int min;
        private int max;

        static Keys<Scaling> keys() {
            return Keys.of(Range::new, range -> Scaling.between(range.min, range.max))
                    .required(
                            "min",
                            Kinds.integer(1, MOST_WORKERS),
                            "How many workers there are at least.",
                            (range, workers) -> range.min = workers)
                    .required(
                            "max",
                            Kinds.integer(1, MOST_WORKERS),
                            "How many there are at most.",
                            (range, workers) -> range.max = workers)
                    .end();
        }
    }
}
