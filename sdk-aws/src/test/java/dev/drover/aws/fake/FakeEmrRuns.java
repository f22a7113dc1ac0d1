package dev.drover.aws.fake;

import com.github.tomakehurst.wiremock.http.Request;
import dev.drover.testkit.spark.SparkMachine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * What the fakes of EMR Serverless and EMR on EKS have in common: job runs that are real processes, logs that go to S3
 * packed while somebody looks, tokens, and pages of at most 50. All state is guarded by the service.
 */
public abstract class FakeEmrRuns implements FakeService {
    private static final int LONGEST_PAGE = 50;
    private static final int LONGEST_VALUE = 1_024;

    /** A refusal. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        final int status;
        final String code;

        Refused(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }

    private record Route(String operation, String method, Pattern path) {}

    private final Optional<SparkMachine> machine;
    private final URI s3;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Route> routes = new ArrayList<>();
    private final Map<String, FakeRun> runs = new LinkedHashMap<>();
    private final Map<String, String> tokens = new LinkedHashMap<>();
    private final Map<String, byte[]> uploaded = new LinkedHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();

    /** @param machine runs the jobs; empty for runs that stand where a test puts them */
    FakeEmrRuns(Optional<SparkMachine> machine, URI s3) {
        this.machine = machine;
        this.s3 = s3;
    }

    final void route(String operation, String method, String path) {
        routes.add(new Route(operation, method, Pattern.compile(path.replace("{}", "([^/]+)"))));
    }

    @Override
    public final Optional<String> operation(Request request) {
        return routes.stream()
                .filter(route -> route.method().equals(request.getMethod().getName()))
                .filter(route -> route.path().matcher(path(request)).matches())
                .map(Route::operation)
                .findFirst();
    }

    private static String path(Request request) {
        return URI.create(request.getUrl()).getPath();
    }

