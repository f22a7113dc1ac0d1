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
 * EMR Serverless with state, as its
 * <a href="https://docs.aws.amazon.com/emr-serverless/latest/APIReference/Welcome.html">API reference</a> tells it: tokens
 * give what was made with them, and CONFLICT for other parameters; applications are deleted when they have stopped, and
 * stopped when nothing runs.
 */
public final class FakeEmrServerless extends FakeEmrRuns {
    private static final String RUN = "/applications/{}/jobruns/{}";

    private static final class Application {
        final JsonNode request;
        final Instant createdAt = Instant.now();
        String state = "CREATING";

        Application(JsonNode request) {
            this.request = request;
        }
    }

    private final Map<String, Application> applications = new LinkedHashMap<>();

    /** @param machine runs the jobs; empty for runs that stand where a test puts them */
    public FakeEmrServerless(Optional<SparkMachine> machine, URI s3) {
        super(machine, s3);
        route("CreateApplication", "POST", "/applications");
        route("ListApplications", "GET", "/applications");
        route("GetApplication", "GET", "/applications/{}");
        route("DeleteApplication", "DELETE", "/applications/{}");
        route("StopApplication", "POST", "/applications/{}/stop");
        route("StartJobRun", "POST", "/applications/{}/jobruns");
        route("ListJobRuns", "GET", "/applications/{}/jobruns");
        route("GetJobRun", "GET", RUN);
        route("CancelJobRun", "DELETE", RUN);
    }

    /** An application that somebody else has made. */
    public synchronized String addApplication(String state) {
        String id = nextId();
        addApplication(id, state);
        return id;
    }

    /** As {@link #addApplication(String)}, under an id that the test knows. */
    public synchronized void addApplication(String id, String state) {
        Application application = new Application(
                JsonNode.parser().parse("{\"name\":\"theirs\",\"releaseLabel\":\"emr-7.9.0\",\"type\":\"SPARK\"}"));
        application.state = state;
        applications.put(id, application);
    }

    public synchronized void put(String application, String state) {
        applications.get(application).state = state;
    }

    public synchronized String stateOf(String application) {
        return applications.get(application).state;
    }

    /** How many applications were made. */
    public synchronized int made() {
        return applications.size();
    }

    /** The request that an application was made with. */
    public synchronized JsonNode applicationRequest(String id) {
        return applications.get(id).request;
    }

