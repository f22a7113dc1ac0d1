package dev.drover.aws.emrserverless;

import dev.drover.ClusterPlan;
import dev.drover.ClusterSpec;
import dev.drover.DroverException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.emrserverless.model.CreateApplicationRequest;

/** Says what a spec becomes. */
final class ApplicationPlan {
    /** AWS's own, for an application that does not say its own. */
    private static final int USUAL_IDLE_MINUTES = 15;

    private ApplicationPlan() {}

    static ClusterPlan of(ClusterSpec spec, EmrServerlessOptions options) {
        CreateApplicationRequest request;
        try {
            request = ApplicationRequest.of(spec, options).build();
        } catch (DroverException e) {
            return new ClusterPlan(List.of(), List.of(), List.of(e.getMessage()));
        }
        WorkerSize size = WorkerSize.offering(spec.worker());
        List<String> creates = new ArrayList<>();
        List<ClusterPlan.Item> items = new ArrayList<>();
        creates.add("an application for Spark, release " + request.releaseLabel() + ", which costs nothing by itself"
                + spec.scaling()
                        .map(range -> ", with room for " + range.maxWorkers() + " workers and a driver at most")
                        .orElse(""));
        items.add(new ClusterPlan.Item(
                "application", 1, Map.of("release", request.releaseLabel(), "type", request.type())));
        creates.add(spec.workers() + 1 + " workers of " + size.cpu() + " and " + size.memory()
                + ", one for a driver, which are there and are paid for while the application is started");
        items.add(
                new ClusterPlan.Item("worker", spec.workers() + 1, Map.of("cpu", size.cpu(), "memory", size.memory())));
        spec.customizers().forEach(each -> creates.add("changed: " + each.label()));
        String idle = ApplicationRequest.idleMinutes(spec).orElse(USUAL_IDLE_MINUTES) + " minutes";
        return new ClusterPlan(
                creates,
                List.of("AWS stops it after " + idle + " without jobs, and starts it for the next one;"
                        + " it is there until it is terminated"),
                List.of(),
                items);
    }
}
