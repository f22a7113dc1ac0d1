package dev.drover.samples.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.ClusterId;
import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.JobLogs;
import dev.drover.JobQuery;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.PartialResult;
import dev.drover.RequestKey;
import dev.drover.RootCause;
import dev.drover.SubmitOptions;
import dev.drover.routing.ClusterPool;
import dev.drover.routing.Requirement;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** {@code /spark}: jobs are submitted, looked at and ended. */
final class Submissions {
    private static final int MOST_BYTES = 1 << 20;
    private static final Duration DIAGNOSIS = Duration.ofSeconds(10);
    /** What cannot be settled while the caller waits goes on with his next request. */
    private static final SubmitOptions SOON =
            SubmitOptions.builder().timeout(Duration.ofSeconds(20)).build();

    private final ClusterPool pool;
    private final Runs runs;

    Submissions(ClusterPool pool, Runs runs) {
        this.pool = pool;
        this.runs = runs;
    }

    /** Once for each user and Idempotency-Key, however often it is sent and to whichever instance of the gateway. */
    Reply submit(Call call) throws IOException {
        SubmissionRequest request = SubmissionRequest.read(call.body(MOST_BYTES), call.user());
        String chosen =
                call.header("Idempotency-Key").orElseGet(() -> UUID.randomUUID().toString());
        RequestKey key = RequestKey.of(call.user().name(), chosen);
        ClusterPool fit = request.sparkVersion()
                .map(version -> pool.requiring(Requirement.sparkVersion(version)))
                .orElse(pool);
        JobHandle job = fit.submit(request.job(), key, SOON);
        SubmissionId id = runs.idOf(job.id())
                .orElseThrow(() -> HttpProblem.notFound(
                        "This was submitted before, to " + job.id().cluster() + ", which has left the gateway."));
        ObjectNode json = Json.object()
                .put("submissionId", id.toString())
                .put("cluster", id.cluster())
                .put("started", job.started());
        return Reply.json(job.started() ? 201 : 200, json).with("Location", "/spark/" + id);
    }

    Reply status(Call call) {
        JobHandle job = job(call);
        return Reply.json(200, Runs.json(id(job), job.status()));
    }

    /** The same for people, with the reason if it has failed. */
    Reply describe(Call call) {
        JobHandle job = job(call);
        JobStatus status = job.status();
        StringBuilder text = new StringBuilder();
        Runs.json(id(job), status)
                .properties()
                .forEach(each -> line(text, each.getKey(), each.getValue().asText()));
        line(text, "run", job.id().toString());
        if (status.state() == JobState.FAILED || status.state() == JobState.LOST) {
            RootCause cause = job.diagnose(DIAGNOSIS);
            line(text, "cause", cause.summary());
            cause.lines().forEach(each -> line(text, "", each));
        }
        return Reply.text(text.toString());
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("%-14s%s%n", name, value));
    }

    /** Where its driver can be looked at. */
    Reply driver(Call call) {
        JobHandle job = job(call);
        JobStatus status = job.status();
        ObjectNode json = Json.object()
                .put("submissionId", id(job).toString())
                .put("state", status.state().name());
        status.submittedAt().ifPresent(time -> json.put("submittedAt", time.toString()));
        ArrayNode logs = json.putArray("logs");
        job.logs().sources().stream().map(JobLogs.Source::name).forEach(logs::add);
        ArrayNode metrics = json.putArray("metrics");
        job.metrics()
                .forEach(target -> metrics.addObject()
                        .put("role", target.role())
                        .put("uri", target.uri().toString()));
        return Reply.json(200, json);
    }

    Reply delete(Call call) {
        JobHandle job = job(call);
        job.cancel();
        return Reply.json(200, Json.object().put("submissionId", id(job).toString()));
    }

    Reply mine(Call call) {
        return list(call, id -> id.belongsTo(call.user()));
    }

    Reply all(Call call) {
        return list(call, id -> true);
    }

    private Reply list(Call call, Predicate<SubmissionId> wanted) {
        JobQuery.Builder query = JobQuery.builder().limit(JobQuery.MOST);
        if (call.parameter("active").filter("true"::equals).isPresent()) {
            query.activeOnly();
        }
        PartialResult<ClusterId, List<JobStatus>> result = runs.list(query.build());
        ObjectNode json = Json.object();
        ArrayNode all = json.putArray("submissions");
        for (JobStatus status : result.found()) {
            Optional<SubmissionId> id = runs.idOf(status.id()).filter(wanted);
            id.ifPresent(found -> all.add(Runs.json(found, status)));
        }
        // The newest of everybody's were looked through.
        json.put("truncated", result.found().size() == JobQuery.MOST);
        runs.tell(result.failed(), json);
        return Reply.json(200, json);
    }

    private JobHandle job(Call call) {
        return runs.of(call.segment("id"), call.user());
    }

    private SubmissionId id(JobHandle job) {
        JobId id = job.id();
        return runs.idOf(id).orElseThrow(() -> HttpProblem.notFound("There is no submission " + id + " here."));
    }
}