    @Override
    Object answer(String operation, List<String> names, Request request) throws Refused {
        return switch (operation) {
            case "CreateApplication" -> create(body(request));
            case "ListApplications" ->
                page(
                        "applications",
                        applications.entrySet().stream()
                                .filter(each -> values(request, "states").isEmpty()
                                        || values(request, "states").contains(each.getValue().state))
                                .toList(),
                        request,
                        each -> json(each.getKey(), "id", each.getValue()));
            case "GetApplication" -> {
                Application application = application(names.get(0));
                application.state = application.state.equals("CREATING") ? "CREATED" : application.state;
                yield Map.of("application", json(names.get(0), "applicationId", application));
            }
            case "StopApplication" -> stop(names.get(0));
            case "DeleteApplication" -> delete(names.get(0));
            case "StartJobRun" -> startRun(names.get(0), body(request));
            case "ListJobRuns" -> list(names.get(0), request);
            case "GetJobRun" -> Map.of("jobRun", json("jobRunId", run(names.get(0), names.get(1))));
            case "CancelJobRun" -> cancel(run(names.get(0), names.get(1)));
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private Application application(String id) throws Refused {
        if (!id.matches("[0-9a-z]{1,64}")) {
            throw invalid("Value at 'applicationId' failed to satisfy constraint");
        }
        Application application = applications.get(id);
        if (application == null) {
            throw unknown("Application " + id);
        }
        return application;
    }

    private static void requireText(JsonNode request, String field, String pattern) throws Refused {
        if (!text(request, field).matches(pattern)) {
            throw invalid("Value at '" + field + "' failed to satisfy constraint");
        }
    }

    private Object create(JsonNode request) throws Refused {
        requireText(request, "name", "[A-Za-z0-9._/#-]{1,64}");
        requireText(request, "clientToken", "[A-Za-z0-9._-]{1,64}");
        requireText(request, "releaseLabel", "[A-Za-z0-9._/-]{1,64}");
        String token = "application " + text(request, "clientToken");
        Optional<String> before = made(token);
        String id;
        if (before.isPresent()) {
            id = same(before.get(), applications.get(before.get()).request, request);
        } else {
            id = nextId();
            applications.put(id, new Application(request));
            remember(token, id);
        }
        return Map.of("applicationId", id, "arn", "arn:aws:emr-serverless:eu-west-1:123456789012:/applications/" + id);
    }

    private static String same(String id, JsonNode before, JsonNode now) throws Refused {
        if (!before.equals(now)) {
            throw new Refused(409, "ConflictException", "The client token was used with other parameters");
        }
        return id;
    }

    private Object stop(String id) throws Refused {
        Application application = application(id);
        if (!runs(id, run -> !run.phase().ended()).isEmpty()) {
            throw invalid("Application " + id + " has job runs that have not ended");
        }
        if (application.state.startsWith("START")) {
            application.state = "STOPPING";
        }
        return Map.of();
    }

    /** A refusal of what is stopping is what it needs to have stopped. */
    private Object delete(String id) throws Refused {
        Application application = application(id);
        if (application.state.equals("STOPPING")) {
            application.state = "STOPPED";
            throw invalid("Application " + id + " must be in one of [CREATED, STOPPED], it is STOPPING");
        }
        if (!List.of("CREATED", "STOPPED").contains(application.state)) {
            throw invalid("Application " + id + " must be in one of [CREATED, STOPPED], it is " + application.state);
        }
        application.state = "TERMINATED";
        return Map.of();
    }

    private Object startRun(String id, JsonNode request) throws Refused {
        Application application = application(id);
        requireText(request, "clientToken", "[A-Za-z0-9._-]{1,64}");
        requireText(request, "executionRoleArn", "arn:aws:iam::[0-9]{12}:role/.+");
        String token = "run " + id + " " + text(request, "clientToken");
        Optional<String> before = made(token);
        String run;
        if (before.isPresent()) {
            run = same(before.get(), request(before.get()), request);
        } else if (application.state.equals("TERMINATED")) {
            throw unknown("Application " + id);
        } else if (application.state.equals("STOPPED") || application.state.equals("STOPPING")) {
            throw invalid("Application " + id + " is " + application.state);
        } else {
            application.state = "STARTED";
            run = start(id, request, token).id;
        }
        return Map.of("applicationId", id, "jobRunId", run, "arn", arn(id, run));
    }

    private static String arn(String application, String run) {
        return "arn:aws:emr-serverless:eu-west-1:123456789012:/applications/" + application + "/jobruns/" + run;
    }

    private Object list(String id, Request request) throws Refused {
        application(id);
        List<String> states = values(request, "states");
        List<String> since = values(request, "createdAtAfter");
        List<FakeRun> found = runs(
                id,
                run -> (states.isEmpty() || states.contains(word(run)))
                        && (since.isEmpty() || run.createdAt.isAfter(Instant.parse(since.get(0)))));
        return page("jobRuns", found, request, run -> json("id", run));
    }

    private Object cancel(FakeRun run) throws Refused {
        if (run.phase().ended()) {
            throw invalid("Job run " + run.id + " has ended");
        }
        run.cancel();
        return Map.of("applicationId", run.cluster, "jobRunId", run.id);
    }

    private static String word(FakeRun run) {
        return run.word.orElse(
                switch (run.phase()) {
                    case QUEUED -> "SCHEDULED";
                    case RUNNING -> "RUNNING";
                    case CANCELLING -> "CANCELLING";
                    case SUCCEEDED -> "SUCCESS";
                    case FAILED -> "FAILED";
                    case CANCELLED -> "CANCELLED";
                });
    }

    private static Map<String, Object> json(String id, String idField, Application application) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(idField, id);
        json.put("arn", "arn:aws:emr-serverless:eu-west-1:123456789012:/applications/" + id);
        json.put("state", application.state);
        json.put("stateDetails", "");
        json.put("createdAt", seconds(application.createdAt));
        json.put("updatedAt", seconds(application.createdAt));
        List.of("name", "releaseLabel", "type").forEach(field -> json.put(field, text(application.request, field)));
        if (idField.equals("applicationId")) {
            json.put(
                    "monitoringConfiguration",
                    at(application.request, "monitoringConfiguration").orElse(null));
        }
        return json;
    }

    private static Map<String, Object> json(String idField, FakeRun run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("applicationId", run.cluster);
        json.put(idField, run.id);
        json.put("arn", arn(run.cluster, run.id));
        json.put("name", run.text("name").orElse(null));
        json.put("state", word(run));
        json.put("stateDetails", run.phase() == FakeRun.Phase.FAILED ? "Job failed, see its logs" : "");
        json.put("createdAt", seconds(run.createdAt));
        json.put("updatedAt", seconds(run.endedAt().orElse(run.createdAt)));
        if (idField.equals("jobRunId")) {
            json.put("endedAt", run.endedAt().map(FakeEmrServerless::seconds).orElse(null));
            json.put(
                    "configurationOverrides",
                    at(run.request, "configurationOverrides").orElse(null));
        }
        return json;
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }

    @Override
    Optional<String> logFile(FakeRun run, String stream) {
        String[] path = {"monitoringConfiguration", "s3MonitoringConfiguration", "logUri"};
        return at(run.request, "configurationOverrides")
                .flatMap(overrides -> at(overrides, path))
                .or(() -> at(applications.get(run.cluster).request, path))
                .map(uri -> uri.text().replaceFirst("/$", "") + "/applications/" + run.cluster + "/jobs/" + run.id
                        + "/SPARK_DRIVER/" + stream + ".gz");
    }

    @Override
    List<String> command(JsonNode request) {
        JsonNode submit = at(request, "jobDriver", "sparkSubmit").orElseThrow();
        List<String> command = new ArrayList<>(List.of("spark-submit"));
        command.addAll(properties(request));
        command.addAll(words(text(submit, "sparkSubmitParameters")));
        command.add(text(submit, "entryPoint"));
        at(submit, "entryPointArguments").ifPresent(all -> all.asArray().forEach(each -> command.add(each.text())));
        return command;
    }

    @Override
    String variablePrefix() {
        return "spark.emr-serverless.driverEnv.";
    }
}
