package dev.drover.samples.gateway;

import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.Resources;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A job as the body of {@code POST /spark} says it.
 *
 * @param sparkVersion of the clusters that may take it
 */
record SubmissionRequest(JobSpec job, Optional<String> sparkVersion) {
    private static final Pattern MEMORY = Pattern.compile("([0-9]{1,6})(m|g)i?b?");
    private static final int LEAST_CORES = 1;
    private static final int LEAST_MIB = 1024;
    private static final int MIB_OF_GIB = 1024;

    /** The label of every run of the gateway's, with the user's name. */
    static final String LABEL = "submitted-by";

    /**
     * Reads a body.
     *
     * @throws HttpProblem 400 if it is wrong, saying where
     * @throws dev.drover.DroverException INVALID_ARGUMENT if the job makes no sense
     */
    static SubmissionRequest read(byte[] body, User user) {
        Fields fields = new Fields(Json.read(body));
        JobSpec.Builder<?> job = kind(fields);
        fields.text("applicationName").ifPresent(job::name);
        List<String> arguments = fields.texts("arguments");
        if (!arguments.isEmpty()) {
            job.args(arguments);
        }
        job.conf(fields.map("sparkConf"));
        fields.map("env").forEach(job::env);
        job.queue(fields.text("queue"));
        fields.group("driver").ifPresent(driver -> {
            resources(driver).ifPresent(job::driver);
            driver.end();
        });
        fields.group("executor").ifPresent(executor -> {
            resources(executor).ifPresent(job::executor);
            executor.integer("instances").ifPresent(job::executors);
            executor.end();
        });
        Optional<String> sparkVersion = fields.text("sparkVersion");
        fields.end();
        return new SubmissionRequest(job.label(LABEL, user.name()).build(), sparkVersion);
    }

    private static JobSpec.Builder<?> kind(Fields fields) {
        String type = fields.required("type");
        StorageUri main = StorageUri.parse(fields.required("mainApplicationFile"));
        Optional<Fields> deps = fields.group("deps");
        switch (type.toLowerCase(Locale.ROOT)) {
            case "java", "scala" -> {
                SparkJar.Builder jar = SparkJar.of(main, fields.required("mainClass"));
                deps.ifPresent(group -> jar.jars(uris(group, "jars")));
                deps.ifPresent(Fields::end);
                return jar;
            }
            case "python" -> {
                PySpark.Builder python = PySpark.script(main);
                deps.ifPresent(group -> python.pyFiles(uris(group, "pyFiles")));
                deps.ifPresent(Fields::end);
                return python;
            }
            case "sql" -> {
                deps.ifPresent(Fields::end);
                return SparkSql.file(main);
            }
            default -> throw fields.wrong("type", "is Java, Scala, Python or SQL");
        }
    }

    private static StorageUri[] uris(Fields deps, String name) {
        return deps.texts(name).stream().map(StorageUri::parse).toArray(StorageUri[]::new);
    }

    private static Optional<Resources> resources(Fields group) {
        OptionalInt cores = group.integer("cores");
        Optional<Integer> memory = group.text("memory").map(text -> mib(group, text));
        return cores.isEmpty() && memory.isEmpty()
                ? Optional.empty()
                : Optional.of(Resources.of(cores.orElse(LEAST_CORES), memory.orElse(LEAST_MIB)));
    }

    private static int mib(Fields group, String text) {
        Matcher parts = MEMORY.matcher(text.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw group.wrong("memory", "is a size such as 512m or 4g");
        }
        int number = Integer.parseInt(parts.group(1));
        return parts.group(2).equals("m") ? number : number * MIB_OF_GIB;
    }
}
