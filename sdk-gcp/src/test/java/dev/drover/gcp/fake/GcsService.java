package dev.drover.gcp.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.gcp.fake.GcsBuckets.Refused;
import dev.drover.gcp.fake.GcsBuckets.Stored;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The <a href="https://cloud.google.com/storage/docs/json_api">JSON API</a> of Cloud Storage, as far as objects go. Safe
 * for many threads.
 */
final class GcsService {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (?:(\\d+)-(\\d+)|\\*)/(\\d+)");

    private final GcsBuckets buckets = new GcsBuckets();
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger sessionIds = new AtomicInteger();
    private final int pageSize;
    private final int rewrittenAtOnce;
    private volatile boolean comparing = true;

    /** An upload under way. */
    private static final class Session {
        private final String bucket;
        private final JsonNode described;
        private final Optional<Long> ifGeneration;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Optional<Stored> stored = Optional.empty();

        Session(String bucket, JsonNode described, Optional<Long> ifGeneration) {
            this.bucket = bucket;
            this.described = described;
            this.ifGeneration = ifGeneration;
        }
    }

    GcsService(int pageSize, int rewrittenAtOnce, String... names) {
        this.pageSize = pageSize;
        this.rewrittenAtOnce = rewrittenAtOnce;
        for (String name : names) {
            buckets.create(name);
        }
    }

    GcsBuckets buckets() {
        return buckets;
    }

    /** How many uploads were begun and neither ended nor cancelled. */
    long openSessions() {
        return sessions.values().stream()
                .filter(session -> session.stored.isEmpty())
                .count();
    }

    void compareNothing() {
        comparing = false;
    }

    void forgetSessions() {
        sessions.clear();
    }

    /** What Google calls what is asked for. */
    String operation(Exchange request) {
        List<String> path = request.path();
        if (request.startsWith("batch")) {
            return "batch";
        }
        if (request.startsWith("upload")) {
            if (request.query().containsKey("upload_id")) {
                boolean asked = request.header("content-range").orElse("").startsWith("bytes *");
                return request.method().equals("DELETE") ? "upload.cancel" : asked ? "upload.ask" : "upload.send";
            }
            return "resumable".equals(request.query().get("uploadType")) ? "upload.begin" : "objects.insert";
        }
        if (!request.startsWith("storage") && !request.startsWith("download")) {
            return "xml.download";
        }
        if (path.contains("rewriteTo")) {
            return "objects.rewrite";
        }
        if (path.get(path.size() - 1).equals("compose")) {
            return "objects.compose";
        }
        if (path.size() == 5) {
            return "objects.list";
        }
        return switch (request.method()) {
            case "DELETE" -> "objects.delete";
            default -> "media".equals(request.query().get("alt")) ? "objects.download" : "objects.get";
        };
    }

    Answer perform(String operation, Exchange request) throws IOException {
        try {
            return switch (operation) {
                case "objects.insert" -> insert(request);
                case "upload.begin" -> begin(request);
                case "upload.send" -> send(request, Integer.MAX_VALUE);
                case "upload.ask" -> progress(session(request));
                case "upload.cancel" -> cancel(request);
                case "objects.compose" -> compose(request);
                case "objects.rewrite" -> rewrite(request);
                case "objects.list" -> list(request);
                case "objects.delete" -> delete(request);
                case "objects.download" -> download(request);
                case "xml.download" -> plain(request);
                default -> Answer.json(200, json(stored(request)));
            };
        } catch (Refused e) {
            return error(e.status, e.reason, e.getMessage());
        }
    }

    static Answer error(int status, String reason, String message) throws IOException {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", status);
        error.put("message", message);
        error.put("errors", List.of(Map.of("domain", "global", "reason", reason, "message", message)));
        return Answer.json(status, JSON.writeValueAsString(Map.of("error", error)));
    }

    private Answer insert(Exchange request) throws IOException {
        List<Multipart.Part> parts =
                Multipart.parse(request.header("content-type").orElseThrow(), request.body());
        JsonNode described = JSON.readTree(parts.get(0).body());
        byte[] bytes = parts.get(1).body();
        requireChecksum(described.path("crc32c").asText(""), bytes);
        return Answer.json(
                200,
                json(buckets.put(
                        request.path().get(4),
                        described.path("name").asText(request.query().get("name")),
                        bytes,
                        request.number("ifGenerationMatch"),
                        described.path("storageClass").asText("STANDARD"),
                        metadata(described))));
    }

