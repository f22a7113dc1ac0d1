package dev.drover.k8s.internal;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okio.BufferedSource;

/**
 * One request to an API server, and how its answer is read. Immutable.
 *
 * <p>Objects are models of the client's or {@link JsonObject}s; see {@link Resource}. What else the API offers for a
 * request is set with {@link #with}, by the
 * <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/">API's own names</a>.
 */
public final class KubeRequest<T> {
    private static final String JSON_TYPE = "application/json";
    /** After the time at which the server should have ended a watch. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final String method;
    private final Target target;
    private final String path;
    private final Map<String, String> query;
    private final String contentType;
    private final byte[] body;
    private final Answer<T> answer;

    private KubeRequest(
            String method,
            Target target,
            String path,
            Map<String, String> query,
            String contentType,
            byte[] body,
            Answer<T> answer) {
        this.method = method;
        this.target = target;
        this.path = path;
        this.query = query;
        this.contentType = contentType;
        this.body = body;
        this.answer = answer;
    }

    /** One object. An empty namespace means that it is in none; so everywhere here. */
    public static <T> KubeRequest<T> get(Resource<T> resource, String namespace, String name) {
        return reading(new Target("get", resource, namespace, name, ""), one(resource.type()));
    }

    /** A page of them; {@code limit} and {@code continue} say which. An empty namespace means all of them. */
    public static <T> KubeRequest<Page<T>> list(Resource<T> resource, String namespace) {
        return reading(new Target("list", resource, namespace, "", ""), page(resource.type()));
    }

    /**
     * Changes as they happen, with bookmarks; {@code resourceVersion} says from where on.
     *
     * @param longest after which the server ends it in good order; whole seconds
     */
    public static <T> KubeRequest<Watch<T>> watch(Resource<T> resource, String namespace, Duration longest) {
        return reading(
                        new Target("watch", resource, namespace, "", ""),
                        reply -> new Watch<>(reply, resource.type(), longest.plus(GRACE)))
                .with("watch", "true")
                .with("allowWatchBookmarks", "true")
                .with("timeoutSeconds", Long.toString(longest.toSeconds()));
    }

    public static <T> KubeRequest<T> create(Resource<T> resource, String namespace, T object) {
        return new KubeRequest<>(
                "POST", new Target("create", resource, namespace, "", ""), JSON_TYPE, object, one(resource.type()));
    }

    public static <T> KubeRequest<T> patch(
            Resource<T> resource, String namespace, String name, Patch kind, Object change) {
        return new KubeRequest<>(
                "PATCH",
                new Target("patch", resource, namespace, name, ""),
                kind.contentType(),
                change,
                one(resource.type()));
    }

    /**
     * Deletes an object and, later, what belongs to it. The answer comes before it is gone.
     *
     * @param uid of the very object that is meant: another one of its name is left alone, with 409
     */
    public static KubeRequest<JsonObject> delete(
            Resource<?> resource, String namespace, String name, Optional<String> uid) {
        JsonObject options = new JsonObject();
        options.addProperty("apiVersion", "v1");
        options.addProperty("kind", "DeleteOptions");
        options.addProperty("propagationPolicy", "Background");
        uid.ifPresent(id -> {
            JsonObject preconditions = new JsonObject();
            preconditions.addProperty("uid", id);
            options.add("preconditions", preconditions);
        });
        return new KubeRequest<>(
                "DELETE",
                new Target("delete", resource, namespace, name, ""),
                JSON_TYPE,
                options,
                one(JsonObject.class));
    }

    /** What a pod writes; {@code container}, {@code follow}, {@code tailLines} and {@code limitBytes} say what of it. */
    public static KubeRequest<InputStream> logs(String namespace, String pod) {
        return reading(
                new Target("get", new Resource<>("", "v1", "pods", JsonObject.class), namespace, pod, "log"),
                LogStream::new);
    }

    /** What the server says of itself, such as {@code /version} or {@code /apis}. */
    public static KubeRequest<JsonObject> about(String path) {
        Target target = new Target("get", new Resource<>("", "", path, JsonObject.class), "", "", "");
        return new KubeRequest<>("GET", target, path, Map.of(), "", new byte[0], one(JsonObject.class));
    }

    static <T> KubeRequest<T> reading(Target target, Answer<T> answer) {
        return new KubeRequest<>("GET", target, target.path(), Map.of(), "", new byte[0], answer);
    }

    private KubeRequest(String method, Target target, String contentType, Object body, Answer<T> answer) {
        this(method, target, target.path(), Map.of(), contentType, bytes(body), answer);
    }

    /** The same request with another parameter. */
    public KubeRequest<T> with(String parameter, String value) {
        Map<String, String> more = new LinkedHashMap<>(query);
        more.put(parameter, value);
        return new KubeRequest<>(method, target, path, Map.copyOf(more), contentType, body, answer);
    }

    /** JSON that was built by hand keeps its nulls: in a patch they mean something. */
    private static byte[] bytes(Object body) {
        String json = body instanceof JsonElement element ? element.toString() : JSON.serialize(body);
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> Answer<T> one(Class<T> type) {
        return reply -> whole(reply, json -> JSON.getGson().fromJson(json, type));
    }

    private static <T> Answer<Page<T>> page(Class<T> type) {
        return reply -> whole(reply, json -> {
            List<T> items = new ArrayList<>();
            for (JsonObject each : Json.objects(json, "items")) {
                items.add(JSON.getGson().fromJson(each, type));
            }
            JsonObject metadata = Json.object(json, "metadata");
            return new Page<>(
                    List.copyOf(items),
                    Json.text(metadata, "resourceVersion").orElse(""),
                    Json.text(metadata, "continue").filter(token -> !token.isEmpty()));
        });
    }

    private static <T> T whole(Reply reply, Decoding<T> decoding) throws IOException {
        try (reply) {
            return decoding.of(
                    JsonParser.parseString(reply.read(BufferedSource::readUtf8)).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException("the answer is not what an API server sends", e);
        }
    }

    @FunctionalInterface
    private interface Decoding<T> {
        T of(JsonObject json);
    }

    String method() {
        return method;
    }

    Target target() {
        return target;
    }

    String path() {
        return path;
    }

    Map<String, String> query() {
        return query;
    }

    String contentType() {
        return contentType;
    }

    byte[] body() {
        return body;
    }

    Answer<T> answer() {
        return answer;
    }

    /** What is asked for, never the body. */
    @Override
    public String toString() {
        return target.toString();
    }
}
