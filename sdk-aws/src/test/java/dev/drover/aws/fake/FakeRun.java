package dev.drover.aws.fake;

import dev.drover.testkit.spark.SparkMachine;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** A job run of a fake EMR. Guarded by the service that it belongs to. */
final class FakeRun {

    /** Where it stands, in no service's words. */
    enum Phase {
        QUEUED,
        RUNNING,
        CANCELLING,
        SUCCEEDED,
        FAILED,
        CANCELLED;

        boolean ended() {
            return this == SUCCEEDED || this == FAILED || this == CANCELLED;
        }
    }

    final String cluster;
    final String id;
    final JsonNode request;
    final Instant createdAt = Instant.now();
    private final Optional<SparkMachine.Run> process;
    /** Asked for once: each asking completes by another thread, a while later. */
    private final Optional<CompletableFuture<Integer>> exit;

    private Phase phase = Phase.QUEUED;
    private Optional<Instant> endedAt = Optional.empty();
    /** What the service says instead of its word for the phase. */
    Optional<String> word = Optional.empty();

    FakeRun(String cluster, String id, JsonNode request, Optional<SparkMachine.Run> process) {
        this.cluster = cluster;
        this.id = id;
        this.request = request;
        this.process = process;
        this.exit = process.map(SparkMachine.Run::ended);
    }

    Phase phase() {
        return phase;
    }

    Optional<Instant> endedAt() {
        return endedAt;
    }

    Optional<String> text(String field) {
        return request.field(field).map(JsonNode::text);
    }

    /** Looks at the process. It is the logs that go first. */
    void refresh(LogUpload logs) {
        if (phase.ended() || process.isEmpty()) {
            return;
        }
        SparkMachine.Run run = process.get();
        boolean over = exit.orElseThrow().isDone();
        logs.put(this, "stdout", run.stdout());
        logs.put(this, "stderr", run.stderr());
        if (over) {
            int code = exit.orElseThrow().join();
            end(phase == Phase.CANCELLING ? Phase.CANCELLED : code == 0 ? Phase.SUCCEEDED : Phase.FAILED);
        } else if (phase == Phase.QUEUED) {
            phase = Phase.RUNNING;
        }
    }

    void cancel() {
        phase = Phase.CANCELLING;
        process.ifPresentOrElse(SparkMachine.Run::kill, () -> end(Phase.CANCELLED));
    }

    void end(Phase how) {
        phase = how;
        endedAt = Optional.of(Instant.now());
    }

    /** Where logs go. */
    @FunctionalInterface
    interface LogUpload {
        void put(FakeRun run, String stream, byte[] text);
    }
}
