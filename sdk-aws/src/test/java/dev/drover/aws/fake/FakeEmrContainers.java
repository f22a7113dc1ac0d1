package dev.drover.aws.fake;

import com.github.tomakehurst.wiremock.http.Request;
import dev.drover.testkit.spark.SparkMachine;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * EMR on EKS with state, as its
 * <a href="https://docs.aws.amazon.com/emr-on-eks/latest/APIReference/Welcome.html">API reference</a> tells it: tokens
 * give what was made with them, a namespace has one virtual cluster, and no argument is blank.
 */
public final class FakeEmrContainers extends FakeEmrRuns {
    private static final String RUN = "/virtualclusters/{}/jobruns/{}";

    private static final class VirtualCluster {
        final JsonNode request;
        final Instant createdAt = Instant.now();
        String state = "RUNNING";

        VirtualCluster(JsonNode request) {
            this.request = request;
        }

        String place() {
            return text(request, "containerProvider", "id") + "/"
                    + text(request, "containerProvider", "info", "eksInfo", "namespace");
        }
    }

    private final Map<String, VirtualCluster> clusters = new LinkedHashMap<>();

    /** @param machine runs the jobs; empty for runs that stand where a test puts them */
    public FakeEmrContainers(Optional<SparkMachine> machine, URI s3) {
        super(machine, s3);
        route("CreateVirtualCluster", "POST", "/virtualclusters");
        route("ListVirtualClusters", "GET", "/virtualclusters");
        route("DescribeVirtualCluster", "GET", "/virtualclusters/{}");
        route("DeleteVirtualCluster", "DELETE", "/virtualclusters/{}");
        route("StartJobRun", "POST", "/virtualclusters/{}/jobruns");
        route("ListJobRuns", "GET", "/virtualclusters/{}/jobruns");
        route("DescribeJobRun", "GET", RUN);
        route("CancelJobRun", "DELETE", RUN);
    }

    /** A virtual cluster that somebody else has made. */
    public synchronized String addCluster() {
        String id = nextId();
        addCluster(id);
        return id;
    }

    /** As {@link #addCluster()}, under an id that the test knows. */
    public synchronized void addCluster(String id) {
        clusters.put(id, new VirtualCluster(JsonNode.parser().parse("{\"name\":\"theirs\"}")));
    }

    public synchronized void put(String cluster, String state) {
        clusters.get(cluster).state = state;
    }

    /** How many virtual clusters were made. */
    public synchronized int made() {
        return clusters.size();
    }

