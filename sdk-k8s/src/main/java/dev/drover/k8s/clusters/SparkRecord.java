package dev.drover.k8s.clusters;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.drover.ClusterSpec;
import dev.drover.Scaling;
import dev.drover.Secret;
import dev.drover.k8s.internal.Json;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of a cluster from its Secret, which is made before everything else and owns everything else: with it goes
 * the cluster.
 *
 * @param made whether everything has been asked for
 * @param ending whether it is being deleted
 * @param operator whether Apache's operator makes the pods
 * @param conf Spark properties that hold for every job
 */
record SparkRecord(
        String name,
        Optional<String> uid,
        boolean made,
        boolean ending,
        boolean operator,
        String sparkVersion,
        Map<String, String> conf,
        Optional<Scaling> scaling,
        Optional<Secret> signingKey) {
    private static final String CLUSTER = "cluster.json";
    private static final String SIGNING_KEY = "signing-key";

    /** The Secret that says so of a cluster that is to be made. */
    static V1Secret secret(V1ObjectMeta meta, ClusterSpec spec, String sparkVersion, boolean operator, SparkKeys keys) {
        JsonObject cluster = new JsonObject();
        cluster.addProperty("sparkVersion", sparkVersion);
        cluster.addProperty("operator", operator);
        JsonObject conf = new JsonObject();
        new TreeMap<>(spec.conf()).forEach(conf::addProperty);
        if (spec.shuffleService()) {
            conf.addProperty("spark.shuffle.service.enabled", "true");
        }
        cluster.add("conf", conf);
        spec.scaling().ifPresent(range -> {
            cluster.addProperty("minWorkers", range.minWorkers());
            cluster.addProperty("maxWorkers", range.maxWorkers());
        });
        return new V1Secret()
                .apiVersion("v1")
                .kind("Secret")
                .metadata(meta)
                .type("Opaque")
                .putDataItem(CLUSTER, bytes(cluster.toString()))
                .putDataItem(SIGNING_KEY, bytes(keys.signing()))
                .putDataItem(file(SparkRole.MASTER), bytes(SparkProperties.master(keys)))
                .putDataItem(file(SparkRole.WORKER), bytes(SparkProperties.worker(keys, spec.shuffleService())));
    }

    /** The key of the Secret that holds a role's properties. */
    static String file(SparkRole role) {
        return role.word() + ".conf";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static SparkRecord of(JsonObject secret) {
        Meta meta = Meta.of(secret);
        JsonObject cluster = data(secret, CLUSTER).map(SparkRecord::json).orElseGet(JsonObject::new);
        Map<String, String> conf = new TreeMap<>();
        Json.object(cluster, "conf")
                .entrySet()
                .forEach(each -> conf.put(each.getKey(), each.getValue().getAsString()));
        return new SparkRecord(
                meta.name(),
                meta.uid(),
                meta.made(),
                meta.ending(),
                Json.text(cluster, "operator").filter("true"::equals).isPresent(),
                Json.text(cluster, "sparkVersion").orElse(""),
                Map.copyOf(conf),
                number(cluster, "minWorkers")
                        .flatMap(min -> number(cluster, "maxWorkers").map(max -> Scaling.between(min, max))),
                data(secret, SIGNING_KEY).map(Secret::of));
    }

    private static Optional<String> data(JsonObject secret, String key) {
        return Json.text(Json.object(secret, "data"), key)
                .map(text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
    }

    private static Optional<Integer> number(JsonObject from, String name) {
        return Json.text(from, name).filter(text -> text.matches("\\d{1,5}")).map(Integer::parseInt);
    }

    private static JsonObject json(String text) {
        try {
            return JsonParser.parseString(text) instanceof JsonObject object ? object : new JsonObject();
        } catch (JsonParseException e) {
            return new JsonObject();
        }
    }

    SparkNames names() {
        return new SparkNames(name, operator);
    }
}
