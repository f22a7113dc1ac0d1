package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import dev.drover.JobLogs.Source;
import dev.drover.k8s.internal.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The containers of a run's pods that have logs. Pure. */
final class Containers {
    private static final String EXECUTOR = "executor ";

    /**
     * One container.
     *
     * @param key tells its log from all others
     * @param ended whether it prints no more
     */
    record Container(String pod, String name, String key, boolean started, boolean ended) {}

    private Containers() {}

    /** What can be read: Kubernetes keeps what a container prints in one log, so the first two are the same. */
    static List<Source> sources(List<JsonObject> pods) {
        Optional<JsonObject> driver = driver(pods);
        List<Source> sources = new ArrayList<>();
        driver.filter(pod -> main(pod).started()).ifPresent(pod -> {
            sources.add(Source.STDERR);
            sources.add(Source.STDOUT);
        });
        driver.ifPresent(pod -> statuses(pod)
                .filter(status -> name(status).startsWith(BootstrapContainer.PREFIX))
                .map(status -> new Source(name(status)))
                .forEach(sources::add));
        executors(pods).keySet().forEach(id -> sources.add(new Source(EXECUTOR + id)));
        return sources;
    }

    /** Empty if there is none yet. */
    static Optional<Container> find(Source source, List<JsonObject> pods) {
        String name = source.name();
        if (source.equals(Source.STDOUT) || source.equals(Source.STDERR)) {
            return driver(pods).map(Containers::main);
        }
        if (name.startsWith(EXECUTOR)) {
            return Optional.ofNullable(executors(pods).get(name.substring(EXECUTOR.length())))
                    .map(Containers::main);
        }
        return driver(pods)
                .flatMap(pod -> statuses(pod)
                        .filter(status -> name(status).equals(name))
                        .findFirst()
                        .map(status -> container(pod, status)));
    }

    /** Whether the names of logs allow one of this name. */
    static boolean possible(Source source) {
        String name = source.name();
        return source.equals(Source.STDOUT)
                || source.equals(Source.STDERR)
                || name.matches(EXECUTOR + "\\d{1,9}")
                || name.startsWith(BootstrapContainer.PREFIX);
    }

    /** The latest, where there were several. */
    static Optional<JsonObject> driver(List<JsonObject> pods) {
        return pods.stream()
                .filter(pod ->
                        Marks.label(pod, Pods.ROLE).filter("executor"::equals).isEmpty())
                .max(Comparator.comparing(pod ->
                        Json.text(Marks.metadata(pod), "creationTimestamp").orElse("")));
    }

    private static Map<String, JsonObject> executors(List<JsonObject> pods) {
        Map<String, JsonObject> executors =
                new TreeMap<>(Comparator.comparingInt(String::length).thenComparing(id -> id));
        for (JsonObject pod : pods) {
            Marks.label(pod, Pods.EXECUTOR_ID)
                    .filter(id -> id.matches("\\d{1,9}"))
                    .ifPresent(id -> executors.put(id, pod));
        }
        return executors;
    }

    private static Container main(JsonObject pod) {
        List<String> ours = List.of(PodTemplate.DRIVER, PodTemplate.EXECUTOR, PodTemplate.COMMAND);
        return statuses(pod)
                .filter(status -> ours.contains(name(status)))
                .findFirst()
                .map(status -> container(pod, status))
                .orElseGet(() -> new Container(Marks.name(pod), "", "", false, PodReport.ended(pod)));
    }

    private static Stream<JsonObject> statuses(JsonObject pod) {
        JsonObject status = Json.object(pod, "status");
        return Stream.concat(
                Json.objects(status, "initContainerStatuses").stream(),
                Json.objects(status, "containerStatuses").stream());
    }

    private static String name(JsonObject status) {
        return Json.text(status, "name").orElse("");
    }

    private static Container container(JsonObject pod, JsonObject status) {
        JsonObject state = Json.object(status, "state");
        boolean ended = state.has("terminated") || PodReport.ended(pod);
        String key = Json.text(Marks.metadata(pod), "uid").orElse("") + "/" + name(status);
        boolean started = state.has("terminated") || state.has("running");
        return new Container(Marks.name(pod), name(status), key, started, ended);
    }
}
