package dev.drover.standalone.local;

import dev.drover.ClusterPlan;
import dev.drover.ClusterSpec;
import dev.drover.bootstrap.BootstrapAction;
import java.util.ArrayList;
import java.util.List;

/** Says in words what a spec becomes. */
final class LocalPlan {
    private LocalPlan() {}

    static ClusterPlan of(ClusterSpec spec, LocalOptions options, List<String> problems) {
        List<String> creates = new ArrayList<>();
        creates.add("a folder in " + options.runs() + ", removed when the cluster ends");
        creates.add("a Spark master" + version(spec, options) + " as a child process of this JVM, listening on"
                + " 127.0.0.1 only");
        for (BootstrapAction action : spec.bootstrapActions()) {
            creates.add("one run of bootstrap action " + action.name() + " on this machine");
        }
        creates.add(spec.workers() + (spec.workers() == 1 ? " worker" : " workers") + " of " + spec.worker()
                + (spec.workers() == 1 ? "" : " each") + ", as child processes of this JVM");
        if (spec.shuffleService()) {
            creates.add("one external shuffle service for all workers, in one of them; Spark lets it listen on all"
                    + " addresses, and it asks for the cluster's secret");
        }
        List<String> limits = new ArrayList<>();
        limits.add("the cluster ends when this Drover is closed and when this JVM ends, however it ends");
        spec.idleTimeout()
                .ifPresent(
                        limit -> limits.add("this JVM ends it after " + limit + " without drivers and applications"));
        spec.maxAge().ifPresent(limit -> limits.add("this JVM ends it at the age of " + limit));
        return new ClusterPlan(creates, limits, problems);
    }

    private static String version(ClusterSpec spec, LocalOptions options) {
        return spec.sparkVersion()
                .or(options::sparkVersion)
                .map(version -> " " + version)
                .orElse("");
    }
}