    @Override
    Object answer(String operation, List<String> names, Request request) throws Refused {
        return switch (operation) {
            case "CreateVirtualCluster" -> create(body(request));
            case "ListVirtualClusters" ->
                page(
                        "virtualClusters",
                        clusters.entrySet().stream()
                                .filter(each -> values(request, "states").isEmpty()
                                        || values(request, "states").contains(each.getValue().state))
                                .toList(),
                        request,
                        each -> json(each.getKey(), each.getValue()));
            case "DescribeVirtualCluster" -> describe(names.get(0));
            case "DeleteVirtualCluster" -> delete(names.get(0));
            case "StartJobRun" -> startRun(names.get(0), body(request));
            case "ListJobRuns" -> list(names.get(0), request);
            case "DescribeJobRun" -> Map.of("jobRun", json(run(names.get(0), names.get(1))));
            case "CancelJobRun" -> cancel(names.get(0), names.get(1));
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private VirtualCluster cluster(String id) throws Refused {
        VirtualCluster cluster = clusters.get(id);
        if (cluster == null) {
            throw unknown("Virtual cluster " + id);
        }
        return cluster;
    }

    private Object create(JsonNode request) throws Refused {
        if (!text(request, "name").matches("[.\\-_/#A-Za-z0-9]{1,64}")
                || text(request, "clientToken").length() > 64) {
            throw invalid("Value at 'name' failed to satisfy constraint");
        }
        String token = "cluster " + text(request, "clientToken");
        Optional<String> before = made(token);
        if (before.isEmpty()) {
            VirtualCluster made = new VirtualCluster(request);
            boolean taken = clusters.values().stream()
                    .anyMatch(each ->
                            !each.state.equals("TERMINATED") && each.place().equals(made.place()));
            if (taken) {
                throw invalid("A virtual cluster already exists in " + made.place());
            }
            String id = nextId();
            clusters.put(id, made);
            remember(token, id);
            before = Optional.of(id);
        }
        return Map.of("id", before.get(), "name", text(request, "name"));
    }

    /** What is seen to be terminating has ended the next time. */
    private Object describe(String id) throws Refused {
        VirtualCluster cluster = cluster(id);
        Object answer = Map.of("virtualCluster", json(id, cluster));
        cluster.state = cluster.state.equals("TERMINATING") ? "TERMINATED" : cluster.state;
        return answer;
    }

    private Object delete(String id) throws Refused {
        VirtualCluster cluster = cluster(id);
        if (cluster.state.startsWith("TERMINAT")) {
            throw invalid("Virtual cluster " + id + " is " + cluster.state);
        }
        cluster.state = "TERMINATING";
        return Map.of("id", id);
    }

    private Object startRun(String id, JsonNode request) throws Refused {
        VirtualCluster cluster = cluster(id);
        for (JsonNode argument : at(request, "jobDriver", "sparkSubmitJobDriver", "entryPointArguments")
                .map(JsonNode::asArray)
                .orElse(List.of())) {
            if (argument.text().isBlank()) {
                throw invalid("Value at 'entryPointArguments' failed to satisfy constraint");
            }
        }
        String token = "run " + id + " " + text(request, "clientToken");
        Optional<String> before = made(token);
        if (before.isEmpty() && !cluster.state.equals("RUNNING")) {
            throw invalid("Virtual cluster " + id + " is " + cluster.state);
        }
        String run = before.isPresent() ? before.get() : start(id, request, token).id;
        return Map.of("id", run, "name", text(request, "name"), "virtualClusterId", id);
    }

    private Object list(String id, Request request) throws Refused {
        cluster(id);
        List<String> states = values(request, "states");
        List<String> names = values(request, "name");
        List<String> since = values(request, "createdAfter");
        List<FakeRun> found = runs(
                id,
                run -> (states.isEmpty() || states.contains(word(run)))
                        && (names.isEmpty() || names.contains(run.text("name").orElse("")))
                        && (since.isEmpty() || run.createdAt.isAfter(Instant.parse(since.get(0)))));
        return page("jobRuns", found, request, FakeEmrContainers::json);
    }

    private Object cancel(String cluster, String id) throws Refused {
        FakeRun run;
        try {
            run = run(cluster, id);
        } catch (Refused e) {
            throw invalid("Job run " + id + " doesn't exist");
        }
        if (run.phase().ended()) {
            throw invalid("Job run " + id + " is not in a cancellable state");
        }
        run.cancel();
        return Map.of("id", id, "virtualClusterId", cluster);
    }

    private static String word(FakeRun run) {
        return run.word.orElse(
                switch (run.phase()) {
                    case QUEUED -> "SUBMITTED";
                    case RUNNING -> "RUNNING";
                    case CANCELLING -> "CANCEL_PENDING";
                    case SUCCEEDED -> "COMPLETED";
                    case FAILED -> "FAILED";
                    case CANCELLED -> "CANCELLED";
                });
    }

    private static Map<String, Object> json(String id, VirtualCluster cluster) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("name", text(cluster.request, "name"));
        json.put("state", cluster.state);
        json.put("createdAt", cluster.createdAt.toString());
        return json;
    }

    private static Map<String, Object> json(FakeRun run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", run.id);
        json.put("virtualClusterId", run.cluster);
        json.put("name", run.text("name").orElse(null));
        json.put("state", word(run));
        json.put("createdAt", run.createdAt.toString());
        json.put("finishedAt", run.endedAt().map(Instant::toString).orElse(null));
        json.put(
                "configurationOverrides",
                at(run.request, "configurationOverrides").orElse(null));
        if (run.phase() == FakeRun.Phase.FAILED) {
            json.put("failureReason", "USER_ERROR");
            json.put("stateDetails", "Driver pod failed");
        }
        return json;
    }

    @Override
    Optional<String> logFile(FakeRun run, String stream) {
        return at(
                        run.request,
                        "configurationOverrides",
                        "monitoringConfiguration",
                        "s3MonitoringConfiguration",
                        "logUri")
                .map(uri -> uri.text().replaceFirst("/$", "") + "/" + run.cluster + "/jobs/" + run.id
                        + "/containers/spark-00ab" + run.id + "/spark-" + run.id + "-driver/" + stream + ".gz");
    }

    @Override
    List<String> command(JsonNode request) {
        Optional<JsonNode> sql = at(request, "jobDriver", "sparkSqlJobDriver");
        if (sql.isPresent()) {
            List<String> command = new ArrayList<>(List.of("spark-sql"));
            command.addAll(properties(request));
            command.addAll(List.of("-f", text(sql.get(), "entryPoint")));
            return command;
        }
        JsonNode submit = at(request, "jobDriver", "sparkSubmitJobDriver").orElseThrow();
        List<String> command = new ArrayList<>(List.of("spark-submit"));
        command.addAll(properties(request));
        command.addAll(words(text(submit, "sparkSubmitParameters")));
        command.add(text(submit, "entryPoint"));
        at(submit, "entryPointArguments").ifPresent(all -> all.asArray().forEach(each -> command.add(each.text())));
        return command;
    }

    @Override
    String variablePrefix() {
        return "spark.kubernetes.driverEnv.";
    }
}
