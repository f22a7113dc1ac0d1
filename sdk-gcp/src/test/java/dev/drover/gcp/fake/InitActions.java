package dev.drover.gcp.fake;

import com.google.cloud.dataproc.v1.NodeInitializationAction;
import dev.drover.testkit.spark.SparkMachine;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The initialization actions of one cluster, one after the other, as real processes on its primary. */
final class InitActions {
    private final SparkMachine machine;
    private final FakeGcs outputs;
    private final List<NodeInitializationAction> actions;
    private final String folder;
    private int next;
    private Optional<Current> current = Optional.empty();
    private Instant started = Instant.EPOCH;

    /** One that runs. Its end is asked for once: each asking takes a thread before it can tell. */
    private record Current(SparkMachine.Run run, CompletableFuture<Integer> exit) {}

    /** @param folder of a bucket, {@code gs://bucket/path/}, where their output goes */
    InitActions(SparkMachine machine, FakeGcs outputs, List<NodeInitializationAction> actions, String folder) {
        this.machine = machine;
        this.outputs = outputs;
        this.actions = actions;
        this.folder = folder;
    }

    /** Whether all have ended well. */
    boolean done() {
        return next == actions.size() && current.isEmpty();
    }

    /** Goes on; what has failed, in Dataproc's words. */
    Optional<String> look(Instant now) {
        if (current.isEmpty()) {
            if (next < actions.size()) {
                start(actions.get(next), now);
            }
            return Optional.empty();
        }
        NodeInitializationAction action = actions.get(next);
        SparkMachine.Run run = current.get().run();
        CompletableFuture<Integer> exit = current.get().exit();
        if (!exit.isDone()) {
            boolean late = Duration.between(started, now).toSeconds()
                    >= action.getExecutionTimeout().getSeconds();
            if (!late) {
                return Optional.empty();
            }
            run.kill();
            return failed("Initialization action timed out.", action, run);
        }
        if (exit.join() != 0) {
            return failed("Initialization action failed.", action, run);
        }
        current = Optional.empty();
        next++;
        return look(now);
    }

    private void start(NodeInitializationAction action, Instant now) {
        started = now;
        SparkMachine.Run run = machine.start(
                List.of(
                        "bash",
                        "-c",
                        "gcloud storage cp \"$1\" action && chmod 700 action && exec ./action",
                        "action",
                        action.getExecutableFile()),
                Map.of());
        current = Optional.of(new Current(run, run.ended()));
    }

    private Optional<String> failed(String words, NodeInitializationAction action, SparkMachine.Run ended) {
        String output = folder + "dataproc-initialization-script-" + next + "_output";
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        said.writeBytes(ended.stdout());
        said.writeBytes(ended.stderr());
        String[] place = output.substring("gs://".length()).split("/", 2);
        outputs.put(place[0], place[1], said.toByteArray());
        return Optional.of(words + " Failed action '" + action.getExecutableFile() + "', see output in: " + output);
    }
}
