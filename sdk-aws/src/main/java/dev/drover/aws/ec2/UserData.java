package dev.drover.aws.ec2;

import dev.drover.ClusterSpec;
import dev.drover.DroverException;
import dev.drover.NodeGroup;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.bootstrap.BootstrapAction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/**
 * The script that cloud-init runs when a machine first starts: quoted values, then {@code node.sh} as it is. Equal input
 * gives equal bytes, so that a request can be repeated.
 */
final class UserData {
    /** EC2's limit, before base64. */
    static final int MOST_BYTES = 16_384;

    private static final String BODY = "node.sh";

    private final Ec2SparkOptions options;
    private final Function<StorageUri, Storage> storages;

    UserData(Ec2SparkOptions options, Function<StorageUri, Storage> storages) {
        this.options = options;
        this.storages = storages;
    }

    /** What a node must know of its cluster. */
    record Cluster(ClusterRecord record, String authSecret, String signingKey) {
        static Cluster of(ClusterRecord record, ClusterKeys keys) {
            return new Cluster(record, keys.authSecret(record.groupId()), keys.signingKey(record.groupId()));
        }
    }

    /**
     * The script of a role.
     *
     * @param masterHost the master's address; empty for the master itself
     * @throws DroverException INVALID_ARGUMENT if it would be larger than EC2 takes
     */
    byte[] script(NodeRole role, Cluster cluster, String masterHost, ClusterSpec spec, NodeGroup nodes) {
        SparkSource spark = options.spark();
        List<String> lines = new ArrayList<>();
        lines.add("#!/bin/bash");
        set(lines, "cluster", cluster.record().name());
        set(lines, "role", role.word());
        set(lines, "source", spark.kind().name().toLowerCase(Locale.ROOT));
        set(lines, "location", spark.location(cluster.record().sparkVersion()));
        set(lines, "sha512", spark.sha512().orElse(""));
        set(
                lines,
                "ends_at",
                spec.maxAge()
                        .map(age -> cluster.record().begun().plus(age).getEpochSecond())
                        .orElse(0L));
        set(lines, "disks", nodes.disks().size());
        set(lines, "master_host", masterHost);
        set(lines, "worker_cores", spec.worker().cores());
        set(lines, "worker_memory", spec.worker().memoryMiB());
        set(lines, "auth_secret", cluster.authSecret());
        set(lines, "signing_key", role == NodeRole.MASTER ? cluster.signingKey() : "");
        set(lines, "shuffle_service", spec.shuffleService());
        lines.add("bootstrap_actions() {");
        spec.bootstrapActions().forEach(action -> lines.add("  " + call(action)));
        lines.add("  :");
        lines.add("}");
        return fitting(String.join("\n", lines) + "\n" + body());
    }

    private String call(BootstrapAction action) {
        List<String> words = new ArrayList<>();
        words.add("run_bootstrap");
        words.add(quote(action.name()));
        words.add(String.valueOf(action.timeout().toSeconds()));
        words.add(quote(Base64.getEncoder().encodeToString(text(action).getBytes(StandardCharsets.UTF_8))));
        words.add(String.valueOf(action.env().size()));
        action.env().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(variable -> words.add(quote(variable.getKey() + "=" + variable.getValue())));
        action.args().forEach(argument -> words.add(quote(argument)));
        return String.join(" ", words);
    }

    /** A script that lies in a storage is read here: a node may have neither the tool nor the right to fetch it. */
    private String text(BootstrapAction action) {
        if (action.script().isPresent()) {
            return action.script().get();
        }
        StorageUri uri = action.uri().orElseThrow();
        try (InputStream content = storages.apply(uri).get(uri)) {
            return new String(content.readNBytes(BootstrapAction.MAX_SCRIPT * 4), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The script " + uri + " cannot be read to its end", e);
        }
    }

    private static void set(List<String> lines, String variable, Object value) {
        lines.add(variable + "=" + quote(String.valueOf(value)));
    }

    /** One word for a POSIX shell, whatever is in it. */
    static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** Plain where it fits, so that people can read it; else compressed, which cloud-init understands. */
    private static byte[] fitting(String script) {
        byte[] plain = script.getBytes(StandardCharsets.UTF_8);
        byte[] sent = plain.length <= MOST_BYTES ? plain : compressed(plain);
        if (sent.length > MOST_BYTES) {
            throw DroverException.invalid(
                    "The machines' start script has " + sent.length + " bytes, compressed; EC2 takes" + " " + MOST_BYTES
                            + ". Let a short bootstrap action fetch the long ones.");
        }
        return sent;
    }

    private static byte[] compressed(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String body() {
        try (InputStream in = UserData.class.getResourceAsStream(BODY)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(BODY + " of the class path cannot be read", e);
        }
    }
}