    private void requireChecksum(String told, byte[] bytes) {
        String found = GcsBuckets.crc32c(bytes);
        if (comparing && !told.isEmpty() && !told.equals(found)) {
            throw new Refused(
                    400,
                    "invalid",
                    "Provided CRC32C \"" + told + "\" doesn't match calculated CRC32C \"" + found + "\".");
        }
    }

    private Answer begin(Exchange request) throws IOException {
        JsonNode described = JSON.readTree(request.body());
        String bucket = request.path().get(4);
        Optional<Long> ifGeneration = request.number("ifGenerationMatch");
        buckets.require(bucket, described.path("name").asText(), ifGeneration);
        String id = "upload-" + sessionIds.incrementAndGet();
        sessions.put(id, new Session(bucket, described, ifGeneration));
        return Answer.empty(200)
                .with(
                        "Location",
                        "https://storage.example/upload/storage/v1/b/" + bucket + "/o?uploadType=resumable&upload_id="
                                + id);
    }

    private Session session(Exchange request) {
        Session session = sessions.get(request.query().get("upload_id"));
        if (session == null) {
            throw new Refused(404, "notFound", "No such upload.");
        }
        return session;
    }

    /** Stores what comes, up to a limit; the object when all is there. */
    Answer send(Exchange request, int most) throws IOException {
        try {
            Session session = session(request);
            Matcher range =
                    CONTENT_RANGE.matcher(request.header("content-range").orElse(""));
            if (!range.matches()) {
                throw new Refused(400, "invalid", "Bad Content-Range");
            }
            synchronized (session) {
                if (Long.parseLong(range.group(1)) != session.bytes.size()) {
                    throw new Refused(400, "invalid", "The bytes do not begin where those before have ended.");
                }
                session.bytes.write(request.body(), 0, Math.min(most, request.body().length));
                long total = Long.parseLong(range.group(3));
                if (session.bytes.size() < total
                        && session.bytes.size() % (256 * 1024) != 0
                        && most == Integer.MAX_VALUE) {
                    throw new Refused(400, "invalid", "A part must be a multiple of 256 KiB.");
                }
                if (session.bytes.size() == total) {
                    finish(session, request.header("x-goog-hash").orElse(""));
                }
            }
            return progress(session);
        } catch (Refused e) {
            return error(e.status, e.reason, e.getMessage());
        }
    }

    private void finish(Session session, String hash) {
        byte[] bytes = session.bytes.toByteArray();
        requireChecksum(hash.replace("crc32c=", ""), bytes);
        session.stored = Optional.of(buckets.put(
                session.bucket,
                session.described.path("name").asText(),
                bytes,
                session.ifGeneration,
                session.described.path("storageClass").asText("STANDARD"),
                metadata(session.described)));
    }

    private Answer progress(Session session) throws IOException {
        synchronized (session) {
            if (session.stored.isPresent()) {
                return Answer.json(200, json(session.stored.get()));
            }
            int size = session.bytes.size();
            return size == 0 ? Answer.empty(308) : Answer.empty(308).with("Range", "bytes=0-" + (size - 1));
        }
    }

    private Answer cancel(Exchange request) {
        sessions.remove(request.query().get("upload_id"));
        return Answer.empty(499);
    }

    private Answer compose(Exchange request) throws IOException {
        JsonNode asked = JSON.readTree(request.body());
        String bucket = request.path().get(3);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int sources = 0;
        for (JsonNode source : asked.path("sourceObjects")) {
            whole.write(buckets.get(
                            bucket,
                            source.path("name").asText(),
                            source.has("generation")
                                    ? Optional.of(source.path("generation").asLong())
                                    : Optional.empty())
                    .bytes());
            sources++;
        }
        if (sources > 32) {
            throw new Refused(400, "invalid", "The number of source components exceeds 32.");
        }
        JsonNode described = asked.path("destination");
        return Answer.json(
                200,
                json(buckets.put(
                        bucket,
                        request.path().get(5),
                        whole.toByteArray(),
                        request.number("ifGenerationMatch"),
                        described.path("storageClass").asText("STANDARD"),
                        metadata(described))));
    }

