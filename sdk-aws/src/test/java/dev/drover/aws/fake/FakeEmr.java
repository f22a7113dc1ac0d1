package dev.drover.aws.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.http.Request;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * EMR with state, as its API reference describes it: clusters that come up look by look, steps that run in their order,
 * pages of 50, 256 steps at most that run or wait. What a step does is the matter of {@link StepMachine}. One lock guards
 * all of it.
 */
public final class FakeEmr implements FakeService, AutoCloseable {
    private static final String TARGET = "ElasticMapReduce.";
    private static final int PAGE = 50;
    private static final int BY_ID = 10;
    private static final int ACTIVE_STEPS = 256;
    private static final Set<String> RELEASES = Set.of("emr-7.13.0", "emr-7.2.0");

    static final ObjectMapper JSON = new ObjectMapper();

    private final StepMachine machine;
    private final InstantSource clock;
    private final Map<String, FakeEmrCluster> clusters = new LinkedHashMap<>();
    private int made;

    /** An EMR whose steps run on a machine. */
    public FakeEmr(StepMachine machine, InstantSource clock) {
        this.machine = machine;
        this.clock = clock;
    }

    /** An answer that is not one. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String code;

        Refusal(String code, String message) {
            super(message);
            this.code = code;
        }

        static Refusal invalid(String message) {
            return new Refusal("InvalidRequestException", message);
        }

        static Refusal validation(String message) {
            return new Refusal("ValidationException", message);
        }
    }

    // What tests look at and do

    /** All clusters ever made, oldest first. */
    public synchronized List<FakeEmrCluster> clusters() {
        return List.copyOf(clusters.values());
    }

    public synchronized FakeEmrCluster cluster(String id) {
        return known(id, "Cluster id '" + id + "' is not valid.");
    }

    /** A cluster that somebody else has made and that is ready; its id. */
    public synchronized String readyCluster(String logUri) {
        ObjectNode request = JSON.createObjectNode().put("Name", "somebody's").put("ReleaseLabel", "emr-7.2.0");
        request.put("LogUri", logUri);
        return readied(make(request));
    }

    /** As {@link #readyCluster(String)}, under an id that the test knows. */
    public synchronized void readyClusterAt(String id) {
        ObjectNode request = JSON.createObjectNode().put("Name", "somebody's").put("ReleaseLabel", "emr-7.2.0");
        readied(make(id, request));
    }

    private static String readied(FakeEmrCluster cluster) {
        cluster.ready();
        return cluster.id();
    }

    // The service

    @Override
    public Optional<String> operation(Request request) {
        return Optional.ofNullable(request.getHeader("X-Amz-Target"))
                .filter(target -> target.startsWith(TARGET))
                .map(target -> target.substring(TARGET.length()));
    }

    @Override
    public Reply perform(String operation, Request request) throws Exception {
        try {
            return Reply.json(
                    answer(operation, JSON.readTree(request.getBodyAsString())).toString());
        } catch (Refusal refusal) {
            return error(400, refusal.code, refusal.getMessage());
        }
    }

    @Override
    public Reply error(int status, String code, String message) {
        return Reply.json(JSON.createObjectNode()
                        .put("__type", code)
                        .put("message", message)
                        .toString())
                .withStatus(status);
    }

    private synchronized JsonNode answer(String operation, JsonNode request) {
        return switch (operation) {
            case "RunJobFlow" ->
                JSON.createObjectNode().put("JobFlowId", make(request).id());
            case "DescribeCluster" -> wrapped("Cluster", at(request).look().describe());
            case "ListClusters" -> listClusters(request);
            case "ListInstances" -> wrapped("Instances", at(request).instances());
            case "ListInstanceGroups" -> wrapped("InstanceGroups", at(request).groups());
            case "ListInstanceFleets" -> wrapped("InstanceFleets", at(request).fleets());
            case "ModifyInstanceGroups" ->
                modify(request, request.path("InstanceGroups").path(0));
            case "ModifyInstanceFleet" -> modify(request, request.path("InstanceFleet"));
            case "TerminateJobFlows" -> terminate(request);
            case "AddJobFlowSteps" -> addSteps(request);
            case "ListSteps" -> listSteps(request);
            case "CancelSteps" -> cancelSteps(request);
            case "DescribeReleaseLabel" ->
                describeRelease(request.path("ReleaseLabel").asText());
            default -> throw new Refusal("UnknownOperationException", operation);
        };
    }

    private FakeEmrCluster make(JsonNode request) {
        return make("j-FAKE%09d".formatted(++made), request);
    }

    private FakeEmrCluster make(String id, JsonNode request) {
        FakeEmrCluster cluster = new FakeEmrCluster(id, request, machine, clock, this);
        clusters.put(id, cluster);
        return cluster;
    }

    private FakeEmrCluster at(JsonNode request) {
        return cluster(request.path("ClusterId").asText());
    }

    private FakeEmrCluster known(String id, String otherwise) {
        FakeEmrCluster cluster = clusters.get(id);
        if (cluster == null) {
            throw Refusal.invalid(otherwise);
        }
        return cluster;
    }

