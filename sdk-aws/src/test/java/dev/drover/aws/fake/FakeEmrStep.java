package dev.drover.aws.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A step of a {@link FakeEmr}, under its lock. */
public final class FakeEmrStep {
    private static final Set<String> ACTIVE = Set.of("PENDING", "RUNNING", "CANCEL_PENDING");

    private final String id;
    private final JsonNode request;
    private final FakeEmrCluster cluster;
    private final Instant created;
    private String state = "PENDING";
    private Instant ended;
    private StepMachine.Started started;

    FakeEmrStep(String id, JsonNode request, FakeEmrCluster cluster, Instant created) {
        this.id = id;
        this.request = request;
        this.cluster = cluster;
        this.created = created;
    }

    public String id() {
        return id;
    }

    public String name() {
        return request.path("Name").asText();
    }

    public String state() {
        return state;
    }

    public List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        request.path("HadoopJarStep").path("Args").forEach(each -> arguments.add(each.asText()));
        return arguments;
    }

    /** As it was sent. */
    public JsonNode request() {
        return request;
    }

    boolean active() {
        return ACTIVE.contains(state);
    }

    boolean pending() {
        return state.equals("PENDING");
    }

    boolean running() {
        return state.equals("RUNNING") || state.equals("CANCEL_PENDING");
    }

    void start(StepMachine machine, String logs) {
        state = "RUNNING";
        started = machine.start(arguments(), logs, code -> cluster.ended(this, code));
    }

    void endedWith(int exitCode, Instant now) {
        if (running()) {
            end(state.equals("CANCEL_PENDING") ? "CANCELLED" : exitCode == 0 ? "COMPLETED" : "FAILED", now);
        }
    }

    private void end(String how, Instant now) {
        state = how;
        ended = now;
    }

    boolean cancel() {
        if (pending()) {
            end("CANCELLED", created);
            return true;
        }
        if (!running()) {
            return false;
        }
        state = "CANCEL_PENDING";
        started.terminate();
        return true;
    }

    /** Its cluster goes. */
    void interrupt(Instant now) {
        if (running()) {
            end("INTERRUPTED", now);
            started.kill();
        } else if (pending()) {
            end("CANCELLED", now);
        }
    }

    ObjectNode summary() {
        ObjectNode status = FakeEmr.JSON.createObjectNode().put("State", state);
        ObjectNode timeline = status.putObject("Timeline").put("CreationDateTime", FakeEmr.seconds(created));
        if (ended != null) {
            timeline.put("EndDateTime", FakeEmr.seconds(ended));
        }
        if (state.equals("FAILED")) {
            status.putObject("FailureDetails").put("Reason", "Unknown Error.");
        }
        ObjectNode step = FakeEmr.JSON.createObjectNode().put("Id", id).put("Name", name());
        step.putObject("Config")
                .put("Jar", request.path("HadoopJarStep").path("Jar").asText())
                .set("Args", request.path("HadoopJarStep").path("Args"));
        step.set("Status", status);
        return step;
    }
}
