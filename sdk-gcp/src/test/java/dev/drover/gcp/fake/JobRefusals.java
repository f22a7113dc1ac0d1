package dev.drover.gcp.fake;

import com.google.cloud.dataproc.v1.ClusterStatus;
import com.google.cloud.dataproc.v1.Job;
import com.google.cloud.dataproc.v1.SubmitJobRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** What Dataproc refuses, and in which words. */
final class JobRefusals {
    private static final Set<ClusterStatus.State> OPEN =
            EnumSet.of(ClusterStatus.State.CREATING, ClusterStatus.State.RUNNING, ClusterStatus.State.UPDATING);

    private JobRefusals() {}

    static void check(SubmitJobRequest request, JobClusters clusters) {
        Job job = request.getJob();
        if (!request.getRequestId().matches("[A-Za-z0-9_-]{0,40}")) {
            throw invalid("Invalid request id '" + request.getRequestId() + "'");
        }
        if (!job.getReference().getJobId().matches("[A-Za-z0-9_-]{1,100}")) {
            throw invalid("Invalid resource field value in the request: job id '"
                    + job.getReference().getJobId() + "' must match pattern [a-zA-Z0-9_-]{1,100}");
        }
        job.getLabelsMap().forEach(JobRefusals::checkLabel);
        if (job.getLabelsCount() > 32) {
            throw invalid("Too many labels");
        }
        if (job.getTypeJobCase() == Job.TypeJobCase.TYPEJOB_NOT_SET) {
            throw invalid("Type of job must be specified");
        }
        checkCluster(request, clusters);
    }

    private static void checkCluster(SubmitJobRequest request, JobClusters clusters) {
        String name = request.getJob().getPlacement().getClusterName();
        JobClusters.Home home = clusters.find(name)
                .orElseThrow(() -> unknown("Cluster projects/" + request.getProjectId() + "/regions/"
                        + request.getRegion() + "/clusters/" + name));
        if (!OPEN.contains(home.state())) {
            throw precondition("Cluster '" + name + "' is in state " + home.state() + " and cannot accept jobs.");
        }
    }

    private static void checkLabel(String name, String value) {
        if (!name.matches("[a-z][a-z0-9_-]{0,62}") || !value.matches("[a-z0-9_-]{0,63}")) {
            throw invalid("Invalid label " + Map.of(name, value));
        }
    }

    static StatusRuntimeException invalid(String message) {
        return Status.INVALID_ARGUMENT.withDescription(message).asRuntimeException();
    }

    static StatusRuntimeException unknown(String what) {
        return Status.NOT_FOUND.withDescription("Not found: " + what).asRuntimeException();
    }

    static StatusRuntimeException precondition(String message) {
        return Status.FAILED_PRECONDITION.withDescription(message).asRuntimeException();
    }

    static StatusRuntimeException exists(String what) {
        return Status.ALREADY_EXISTS
                .withDescription("Already exists: Failed to submit job: " + what)
                .asRuntimeException();
    }
}
