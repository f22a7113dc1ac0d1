package dev.drover.gcp.fake;

import com.google.cloud.dataproc.v1.Job;
import com.google.cloud.dataproc.v1.JobStatus.State;
import com.google.cloud.dataproc.v1.ListJobsRequest;
import com.google.cloud.dataproc.v1.ListJobsRequest.JobStateMatcher;
import java.util.EnumSet;
import java.util.Set;

/** Which jobs a list shows: by cluster, by state, and by filters like {@code status.state = ACTIVE AND labels.env = test}. */
final class JobFilter {
    private static final Set<State> ENDED = EnumSet.of(State.CANCELLED, State.DONE, State.ERROR);

    private JobFilter() {}

    static boolean ended(Job job) {
        return ENDED.contains(job.getStatus().getState());
    }

    static boolean matches(ListJobsRequest request, Job job) {
        boolean here = request.getClusterName().isEmpty()
                || request.getClusterName().equals(job.getPlacement().getClusterName());
        return here
                && (request.getFilter().isBlank()
                        ? matches(request.getJobStateMatcher(), job)
                        : matches(request.getFilter(), job));
    }

    private static boolean matches(JobStateMatcher matcher, Job job) {
        return switch (matcher) {
            case ALL -> true;
            case ACTIVE -> !ended(job);
            case NON_ACTIVE -> ended(job);
            case UNRECOGNIZED -> throw JobRefusals.invalid("Unknown job state matcher");
        };
    }

    private static boolean matches(String filter, Job job) {
        for (String term : filter.split(" AND ", -1)) {
            String[] sides = term.split("=", -1);
            if (sides.length != 2) {
                throw JobRefusals.invalid("Invalid list filter: '" + filter + "'");
            }
            String field = sides[0].strip();
            String value = sides[1].strip();
            boolean holds;
            if (field.equals("status.state") && Set.of("ACTIVE", "NON_ACTIVE").contains(value)) {
                holds = ended(job) == value.equals("NON_ACTIVE");
            } else if (field.startsWith("labels.")) {
                String label = field.substring("labels.".length());
                holds = job.containsLabels(label) && (value.equals("*") || value.equals(job.getLabelsOrThrow(label)));
            } else {
                throw JobRefusals.invalid("Invalid field in list filter: '" + term + "'");
            }
            if (!holds) {
                return false;
            }
        }
        return true;
    }
}
