package dev.drover.internal.job;

import dev.drover.Command;
import dev.drover.Customizer;
import dev.drover.DynamicAllocation;
import dev.drover.JobOptions;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.Resources;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import dev.drover.spi.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A hash by which two specs are told apart. Secrets count by the names of their variables only: a rotated password is no
 * other job. Customizers count by type and label, since what they do cannot be read. The queue does not count: a pool
 * translates it for each cluster.
 */
public final class SpecDigest {
    private final MessageDigest sha = Sha256.begin();

    private SpecDigest() {}

    /** In hexadecimal digits. */
    public static String of(JobSpec job) {
        SpecDigest digest = new SpecDigest();
        digest.add(job);
        digest.add(job.options());
        return HexFormat.of().formatHex(digest.sha.digest());
    }

    private void add(JobSpec job) {
        if (job instanceof SparkJar jar) {
            add("jar", jar.jar().toString(), jar.mainClass());
            uris("jars", jar.jars());
        } else if (job instanceof PySpark python) {
            add("python", python.script().toString());
            uris("pyFiles", python.pyFiles());
        } else if (job instanceof SparkSql sql) {
            add(
                    "sql",
                    sql.text().orElse(""),
                    sql.file().map(StorageUri::toString).orElse(""));
        } else if (job instanceof Command command) {
            add("command", command.program());
        }
    }

    private void add(JobOptions options) {
        add("name", options.name().orElse(""));
        add("args", options.args());
        add("conf", options.conf());
        add("env", options.env());
        add("secrets", options.secrets().keySet().stream().sorted().toList());
        add("driver", text(options.driver()));
        add("executor", options.executor().map(SpecDigest::text).orElse(""));
        add("executors", options.executors().toString());
        add(
                "dynamicAllocation",
                options.dynamicAllocation().map(DynamicAllocation::toString).orElse(""));
        add("scheduler", options.scheduler().map(Enum::name).orElse(""));
        add("labels", options.labels());
        add("customizers", options.customizers().stream().map(SpecDigest::text).toList());
    }

    private static String text(Resources resources) {
        return resources.cores() + "x" + resources.memoryMiB();
    }

    private static String text(Customizer<?> customizer) {
        return customizer.type().getName() + " " + customizer.label();
    }

    private void uris(String name, List<StorageUri> uris) {
        add(name, uris.stream().map(StorageUri::toString).toList());
    }

    private void add(String name, Map<String, String> values) {
        new TreeMap<>(values).forEach((key, value) -> add(name, key, value));
    }

    private void add(String name, List<String> values) {
        add(name, values.toArray(String[]::new));
    }

    /** Lengths go before texts, so that no two specs give the same bytes. */
    private void add(String name, String... values) {
        text(name);
        text(String.valueOf(values.length));
        for (String value : values) {
            text(value);
        }
    }

    private void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        sha.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        sha.update(bytes);
    }
}
