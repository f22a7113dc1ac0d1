package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import dev.drover.Attempt;
import dev.drover.JobSpec;
import dev.drover.SparkSql;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.standalone.rest.AgentJar;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a job needs beside itself: a Secret with the values of its secret variables, and a ConfigMap with scripts, SQL and
 * what runs SQL. Both have one name, which tells the attempt and their content apart from others, so that an object of
 * that name is always the right one. Values of secrets do not count: a rotated password is no other job.
 */
final class Parts {
    /** Where pods see the files. */
    static final String FOLDER = "/opt/drover/job";

    static final String AGENT = "agent.jar";
    static final String STATEMENTS = "statements.sql";
    private static final String SCRIPT = "bootstrap-";

    private final String name;
    private final List<String> variables;
    private final Map<String, String> files;
    private final Map<String, byte[]> binaries;

    private Parts(String name, List<String> variables, Map<String, String> files, Map<String, byte[]> binaries) {
        this.name = name;
        this.variables = variables;
        this.files = files;
        this.binaries = binaries;
    }

    /** @param scripts of the bootstrap actions, by their names */
    static Parts of(Attempt attempt, JobSpec job, Map<String, String> scripts) {
        Map<String, String> files = new TreeMap<>();
        Map<String, byte[]> binaries = new TreeMap<>();
        scripts.forEach((action, text) -> files.put(SCRIPT + action, text));
        if (job instanceof SparkSql sql) {
            sql.text().ifPresent(text -> files.put(STATEMENTS, text));
            binaries.put(AGENT, AgentJar.withoutJobs().bytes());
        }
        List<String> variables =
                List.copyOf(new TreeSet<>(job.options().secrets().keySet()));
        Digest digest = new Digest();
        variables.forEach(digest::add);
        files.forEach((file, text) -> digest.add(file).add(text));
        binaries.forEach((file, bytes) -> digest.add(file).add(bytes));
        return new Parts(attempt.name() + "-" + digest.hex().substring(0, 8), variables, files, binaries);
    }

    /** Of the Secret and of the ConfigMap. */
    String name() {
        return name;
    }

    /** The variables whose values are in the Secret. */
    List<String> variables() {
        return variables;
    }

    boolean hasFiles() {
        return !files.isEmpty() || !binaries.isEmpty();
    }

    static String script(BootstrapAction action) {
        return FOLDER + "/" + SCRIPT + action.name();
    }

    /** The text of a bootstrap action's script. */
    String text(BootstrapAction action) {
        return files.getOrDefault(SCRIPT + action.name(), "");
    }

    /** Reveals the secrets, so keep it no longer than the call that needs it. */
    Optional<JsonObject> secret(Order order) {
        if (variables.isEmpty()) {
            return Optional.empty();
        }
        JsonObject data = new JsonObject();
        order.jobOptions()
                .secrets()
                .forEach((variable, secret) ->
                        data.addProperty(variable, base64(secret.reveal().getBytes(StandardCharsets.UTF_8))));
        return Optional.of(object("Secret", order)
                .set("type", "Opaque")
                .set("immutable", true)
                .set("data", data)
                .json());
    }

    Optional<JsonObject> configMap(Order order) {
        if (!hasFiles()) {
            return Optional.empty();
        }
        JsonObject data = new JsonObject();
        binaries.forEach((file, bytes) -> data.addProperty(file, base64(bytes)));
        return Optional.of(object("ConfigMap", order)
                .set("immutable", true)
                .texts("data", files)
                .set("binaryData", data)
                .json());
    }

    private Fields object(String kind, Order order) {
        return new Fields()
                .set("apiVersion", "v1")
                .set("kind", kind)
                .set("metadata", Marks.metadata(name, order.namespace(), order.attempt()));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** What could not be sent: an object has at most 1 MiB. */
    List<String> tooLarge() {
        int size = files.values().stream()
                        .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length)
                        .sum()
                + binaries.values().stream().mapToInt(bytes -> bytes.length).sum();
        List<String> large = new ArrayList<>();
        if (size > 1_000_000) {
            large.addAll(files.keySet());
        }
        return large;
    }
}
