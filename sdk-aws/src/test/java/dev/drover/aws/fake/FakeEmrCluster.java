package dev.drover.aws.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A cluster of a {@link FakeEmr}, under its lock. */
public final class FakeEmrCluster {
    private static final Set<String> LIVING = Set.of("STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING");
    private static final String PRIMARY_INSTANCE = "i-0123456789abcdef0";

    private final String id;
    private final JsonNode request;
    private final StepMachine machine;
    private final InstantSource clock;
    private final Object lock;
    private final Instant created;
    private final List<FakeEmrStep> steps = new ArrayList<>();
    private String state = "STARTING";
    private String reasonCode = "";
    private String reason = "";
    private int requested;
    private int running;
    private int nextAction;
    private boolean actionRuns;

    FakeEmrCluster(String id, JsonNode request, StepMachine machine, InstantSource clock, Object lock) {
        this.id = id;
        this.request = request;
        this.machine = machine;
        this.clock = clock;
        this.lock = lock;
        created = clock.instant();
        requested = workers().path("InstanceCount").asInt(1);
        if (hasFleets()) {
            requested = workers().path("TargetOnDemandCapacity").asInt()
                    + workers().path("TargetSpotCapacity").asInt();
        }
    }

    public String id() {
        return id;
    }

    public String state() {
        return state;
    }

    /** As it was sent. */
    public JsonNode request() {
        return request;
    }

    public List<FakeEmrStep> steps() {
        synchronized (lock) {
            return List.copyOf(steps);
        }
    }

    Optional<FakeEmrStep> step(String stepId) {
        return steps.stream().filter(step -> step.id().equals(stepId)).findFirst();
    }

    boolean living() {
        return LIVING.contains(state);
    }

    /** All machines are there at once. */
    public void ready() {
        synchronized (lock) {
            state = "WAITING";
            running = requested;
            startNext();
        }
    }

    /** It ends by itself. */
    public void fail(String code, String message) {
        synchronized (lock) {
            terminate(code, message);
            state = "TERMINATED_WITH_ERRORS";
        }
    }

    /** Somebody else's step; its id. */
    public String add(String name, String... command) {
        synchronized (lock) {
            ObjectNode step = FakeEmr.JSON.createObjectNode().put("Name", name);
            ArrayNode args = step.putObject("HadoopJarStep")
                    .put("Jar", "command-runner.jar")
                    .putArray("Args");
            List.of(command).forEach(args::add);
            return add(step);
        }
    }

    /** A step has ended, for steps on a machine that does nothing. */
    public void finish(FakeEmrStep step, int exitCode) {
        ended(step, exitCode);
    }

    /** Whoever looks sees it further on than the one before. */
    FakeEmrCluster look() {
        switch (state) {
            case "STARTING" -> state = "BOOTSTRAPPING";
            case "BOOTSTRAPPING" -> bootstrap();
            case "TERMINATING" -> state = "TERMINATED";
            case "WAITING", "RUNNING" -> running = requested;
            default -> {}
        }
        return this;
    }

    private void bootstrap() {
        if (actionRuns) {
            return;
        }
        JsonNode action = request.path("BootstrapActions").path(nextAction);
        if (action.isMissingNode()) {
            ready();
            return;
        }
        actionRuns = true;
        JsonNode script = action.path("ScriptBootstrapAction");
        List<String> command = new ArrayList<>(List.of(
                "bash",
                "-c",
                "aws s3 cp \"$1\" action && chmod 700 action && shift && ./action \"$@\"",
                "action",
                script.path("Path").asText()));
        script.path("Args").forEach(each -> command.add(each.asText()));
        int number = nextAction + 1;
        machine.start(
                command,
                logs("node/" + PRIMARY_INSTANCE + "/bootstrap-actions/" + number),
                code -> acted(number, code));
    }

    private void acted(int number, int code) {
        synchronized (lock) {
            actionRuns = false;
            nextAction = number;
            if (code != 0) {
                fail(
                        "BOOTSTRAP_FAILURE",
                        "On the master instance (" + PRIMARY_INSTANCE + "), bootstrap action " + number
                                + " returned a non-zero return code");
            }
        }
    }

    private String logs(String path) {
        String uri = request.path("LogUri").asText("");
        return uri.isEmpty() || uri.equals("null") ? "" : uri + id + "/" + path + "/";
    }

    String add(JsonNode step) {
        String stepId = "s-%s%05d".formatted(id.substring(id.length() - 3), steps.size() + 1);
        steps.add(new FakeEmrStep(stepId, step, this, clock.instant()));
        startNext();
        return stepId;
    }

