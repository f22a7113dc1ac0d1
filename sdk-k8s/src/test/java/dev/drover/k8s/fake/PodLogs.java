package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The logs of pods, as <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/">/log</a> gives them. */
final class PodLogs {
    private static final long LOOK_MILLIS = 250;

    private final Map<String, ContainerLog> current = new ConcurrentHashMap<>();
    private final Map<String, ContainerLog> previous = new ConcurrentHashMap<>();

    private static String key(JsonNode pod, String container) {
        return Json.uid(pod) + "/" + container;
    }

    /** A container starts, perhaps again. */
    ContainerLog started(JsonNode pod, String container) {
        ContainerLog log = new ContainerLog();
        ContainerLog before = current.put(key(pod, container), log);
        if (before != null) {
            previous.put(key(pod, container), before);
        }
        return log;
    }

    /** The log of a container that has started. */
    Optional<ContainerLog> find(JsonNode pod, String container) {
        return Optional.ofNullable(current.get(key(pod, container)));
    }

    void forget(JsonNode pod) {
        current.keySet().removeIf(key -> key.startsWith(Json.uid(pod) + "/"));
        previous.keySet().removeIf(key -> key.startsWith(Json.uid(pod) + "/"));
    }

    Result read(ObjectNode pod, Request request) {
        String container = container(pod, request.query("container"));
        if (Json.text(pod, "spec", "nodeName").isEmpty()) {
            // Nobody can be asked.
            return new Result.Answer(204, Map.of(), new byte[0]);
        }
        return read(pod, container, request);
    }

    /** The log of a container that there is. */
    Result read(ObjectNode pod, String container, Request request) {
        ContainerLog log = request.flag("previous")
                ? Optional.ofNullable(previous.get(key(pod, container)))
                        .orElseThrow(() -> Refusal.badRequest("previous terminated container \"" + container
                                + "\" in pod \"" + Json.name(pod) + "\" not found"))
                : find(pod, container).orElseThrow(() -> waiting(pod, container));
        Optional<Instant> since = since(request);
        Optional<Long> tail = request.number("tailLines");
        Optional<Long> limit = request.number("limitBytes");
        if (limit.filter(bytes -> bytes < 1).isPresent()) {
            throw Refusal.invalid(
                    Resource.builtIn("v1", "podlogoptions", "PodLogOptions", true, false),
                    "",
                    List.of(FieldError.invalid("limitBytes", limit.get(), "must be greater than 0")));
        }
        boolean times = request.flag("timestamps");
        if (request.flag("follow")) {
            return follow(log, since, tail, limit, times);
        }
        try {
            List<ContainerLog.Line> lines = log.from(0, 0);
            byte[] text = text(chosen(lines, since, tail), times);
            int length = (int) Math.min(text.length, limit.orElse(Long.MAX_VALUE));
            return new Result.Answer(200, Map.of("Content-Type", "text/plain"), Arrays.copyOf(text, length));
        } catch (InterruptedException e) {
            throw Refusal.internal("interrupted");
        }
    }

    private static String container(ObjectNode pod, String asked) {
        List<String> all = new ArrayList<>();
        Json.at(pod, "spec", "containers").forEach(each -> all.add(Json.text(each, "name")));
        if (asked.isEmpty()) {
            if (all.size() > 1) {
                throw Refusal.badRequest(
                        "a container name must be specified for pod " + Json.name(pod) + ", choose one of: " + all);
            }
            return all.get(0);
        }
        Json.at(pod, "spec", "initContainers").forEach(each -> all.add(Json.text(each, "name")));
        if (!all.contains(asked)) {
            throw Refusal.badRequest("container " + asked + " is not valid for pod " + Json.name(pod));
        }
        return asked;
    }

    private static Refusal waiting(ObjectNode pod, String container) {
        String reason = "ContainerCreating";
        for (JsonNode status : Json.at(pod, "status", "containerStatuses")) {
            if (Json.text(status, "name").equals(container)) {
                reason = Json.some(status, "state", "waiting", "reason").orElse(reason);
            }
        }
        String why = reason.contains("ImagePull") ? "trying and failing to pull image" : reason;
        return Refusal.badRequest(
                "container \"" + container + "\" in pod \"" + Json.name(pod) + "\" is waiting to start: " + why);
    }

    private static Optional<Instant> since(Request request) {
        Optional<Long> seconds = request.number("sinceSeconds");
        String time = request.query("sinceTime");
        return seconds.map(ago -> Instant.now().minusSeconds(ago))
                .or(() -> time.isEmpty()
                        ? Optional.empty()
                        : Optional.of(OffsetDateTime.parse(time).toInstant()));
    }

    private static List<ContainerLog.Line> chosen(
            List<ContainerLog.Line> lines, Optional<Instant> since, Optional<Long> tail) {
        List<ContainerLog.Line> recent = lines.stream()
                .filter(line -> since.map(from -> !line.at().isBefore(from)).orElse(true))
                .toList();
        int from = tail.map(count -> (int) Math.max(0, recent.size() - count)).orElse(0);
        return recent.subList(from, recent.size());
    }

    private static byte[] text(List<ContainerLog.Line> lines, boolean times) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (ContainerLog.Line line : lines) {
            if (times) {
                text.writeBytes((line.at() + " ").getBytes(StandardCharsets.US_ASCII));
            }
            text.writeBytes(line.text());
        }
        return text.toByteArray();
    }

    private static Result.Flow follow(
            ContainerLog log, Optional<Instant> since, Optional<Long> tail, Optional<Long> limit, boolean times) {
        return exchange -> {
            exchange.begin("text/plain");
            try {
                follow(exchange, log, since, tail, limit.orElse(Long.MAX_VALUE), times);
            } catch (InterruptedException e) {
                exchange.reset();
            }
        };
    }

    private static void follow(
            Exchange exchange,
            ContainerLog log,
            Optional<Instant> since,
            Optional<Long> tail,
            long limit,
            boolean times)
            throws IOException, InterruptedException {
        List<ContainerLog.Line> lines = log.from(0, 1);
        int next = lines.size();
        byte[] text = text(chosen(lines, since, tail), times);
        long left = limit;
        while (true) {
            int length = (int) Math.min(text.length, left);
            exchange.chunk(Arrays.copyOf(text, length));
            left -= length;
            boolean ended = log.ended();
            lines = log.from(next, ended ? 0 : LOOK_MILLIS);
            if (left == 0 || (ended && lines.isEmpty())) {
                exchange.end();
                return;
            }
            if (lines.isEmpty() && exchange.abandoned()) {
                exchange.reset();
                return;
            }
            next += lines.size();
            text = text(lines, times);
        }
    }
}
