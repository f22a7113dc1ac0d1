package dev.drover.aws.emr;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.spi.CallContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.emr.model.ListStepsRequest;
import software.amazon.awssdk.services.emr.model.ListStepsResponse;
import software.amazon.awssdk.services.emr.model.StepSummary;

/**
 * Reads the steps of clusters in as few calls as EMR allows: it lists 50 at a time, newest first, or up to 10 by id, and
 * shows the newest 1,000 of a cluster
 * (<a href="https://docs.aws.amazon.com/emr/latest/APIReference/API_ListSteps.html">EMR: ListSteps</a>).
 */
final class StepList {
    private static final int BY_ID = 10;

    private final EmrApi api;

    StepList(EmrApi api) {
        this.api = api;
    }

    /**
     * Those of some steps that EMR knows. Pages of the newest come first, as long as each brings more than asking by id
     * would; the rest is asked for by id.
     */
    Map<String, StepSummary> find(String cluster, Set<String> ids, CallContext context) {
        Map<String, StepSummary> found = new LinkedHashMap<>();
        Set<String> missing = new HashSet<>(ids);
        Pages pages = new Pages(cluster, context);
        boolean worthwhile = true;
        while (missing.size() > BY_ID && worthwhile && pages.hasNext()) {
            int before = missing.size();
            for (StepSummary step : pages.next()) {
                if (missing.remove(step.id())) {
                    found.put(step.id(), step);
                }
            }
            worthwhile = before - missing.size() > BY_ID;
        }
        List<String> rest = List.copyOf(missing);
        for (int from = 0; from < rest.size(); from += BY_ID) {
            byId(cluster, rest.subList(from, Math.min(rest.size(), from + BY_ID)), context)
                    .forEach(step -> found.put(step.id(), step));
        }
        return found;
    }

    Optional<StepSummary> find(String cluster, String id, CallContext context) {
        return byId(cluster, List.of(id), context).stream().findFirst();
    }

    private List<StepSummary> byId(String cluster, List<String> ids, CallContext context) {
        try {
            return api.listSteps(ListStepsRequest.builder().clusterId(cluster).stepIds(ids), context)
                    .steps();
        } catch (DroverException e) {
            // One unknown id spoils the answer for all of them.
            if (e.code() != ErrorCode.NOT_FOUND && e.code() != ErrorCode.INVALID_ARGUMENT) {
                throw e;
            }
            return walk(cluster, Set.copyOf(ids), context);
        }
    }

    private List<StepSummary> walk(String cluster, Set<String> ids, CallContext context) {
        List<StepSummary> found = new ArrayList<>();
        Pages pages = new Pages(cluster, context);
        while (found.size() < ids.size() && pages.hasNext()) {
            pages.next().stream().filter(step -> ids.contains(step.id())).forEach(found::add);
        }
        return found;
    }

    /** The pages of a cluster, newest steps first. */
    Pages pages(String cluster, CallContext context) {
        return new Pages(cluster, context);
    }

    /** Goes from page to page. */
    final class Pages {
        private final String cluster;
        private final CallContext context;
        private @Nullable String marker;
        private boolean more = true;

        private Pages(String cluster, CallContext context) {
            this.cluster = cluster;
            this.context = context;
        }

        boolean hasNext() {
            return more;
        }

        List<StepSummary> next() {
            ListStepsResponse page =
                    api.listSteps(ListStepsRequest.builder().clusterId(cluster).marker(marker), context);
            marker = page.marker();
            more = marker != null && !marker.isEmpty();
            return page.steps();
        }
    }

    /** When EMR accepted a step. */
    static Instant createdAt(StepSummary step) {
        return step.status().timeline().creationDateTime();
    }
}