    /** A token tells how far it has come, and of which generation. */
    private Answer rewrite(Exchange request) throws IOException {
        List<String> path = request.path();
        String token = request.query().getOrDefault("rewriteToken", "");
        Optional<Long> pinned = token.isEmpty()
                ? request.number("sourceGeneration")
                : Optional.of(Long.valueOf(token.split(":", -1)[0]));
        Stored source = buckets.get(path.get(3), path.get(5), pinned);
        long done = token.isEmpty() ? 0 : Long.parseLong(token.split(":", -1)[1]);
        done = Math.min(source.bytes().length, done + rewrittenAtOnce);
        ObjectNode answer = JSON.createObjectNode()
                .put("kind", "storage#rewriteResponse")
                .put("totalBytesRewritten", String.valueOf(done))
                .put("objectSize", String.valueOf(source.bytes().length))
                .put("done", done == source.bytes().length);
        if (done < source.bytes().length) {
            answer.put("rewriteToken", source.generation() + ":" + done);
        } else {
            JsonNode described = request.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(request.body());
            Stored copy = buckets.put(
                    path.get(8),
                    path.get(10),
                    source.bytes(),
                    Optional.empty(),
                    described.path("storageClass").asText("STANDARD"),
                    source.metadata());
            answer.set("resource", JSON.readTree(json(copy)));
        }
        return Answer.json(200, JSON.writeValueAsString(answer));
    }

    private Answer list(Exchange request) throws IOException {
        int most = Math.min(pageSize, request.number("maxResults").orElse(1000L).intValue());
        List<Stored> found = buckets.list(
                request.path().get(3),
                request.query().getOrDefault("prefix", ""),
                request.query().getOrDefault("pageToken", ""));
        ObjectNode answer = JSON.createObjectNode().put("kind", "storage#objects");
        List<JsonNode> items = new ArrayList<>();
        for (Stored object : found.subList(0, Math.min(most, found.size()))) {
            items.add(JSON.readTree(json(object)));
        }
        if (!items.isEmpty()) {
            answer.putArray("items").addAll(items);
        }
        if (found.size() > most) {
            answer.put("nextPageToken", found.get(most - 1).name());
        }
        return Answer.json(200, JSON.writeValueAsString(answer));
    }

    private Answer delete(Exchange request) {
        buckets.delete(request.path().get(3), request.path().get(5), request.number("ifGenerationMatch"));
        return Answer.empty(204);
    }

    /** As the older API names objects, which has the same bytes. */
    private Answer plain(Exchange request) {
        List<String> path = request.path();
        Stored object = buckets.get(path.get(0), String.join("/", path.subList(1, path.size())), Optional.empty());
        return new Answer(200, Map.of("Content-Type", "application/octet-stream"), object.bytes());
    }

    private Answer download(Exchange request) {
        Stored object = stored(request);
        byte[] bytes = object.bytes();
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/octet-stream");
        headers.put("x-goog-generation", String.valueOf(object.generation()));
        headers.put("x-goog-hash", "crc32c=" + object.crc32c());
        Matcher range = RANGE.matcher(request.header("range").orElse(""));
        if (!range.matches()) {
            return new Answer(200, headers, bytes);
        }
        long start = Long.parseLong(range.group(1));
        if (start >= bytes.length) {
            throw new Refused(416, "requestedRangeNotSatisfiable", "Request range not satisfiable");
        }
        long end = range.group(2).isEmpty() ? bytes.length : Math.min(bytes.length, Long.parseLong(range.group(2)) + 1);
        headers.put("Content-Range", "bytes " + start + "-" + (end - 1) + "/" + bytes.length);
        return new Answer(206, headers, Arrays.copyOfRange(bytes, (int) start, (int) end));
    }

    private Stored stored(Exchange request) {
        return buckets.get(request.path().get(3), request.path().get(5), request.number("generation"));
    }

    private static Map<String, String> metadata(JsonNode described) {
        Map<String, String> metadata = new HashMap<>();
        described
                .path("metadata")
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
        return metadata;
    }

    private static String json(Stored object) throws IOException {
        ObjectNode json = JSON.createObjectNode()
                .put("kind", "storage#object")
                .put("bucket", object.bucket())
                .put("name", object.name())
                .put("size", String.valueOf(object.bytes().length))
                .put("generation", String.valueOf(object.generation()))
                .put("metageneration", "1")
                .put("timeCreated", object.created().toString())
                .put("updated", object.created().toString())
                .put("storageClass", object.storageClass())
                .put("crc32c", object.crc32c());
        if (!object.metadata().isEmpty()) {
            json.set("metadata", JSON.valueToTree(object.metadata()));
        }
        return JSON.writeValueAsString(json);
    }
}