    @Override
    public final synchronized Reply perform(String operation, Request request) {
        Matcher path = routes.stream()
                .filter(route -> route.operation().equals(operation))
                .map(route -> route.path().matcher(path(request)))
                .filter(Matcher::matches)
                .findFirst()
                .orElseThrow();
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= path.groupCount(); i++) {
            names.add(path.group(i));
        }
        try {
            return Reply.json(JsonText.of(answer(operation, names, request)));
        } catch (Refused e) {
            return error(e.status, e.code, e.getMessage());
        }
    }

    abstract Object answer(String operation, List<String> names, Request request) throws Refused;

    @Override
    public final Reply error(int status, String code, String message) {
        return Reply.json(JsonText.of(Map.of("message", message)))
                .withStatus(status)
                .with("x-amzn-ErrorType", code);
    }

    static JsonNode body(Request request) {
        return JsonNode.parser().parse(request.getBodyAsString());
    }

    static Refused invalid(String message) {
        return new Refused(400, "ValidationException", message);
    }

    static Refused unknown(String what) {
        return new Refused(404, "ResourceNotFoundException", what + " does not exist");
    }

    final String nextId() {
        return String.format("%016d", ids.incrementAndGet());
    }

    /** The page that a request asks for. */
    static <T> Map<String, Object> page(String field, List<T> all, Request request, PageItem<T> item) {
        int from = request.queryParameter("nextToken").isPresent()
                ? Integer.parseInt(request.queryParameter("nextToken").firstValue())
                : 0;
        int size = request.queryParameter("maxResults").isPresent()
                ? Integer.parseInt(request.queryParameter("maxResults").firstValue())
                : LONGEST_PAGE;
        int to = Math.min(all.size(), from + Math.min(size, LONGEST_PAGE));
        Map<String, Object> page = new LinkedHashMap<>();
        page.put(field, all.subList(from, to).stream().map(item::json).toList());
        page.put("nextToken", to < all.size() ? String.valueOf(to) : null);
        return page;
    }

    /** Writes one thing of a list. */
    @FunctionalInterface
    interface PageItem<T> {
        Object json(T item);
    }

    static List<String> values(Request request, String parameter) {
        return request.queryParameter(parameter).isPresent()
                ? request.queryParameter(parameter).values()
                : List.of();
    }

    // Tokens

    /** What was made with a token, if any. */
    final Optional<String> made(String token) {
        return Optional.ofNullable(tokens.get(token));
    }

    final void remember(String token, String id) {
        tokens.put(token, id);
    }

    // Runs

    final FakeRun start(String cluster, JsonNode request, String token) throws Refused {
        checkProperties(request);
        Optional<SparkMachine.Run> process = machine.map(spark -> {
            List<String> command = command(request);
            return spark.start(command, environment(request));
        });
        FakeRun run = new FakeRun(cluster, nextId(), request, process);
        runs.put(run.id, run);
        remember(token, run.id);
        return run;
    }

    final FakeRun run(String cluster, String id) throws Refused {
        FakeRun run = runs.get(id);
        if (run == null || !run.cluster.equals(cluster)) {
            throw unknown("Job run " + id);
        }
        run.refresh(this::upload);
        return run;
    }

    final List<FakeRun> runs(String cluster, Predicate<FakeRun> matches) {
        return runs.values().stream()
                .filter(run -> run.cluster.equals(cluster))
                .peek(run -> run.refresh(this::upload))
                .filter(matches)
                .toList();
    }

    /** How many runs were started. */
    public final synchronized int started() {
        return runs.size();
    }

    /** Adds runs that stand somewhere and have no process. */
    public final synchronized List<String> addRuns(String cluster, int count, boolean ended) {
        List<String> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FakeRun run =
                    new FakeRun(cluster, nextId(), JsonNode.parser().parse("{\"name\":\"another\"}"), Optional.empty());
            if (ended) {
                run.end(FakeRun.Phase.SUCCEEDED);
            }
            runs.put(run.id, run);
            added.add(run.id);
        }
        return added;
    }

    /** Lets a run stand where no version of the API has a word for. */
    public final synchronized void say(String run, String word) {
        runs.get(run).word = Optional.of(word);
    }

    /** The request that a run was started with. */
    public final synchronized JsonNode request(String run) {
        return runs.get(run).request;
    }

    private void upload(FakeRun run, String stream, byte[] text) {
        Optional<String> place = logFile(run, stream);
        if (place.isEmpty() || Arrays.equals(text, uploaded.put(place.get(), text))) {
            return;
        }
        try {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(text);
            }
            URI object = URI.create(s3 + place.get().replaceFirst("^s3:/", ""));
            HttpResponse<Void> answer = http.send(
                    HttpRequest.newBuilder(object)
                            .PUT(HttpRequest.BodyPublishers.ofByteArray(packed.toByteArray()))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            if (answer.statusCode() != 200) {
                throw new IOException(object + " answered " + answer.statusCode());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The S3 URI of a log of a run's driver; empty if none are kept. */
    abstract Optional<String> logFile(FakeRun run, String stream);

    /** What the machine runs for a request. */
    abstract List<String> command(JsonNode request);

    /** Begins a property that sets a variable. */
    abstract String variablePrefix();

    static Optional<JsonNode> at(JsonNode node, String... path) {
        Optional<JsonNode> found = Optional.of(node);
        for (String field : path) {
            found = found.flatMap(each -> each.field(field));
        }
        return found;
    }

    static String text(JsonNode node, String... path) {
        return at(node, path).map(JsonNode::text).orElse("");
    }

    final List<String> properties(JsonNode request) {
        List<String> words = new ArrayList<>();
        sparkDefaults(request).forEach((name, value) -> {
            if (!name.startsWith(variablePrefix())) {
                words.addAll(List.of("--conf", name + "=" + value));
            }
        });
        return words;
    }

    private Map<String, String> environment(JsonNode request) {
        Map<String, String> variables = new TreeMap<>();
        sparkDefaults(request).forEach((name, value) -> {
            if (name.startsWith(variablePrefix())) {
                variables.put(name.substring(variablePrefix().length()), value);
            }
        });
        return variables;
    }

    private static Map<String, String> sparkDefaults(JsonNode request) {
        Map<String, String> all = new TreeMap<>();
        for (JsonNode each : at(request, "configurationOverrides", "applicationConfiguration")
                .map(JsonNode::asArray)
                .orElse(List.of())) {
            if (text(each, "classification").equals("spark-defaults")) {
                at(each, "properties").ifPresent(map -> map.asObject().forEach((k, v) -> all.put(k, v.text())));
            }
        }
        return all;
    }

    private static void checkProperties(JsonNode request) throws Refused {
        Map<String, String> all = sparkDefaults(request);
        boolean bad = all.size() > 100
                || all.values().stream().anyMatch(value -> value.isBlank() || value.length() > LONGEST_VALUE);
        if (bad) {
            throw invalid("Value at 'configurationOverrides' failed to satisfy constraint");
        }
    }

    /** The words of a string of parameters, which is split at spaces and nowhere else. */
    static List<String> words(String parameters) {
        return parameters.isEmpty() ? List.of() : List.of(parameters.split(" "));
    }
}
