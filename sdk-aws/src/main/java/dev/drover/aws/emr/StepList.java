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
        Pages pages = pages(cluster, context);
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
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            if (ids.size() == 1) {
                return List.of();
            }
            // One unknown id spoils the answer for all of them.
            int half = ids.size() / 2;
            List<StepSummary> found = new ArrayList<>(byId(cluster, ids.subList(0, half), context));
            found.addAll(byId(cluster, ids.subList(half, ids.size()), context));
            return found;
        }
    }

    /** The pages of a cluster, newest steps first. */
    Pages pages(String cluster, CallContext context) {
        return new Pages(cluster, List.of(), context);
    }

    /** The pages of steps in some states; their order is not told. */
    Pages pages(String cluster, List<String> states, CallContext context) {
        return new Pages(cluster, states, context);
    }

    /** Goes from page to page. */
    final class Pages {
        private final String cluster;
        private final List<String> states;
        private final CallContext context;
        private @Nullable String marker;
        private boolean more = true;

        private Pages(String cluster, List<String> states, CallContext context) {
            this.cluster = cluster;
            this.states = states;
            this.context = context;
        }

        boolean hasNext() {
            return more;
        }

        List<StepSummary> next() {
            ListStepsRequest.Builder request =
                    ListStepsRequest.builder().clusterId(cluster).marker(marker);
            if (!states.isEmpty()) {
                request.stepStatesWithStrings(states);
            }
            ListStepsResponse page = api.listSteps(request, context);
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
