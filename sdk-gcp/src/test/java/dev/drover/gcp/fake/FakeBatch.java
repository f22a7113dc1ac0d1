package dev.drover.gcp.fake;

import com.google.cloud.dataproc.v1.Batch;
import com.google.cloud.dataproc.v1.Batch.State;
import com.google.cloud.dataproc.v1.Batch.StateHistory;
import com.google.cloud.dataproc.v1.CreateBatchRequest;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.drover.testkit.spark.SparkMachine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** One batch: its record, and the process that is its driver. Guarded by the service that it belongs to. */
final class FakeBatch {
    /** The series goes on in another object when one has grown so far. */
    private static final int PART = 8_192;

    final CreateBatchRequest request;
    private final Optional<SparkMachine.Run> process;
    /** Asked for once: each asking completes by another thread, a while later. */
    private final Optional<CompletableFuture<Integer>> exit;

    private final Batch.Builder record;

    FakeBatch(CreateBatchRequest request, Optional<SparkMachine.Run> process, String bucket) {
        this.request = request;
        this.process = process;
        this.exit = process.map(SparkMachine.Run::ended);
        String uuid = UUID.randomUUID().toString();
        record = request.getBatch().toBuilder()
                .setName(request.getParent() + "/batches/" + request.getBatchId())
                .setUuid(uuid)
                .setCreateTime(now())
                .setState(State.PENDING)
                .setStateTime(now())
                .setOperation(request.getParent().replace("/locations/", "/regions/") + "/operations/" + uuid);
        record.getRuntimeInfoBuilder()
                .setOutputUri("gs://" + bucket + "/google-cloud-dataproc-metainfo/" + uuid + "/jobs/srvls-batch-" + uuid
                        + "/driveroutput");
    }

    private static Timestamp now() {
        return Timestamps.fromMillis(Instant.now().toEpochMilli());
    }

    Batch record() {
        return record.build();
    }

    boolean ended() {
        return switch (record.getState()) {
            case SUCCEEDED, FAILED, CANCELLED -> true;
            default -> false;
        };
    }

    /** Looks at the process. It is the output that goes first. */
    void refresh(FakeGcs gcs) {
        if (ended() || process.isEmpty()) {
            return;
        }
        boolean over = exit.orElseThrow().isDone();
        print(process.get().stdout(), over, gcs);
        if (!over) {
            if (record.getState() == State.PENDING) {
                move(State.RUNNING, "");
            }
        } else if (record.getState() == State.CANCELLING) {
            move(State.CANCELLED, "");
        } else if (exit.orElseThrow().join() == 0) {
            move(State.SUCCEEDED, "");
        } else {
            move(
                    State.FAILED,
                    "Job failed with message [driver exited]. Additional details can be found at:\n"
                            + record.getRuntimeInfo().getOutputUri());
        }
    }

    /**
     * Puts an output there, in parts.
     *
     * @param whole whether an empty part after them says that this is all
     */
    void print(byte[] all, boolean whole, FakeGcs gcs) {
        String[] uri = record.getRuntimeInfo()
                .getOutputUri()
                .substring("gs://".length())
                .split("/", 2);
        for (int part = 0; part * PART < all.length; part++) {
            byte[] bytes = Arrays.copyOfRange(all, part * PART, Math.min(all.length, (part + 1) * PART));
            gcs.put(uri[0], uri[1] + String.format(".%09d", part), bytes);
        }
        if (whole) {
            gcs.put(uri[0], uri[1] + String.format(".%09d", (all.length + PART - 1) / PART), new byte[0]);
        }
    }

    void print(String text, boolean whole, FakeGcs gcs) {
        print(text.getBytes(StandardCharsets.UTF_8), whole, gcs);
    }

    void move(State next, String message) {
        record.addStateHistory(StateHistory.newBuilder()
                .setState(record.getState())
                .setStateMessage(record.getStateMessage())
                .setStateStartTime(record.getStateTime()));
        record.setState(next).setStateMessage(message).setStateTime(now());
    }

    /** A state that no version of the API has a word for. */
    void say(int number) {
        record.setStateValue(number);
    }

    void hideOutput() {
        record.getRuntimeInfoBuilder().clearOutputUri();
    }

    void endedAt(Instant time) {
        record.setStateTime(Timestamps.fromMillis(time.toEpochMilli()));
    }

    void cancel() {
        move(State.CANCELLING, "");
        process.ifPresentOrElse(SparkMachine.Run::kill, () -> move(State.CANCELLED, ""));
    }
}