    private JsonNode listClusters(JsonNode request) {
        Set<String> states = texts(request.path("ClusterStates"));
        List<ObjectNode> all = new ArrayList<>();
        for (FakeEmrCluster cluster : clusters.values()) {
            cluster.look();
            if (states.isEmpty() || states.contains(cluster.state())) {
                all.add(cluster.summary());
            }
        }
        Collections.reverse(all);
        return page("Clusters", all, request);
    }

    private JsonNode modify(JsonNode request, JsonNode change) {
        FakeEmrCluster cluster = cluster(request.path("ClusterId").asText());
        requireLiving(cluster);
        int count = change.has("InstanceCount")
                ? change.path("InstanceCount").asInt()
                : change.path("TargetOnDemandCapacity").asInt()
                        + change.path("TargetSpotCapacity").asInt();
        cluster.resize(count);
        return JSON.createObjectNode();
    }

    private JsonNode terminate(JsonNode request) {
        for (String id : texts(request.path("JobFlowIds"))) {
            if (!clusters.containsKey(id)) {
                throw Refusal.validation("Specified job flow ID not valid.");
            }
            clusters.get(id).terminate("USER_REQUEST", "Terminated by user request");
        }
        return JSON.createObjectNode();
    }

    private JsonNode addSteps(JsonNode request) {
        String id = request.path("JobFlowId").asText();
        if (!clusters.containsKey(id)) {
            throw Refusal.validation("Specified job flow ID does not exist.");
        }
        FakeEmrCluster cluster = clusters.get(id);
        requireLiving(cluster);
        JsonNode steps = request.path("Steps");
        if (cluster.steps().stream().filter(FakeEmrStep::active).count() + steps.size() > ACTIVE_STEPS) {
            throw Refusal.validation(
                    "Maximum number of active steps(State = 'Running', 'Pending' or 'Cancel_Pending') for"
                            + " cluster exceeded.");
        }
        ArrayNode ids = JSON.createArrayNode();
        steps.forEach(step -> ids.add(cluster.add(step)));
        return JSON.createObjectNode().set("StepIds", ids);
    }

    private static void requireLiving(FakeEmrCluster cluster) {
        if (!cluster.living()) {
            throw Refusal.validation("A job flow that is shutting down, terminated, or finished may not be modified.");
        }
    }

    private JsonNode listSteps(JsonNode request) {
        FakeEmrCluster cluster = at(request).look();
        Set<String> ids = texts(request.path("StepIds"));
        if (ids.size() > BY_ID) {
            throw Refusal.invalid("At most 10 step ids can be given.");
        }
        ids.forEach(id -> requireStep(cluster, id));
        Set<String> states = texts(request.path("StepStates"));
        Predicate<FakeEmrStep> wanted = step ->
                (ids.isEmpty() || ids.contains(step.id())) && (states.isEmpty() || states.contains(step.state()));
        List<ObjectNode> all = new ArrayList<>(cluster.steps().stream()
                .filter(wanted)
                .map(FakeEmrStep::summary)
                .toList());
        if (states.isEmpty()) {
            // Only then is an order told.
            Collections.reverse(all);
        }
        return page("Steps", all, request);
    }

    private static FakeEmrStep requireStep(FakeEmrCluster cluster, String id) {
        return cluster.step(id).orElseThrow(() -> Refusal.invalid("Step id '" + id + "' is not valid."));
    }

    private JsonNode cancelSteps(JsonNode request) {
        FakeEmrCluster cluster = at(request);
        ArrayNode answers = JSON.createArrayNode();
        for (String id : texts(request.path("StepIds"))) {
            boolean taken = requireStep(cluster, id).cancel();
            answers.add(JSON.createObjectNode()
                    .put("StepId", id)
                    .put("Status", taken ? "SUBMITTED" : "FAILED")
                    .put("Reason", taken ? "" : "The step has ended."));
        }
        cluster.startNext();
        return JSON.createObjectNode().set("CancelStepsInfoList", answers);
    }

    private static JsonNode describeRelease(String label) {
        if (!RELEASES.contains(label)) {
            throw Refusal.invalid("Release label " + label + " is not valid.");
        }
        ArrayNode applications = JSON.createArrayNode();
        for (String name : List.of("Hadoop", "Hive", "Spark")) {
            applications.add(JSON.createObjectNode().put("Name", name).put("Version", "1"));
        }
        return JSON.createObjectNode().put("ReleaseLabel", label).set("Applications", applications);
    }

    /** The marker is where the next page begins. */
    private static JsonNode page(String name, List<ObjectNode> all, JsonNode request) {
        int from = request.path("Marker").asInt(0);
        int to = Math.min(all.size(), from + PAGE);
        ArrayNode page = JSON.createArrayNode();
        page.addAll(all.subList(from, to));
        ObjectNode reply = JSON.createObjectNode();
        reply.set(name, page);
        if (to < all.size()) {
            reply.put("Marker", String.valueOf(to));
        }
        return reply;
    }

    private static ObjectNode wrapped(String name, JsonNode value) {
        return JSON.createObjectNode().set(name, value);
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /** As the protocol writes times. */
    static double seconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }

    @Override
    public void close() {
        machine.close();
    }
}
