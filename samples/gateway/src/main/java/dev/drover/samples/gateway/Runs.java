package dev.drover.samples.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.JobQuery;
import dev.drover.JobStatus;
import dev.drover.PartialResult;
import dev.drover.routing.ClusterPool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The runs on the clusters of the pool, by the ids that users know. Safe for use by many threads. */
final class Runs {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Drover drover;
    private final ClusterPool pool;
    private final Clusters clusters;

    Runs(Drover drover, ClusterPool pool, Clusters clusters) {
        this.drover = drover;
        this.pool = pool;
        this.clusters = clusters;
    }

    /**
     * A run of the user's, or of anybody's for an administrator.
     *
     * @throws HttpProblem 404 if the text is no id of a run here, 403 if it is somebody else's; neither says whether there
     *     is such a run
     */
    JobHandle of(String text, User user) {
        SubmissionId id = SubmissionId.parse(text)
                .orElseThrow(() -> HttpProblem.notFound("'" + text + "' is not the id of a submission."));
        if (!id.belongsTo(user) && !user.admin()) {
            throw new HttpProblem(403, "PERMISSION_DENIED", "The submission " + id + " is not yours.");
        }
        ClusterId cluster = clusters.named(id.cluster())
                .orElseThrow(() -> HttpProblem.notFound("There is no cluster '" + id.cluster() + "' here."));
        return drover.job(cluster.job(id.run()));
    }

    /** Empty for a run on a cluster that has left the pool, or with a name that is not of the gateway's making. */
    Optional<SubmissionId> idOf(JobId job) {
        return clusters.nameOf(job.cluster()).flatMap(cluster -> SubmissionId.parse(cluster + "." + job.nativeId()));
    }

    /** The newest runs that match, on all clusters that answer. */
    PartialResult<ClusterId, List<JobStatus>> list(JobQuery query) {
        return pool.list(query, PATIENCE);
    }

    /** What is known of a run, for its user. */
    static ObjectNode json(SubmissionId id, JobStatus status) {
        ObjectNode json = Json.object()
                .put("submissionId", id.toString())
                .put("cluster", id.cluster())
                .put("user", id.owner())
                .put("state", status.state().name())
                .put("nativeState", status.nativeState());
        status.detail().ifPresent(detail -> json.put("detail", detail));
        status.exitCode().ifPresent(code -> json.put("exitCode", code));
        status.submittedAt().ifPresent(time -> json.put("submittedAt", time.toString()));
        status.endedAt().ifPresent(time -> json.put("endedAt", time.toString()));
        return json;
    }

    /** Who did not answer, and why. */
    void tell(Map<ClusterId, DroverException> failed, ObjectNode json) {
        ArrayNode all = json.put("complete", failed.isEmpty()).putArray("failedClusters");
        failed.forEach((cluster, why) -> all.addObject()
                .put("cluster", clusters.nameOf(cluster).orElseGet(cluster::toString))
                .put("code", why.code().name())
                .put("message", why.getMessage()));
    }
}
