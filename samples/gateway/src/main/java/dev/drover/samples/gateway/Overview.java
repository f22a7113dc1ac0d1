package dev.drover.samples.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.ClusterId;
import dev.drover.JobQuery;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.PartialResult;
import dev.drover.routing.Candidate;
import dev.drover.routing.ClusterPool;
import dev.drover.routing.Health;
import java.util.List;

/** {@code /clusters}: how the clusters stand, and their owner's hand on them. */
final class Overview {
    private final ClusterPool pool;
    private final Clusters clusters;
    private final Runs runs;

    Overview(ClusterPool pool, Clusters clusters, Runs runs) {
        this.pool = pool;
        this.clusters = clusters;
        this.runs = runs;
    }

    /** Weights, health, and how many jobs run and wait, everybody's counted. */
    Reply show(Call call) {
        PartialResult<ClusterId, List<JobStatus>> active =
                runs.list(JobQuery.builder().activeOnly().limit(JobQuery.MOST).build());
        ObjectNode json = Json.object();
        json.putObject("user")
                .put("name", call.user().name())
                .put("admin", call.user().admin());
        ArrayNode all = json.putArray("clusters");
        for (Candidate candidate : pool.candidates()) {
            all.add(cluster(candidate, active));
        }
        runs.tell(active.failed(), json);
        return Reply.json(200, json);
    }

    private ObjectNode cluster(Candidate candidate, PartialResult<ClusterId, List<JobStatus>> active) {
        ClusterId id = candidate.cluster();
        ObjectNode json = Json.object()
                .put("id", clusters.nameOf(id).orElseThrow())
                .put("cluster", id.toString())
                .put("weight", candidate.weight())
                .put("up", candidate.health() instanceof Health.Up);
        if (candidate.health() instanceof Health.Down down) {
            json.put("reason", down.reason());
        }
        candidate.sparkVersion().ifPresent(version -> json.put("sparkVersion", version));
        ArrayNode queues = json.putArray("queues");
        candidate.queues().stream().sorted().forEach(queues::add);
        json.put("answers", !active.failed().containsKey(id));
        json.put("running", count(active, id, JobState.RUNNING));
        json.put("queued", count(active, id, JobState.QUEUED));
        return json;
    }

    private static long count(PartialResult<ClusterId, List<JobStatus>> active, ClusterId cluster, JobState state) {
        return active.found().stream()
                .filter(status -> status.id().cluster().equals(cluster) && status.state() == state)
                .count();
    }

    Reply drain(Call call) {
        pool.drain(named(call));
        return Reply.json(200, Json.object().put("drained", true));
    }

    Reply resume(Call call) {
        pool.resume(named(call));
        return Reply.json(200, Json.object().put("drained", false));
    }

    private ClusterId named(Call call) {
        String name = call.segment("id");
        return clusters.named(name).orElseThrow(() -> HttpProblem.notFound("There is no cluster '" + name + "' here."));
    }
}
