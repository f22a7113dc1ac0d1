package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.CancelJobRequest;
import com.google.cloud.dataproc.v1.GetJobRequest;
import com.google.cloud.dataproc.v1.Job;
import com.google.cloud.dataproc.v1.JobControllerClient;
import com.google.cloud.dataproc.v1.JobControllerSettings;
import com.google.cloud.dataproc.v1.ListJobsRequest;
import com.google.cloud.dataproc.v1.ListJobsRequest.JobStateMatcher;
import com.google.cloud.dataproc.v1.ListJobsResponse;
import com.google.cloud.dataproc.v1.SubmitJobRequest;
import dev.drover.gcp.internal.GcpCalls;
import dev.drover.gcp.internal.Rpc;
import dev.drover.spi.CallContext;
import dev.drover.spi.Existing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Dataproc's operations on jobs that Drover uses, each one native call
 * (<a href="https://cloud.google.com/dataproc/docs/reference/rpc/google.cloud.dataproc.v1#jobcontroller">Google: JobController</a>).
 */
final class JobApi implements AutoCloseable {
    /** Enough for all that usually runs on one cluster, and some megabytes at most. */
    private static final int PAGE = 200;

    private final Rpc rpc;
    private final GcpCalls calls;
    private final Place place;
    private final JobControllerClient client;

    JobApi(Place place, Rpc rpc, GcpCalls calls) {
        this.place = place;
        this.rpc = rpc;
        this.calls = calls;
        JobControllerSettings.Builder settings = JobControllerSettings.newBuilder();
        rpc.prepare(settings);
        try {
            client = JobControllerClient.create(settings.build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Submits a job. A repeat of the same request is answered with what was accepted before; any other request for the same
     * job is refused as long as there is that job.
     *
     * @param requestId of its own for each request, at most 40 letters and digits
     */
    Job submit(Job job, String requestId, CallContext context) {
        SubmitJobRequest request = SubmitJobRequest.newBuilder()
                .setProjectId(place.project())
                .setRegion(place.region())
                .setRequestId(requestId)
                .setJob(job)
                .build();
        return calls.keyed("SubmitJob", context, left -> rpc.call(client.submitJobCallable(), request, left));
    }

    /** Empty if Dataproc knows no such job. */
    Optional<Job> get(String id, CallContext context) {
        GetJobRequest request = GetJobRequest.newBuilder()
                .setProjectId(place.project())
                .setRegion(place.region())
                .setJobId(id)
                .build();
        return Existing.of(
                () -> calls.read("GetJob", context, left -> rpc.call(client.getJobCallable(), request, left)));
    }

    /** @param token of the page; empty for the first */
    ListJobsResponse list(String cluster, JobStateMatcher which, String token, CallContext context) {
        ListJobsRequest request = ListJobsRequest.newBuilder()
                .setProjectId(place.project())
                .setRegion(place.region())
                .setClusterName(cluster)
                .setJobStateMatcher(which)
                .setPageSize(PAGE)
                .setPageToken(token)
                .build();
        return calls.read("ListJobs", context, left -> rpc.call(client.listJobsCallable(), request, left));
    }

    Job cancel(String id, CallContext context) {
        CancelJobRequest request = CancelJobRequest.newBuilder()
                .setProjectId(place.project())
                .setRegion(place.region())
                .setJobId(id)
                .build();
        return calls.keyed("CancelJob", context, left -> rpc.call(client.cancelJobCallable(), request, left));
    }

    @Override
    public void close() {
        client.close();
    }
}