    void startNext() {
        if (!state.equals("WAITING") && !state.equals("RUNNING")) {
            return;
        }
        int most = request.path("StepConcurrencyLevel").asInt(1);
        for (FakeEmrStep step : steps) {
            if (step.pending() && steps.stream().filter(FakeEmrStep::running).count() < most) {
                step.start(machine, logs("steps/" + step.id()));
            }
        }
        state = steps.stream().anyMatch(FakeEmrStep::running) ? "RUNNING" : "WAITING";
    }

    void ended(FakeEmrStep step, int exitCode) {
        synchronized (lock) {
            step.endedWith(exitCode, clock.instant());
            startNext();
        }
    }

    void resize(int count) {
        requested = count;
    }

    void terminate(String code, String message) {
        if (!living()) {
            return;
        }
        state = "TERMINATING";
        reasonCode = code;
        reason = message;
        steps.forEach(step -> step.interrupt(clock.instant()));
    }

    // In the service's words

    private boolean hasFleets() {
        return request.path("Instances").has("InstanceFleets");
    }

    private JsonNode workers() {
        return request.path("Instances")
                .path(hasFleets() ? "InstanceFleets" : "InstanceGroups")
                .path(1);
    }

    private ObjectNode status() {
        ObjectNode status = FakeEmr.JSON.createObjectNode().put("State", state);
        status.putObject("StateChangeReason").put("Code", reasonCode).put("Message", reason);
        status.putObject("Timeline").put("CreationDateTime", FakeEmr.seconds(created));
        return status;
    }

    ObjectNode summary() {
        ObjectNode summary = FakeEmr.JSON
                .createObjectNode()
                .put("Id", id)
                .put("Name", request.path("Name").asText());
        summary.set("Status", status());
        return summary;
    }

    ObjectNode describe() {
        ObjectNode cluster = summary();
        cluster.put("ReleaseLabel", request.path("ReleaseLabel").asText());
        cluster.put("InstanceCollectionType", hasFleets() ? "INSTANCE_FLEET" : "INSTANCE_GROUP");
        if (request.hasNonNull("LogUri")) {
            // The service answers with the older scheme.
            cluster.put("LogUri", request.path("LogUri").asText().replace("s3://", "s3n://"));
        }
        cluster.putArray("Applications").addObject().put("Name", "Spark").put("Version", "3.5.1-amzn-0");
        return cluster;
    }

    ArrayNode groups() {
        ArrayNode groups = FakeEmr.JSON.createArrayNode();
        group(groups, "ig-MASTER", "MASTER", 1, 1);
        group(groups, "ig-CORE", "CORE", requested, running);
        return groups;
    }

    private static void group(ArrayNode groups, String groupId, String type, int wanted, int there) {
        groups.addObject()
                .put("Id", groupId)
                .put("InstanceGroupType", type)
                .put("RequestedInstanceCount", wanted)
                .put("RunningInstanceCount", there);
    }

    ArrayNode fleets() {
        ArrayNode fleets = FakeEmr.JSON.createArrayNode();
        fleet(fleets, "if-MASTER", "MASTER", 1, 1);
        fleet(fleets, "if-CORE", "CORE", requested, running);
        return fleets;
    }

    private void fleet(ArrayNode fleets, String fleetId, String type, int wanted, int there) {
        boolean spot =
                type.equals("CORE") && workers().path("TargetSpotCapacity").asInt() > 0;
        fleets.addObject()
                .put("Id", fleetId)
                .put("InstanceFleetType", type)
                .put("TargetOnDemandCapacity", spot ? 0 : wanted)
                .put("TargetSpotCapacity", spot ? wanted : 0)
                .put("ProvisionedOnDemandCapacity", spot ? 0 : there)
                .put("ProvisionedSpotCapacity", spot ? there : 0);
    }

    ArrayNode instances() {
        ArrayNode instances = FakeEmr.JSON.createArrayNode();
        for (int i = 0; i <= running; i++) {
            ObjectNode instance = instances
                    .addObject()
                    .put("Id", "ci-" + i)
                    .put("Ec2InstanceId", i == 0 ? PRIMARY_INSTANCE : "i-%017d".formatted(i))
                    .put("PrivateDnsName", "ip-10-0-0-" + i + ".internal")
                    .put("InstanceType", "m7i.xlarge")
                    .put(
                            hasFleets() ? "InstanceFleetId" : "InstanceGroupId",
                            (hasFleets() ? "if-" : "ig-") + (i == 0 ? "MASTER" : "CORE"));
            instance.putObject("Status").put("State", "RUNNING");
        }
        return instances;
    }
}
