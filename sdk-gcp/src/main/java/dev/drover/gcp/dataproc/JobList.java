package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.Job;
import com.google.cloud.dataproc.v1.ListJobsRequest.JobStateMatcher;
import com.google.cloud.dataproc.v1.ListJobsResponse;
import dev.drover.spi.CallContext;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the jobs of clusters in few calls. A page of a list and a single job cost the same, one call of 7,500 a minute
 * (<a href="https://cloud.google.com/dataproc/quotas">Google: quotas</a>). In what order jobs are listed is not told.
 */
final class JobList {
    private final JobApi api;

    JobList(JobApi api) {
        this.api = api;
    }

    /**
     * Those of some jobs that Dataproc knows on a cluster. First from pages of the active ones, which are few, but never more
     * pages than there would be calls one by one; then from pages of those that have ended, as long as each brings more
     * than one; the rest one by one.
     */
    Map<String, Job> find(String cluster, Set<String> ids, CallContext context) {
        Map<String, Job> found = new LinkedHashMap<>();
        Set<String> missing = new HashSet<>(ids);
        if (readPages(cluster, JobStateMatcher.ACTIVE, 0, missing, found, context)) {
            readPages(cluster, JobStateMatcher.NON_ACTIVE, 2, missing, found, context);
        }
        for (String id : missing) {
            api.get(id, context)
                    .filter(job -> job.getPlacement().getClusterName().equals(cluster))
                    .ifPresent(job -> found.put(id, job));
        }
        return found;
    }

    /** Reads all jobs of a cluster, or all active ones, page by page. */
    void read(String cluster, JobStateMatcher which, Consumer<Job> reader, CallContext context) {
        String token = "";
        do {
            ListJobsResponse page = api.list(cluster, which, token, context);
            page.getJobsList().forEach(reader);
            token = page.getNextPageToken();
        } while (!token.isEmpty());
    }

    /**
     * Goes on while it is worth it.
     *
     * @param least how many jobs each page has to bring
     * @return whether the list was read to its end
     */
    private boolean readPages(
            String cluster,
            JobStateMatcher which,
            int least,
            Set<String> missing,
            Map<String, Job> found,
            CallContext context) {
        String token = "";
        int most = missing.size();
        for (int pages = 0; missing.size() > 1 && pages < most; pages++) {
            ListJobsResponse page = api.list(cluster, which, token, context);
            int before = missing.size();
            for (Job job : page.getJobsList()) {
                String id = job.getReference().getJobId();
                if (missing.remove(id)) {
                    found.put(id, job);
                }
            }
            token = page.getNextPageToken();
            if (token.isEmpty()) {
                return true;
            }
            if (before - missing.size() < least) {
                return false;
            }
        }
        return false;
    }
}
