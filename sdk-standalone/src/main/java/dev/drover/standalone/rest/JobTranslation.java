package dev.drover.standalone.rest;

import dev.drover.Attempt;
import dev.drover.Command;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobOptions;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import dev.drover.standalone.agent.Arguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Translates jobs into submissions. */
final class JobTranslation {
    /** Shown in the first line of a driver's log, where {@link RunFinder} looks for it. */
    static final String REQUEST_ID = "spark.drover.requestId";

    private static final Set<String> TYPED = Set.of("spark.driver.cores", "spark.driver.memory");

    private JobTranslation() {}

    /**
     * The name of an attempt in a driver's properties. It is the shortest one, because Spark hides the value of a
     * property in which it reads words such as "token": three letters of the user's key cannot spell one.
     */
    static String requestId(Attempt attempt) {
        return attempt.name(20);
    }

    /** Refuses what cannot run; without any call. */
    static void check(JobSpec job, JobDefaults defaults) {
        JobOptions options = job.options();
        options.conf().forEach(JobTranslation::checkProperty);
        options.env().forEach((name, value) -> checkPlaceholder("environment variable " + name, value));
        if (defaults.staging().isEmpty()) {
            if (!(job instanceof SparkJar)) {
                throw unsupported("Only jars run there until a staging place is set, which the workers can read too: it"
                        + " holds Drover's agent, which runs commands, SQL and Python.");
            }
            options.args().forEach(arg -> checkPlaceholder("argument", arg));
        } else if (job instanceof PySpark && defaults.pysparkHome().isEmpty()) {
            throw unsupported("Python does not run there until pysparkHome is set: the folder on the workers with"
                    + " python/lib/pyspark.zip. Spark's jars alone hold no Python.");
        }
        uris(job).forEach(SparkUri::of);
    }

    private static DroverException unsupported(String message) {
        return new DroverException(ErrorCode.UNSUPPORTED, message);
    }

    private static void checkProperty(String name, String value) {
        checkPlaceholder("property " + name, value);
        if (TYPED.contains(name)) {
            throw DroverException.invalid("Set " + name + " through driver(Resources.of(cores, memoryMiB)).");
        }
        if (name.equals("spark.master")) {
            throw DroverException.invalid("Leave spark.master out: the cluster that is submitted to sets it.");
        }
        if (name.equals("spark.driver.supervise") && !value.equals("false")) {
            throw DroverException.invalid(
                    "Leave spark.driver.supervise out: a driver that Spark starts again runs twice"
                            + " for one request. Submit again when it has failed.");
        }
        if (name.equals(REQUEST_ID)) {
            throw DroverException.invalid("Leave " + REQUEST_ID + " out: Drover sets it.");
        }
    }

    /** The master and the worker would replace such a text by something of their own. */
    private static void checkPlaceholder(String what, String value) {
        if (value.startsWith("{{") && value.endsWith("}}")) {
            throw DroverException.invalid("The " + what + " must not begin with '{{' and end with '}}': Spark's daemons"
                    + " replace such texts.");
        }
    }

    private static Stream<StorageUri> uris(JobSpec job) {
        if (job instanceof SparkJar jar) {
            return Stream.concat(Stream.of(jar.jar()), jar.jars().stream());
        }
        if (job instanceof PySpark python) {
            return Stream.concat(Stream.of(python.script()), python.pyFiles().stream());
        }
        return job instanceof SparkSql sql ? sql.file().stream() : Stream.empty();
    }

    /**
     * The submission of a job. Reveals its secrets, so keep it no longer than the call that needs it.
     *
     * @param agent URI of the agent's jar; empty to run a jar without it
     */
    static SubmissionRequest toRequest(JobSpec job, Attempt attempt, JobDefaults defaults, Optional<StorageUri> agent) {
        Map<String, String> properties = properties(job, attempt, defaults);
        Map<String, String> environment = environment(job, defaults);
        if (agent.isPresent()) {
            List<String> args =
                    arguments(job, properties).stream().map(Arguments::encode).toList();
            return new SubmissionRequest(
                    SparkUri.of(agent.get()), AgentJar.mainClass(attempt), args, properties, environment);
        }
        SparkJar jar = (SparkJar) job;
        return new SubmissionRequest(
                SparkUri.of(jar.jar()), jar.mainClass(), jar.options().args(), properties, environment);
    }

    private static Map<String, String> properties(JobSpec job, Attempt attempt, JobDefaults defaults) {
        JobOptions options = job.options();
        Map<String, String> properties = new LinkedHashMap<>();
        // On by default from Spark 4 only.
        properties.put("spark.ui.prometheus.enabled", "true");
        properties.putAll(defaults.conf());
        properties.putAll(options.sparkProperties());
        if (job instanceof SparkJar) {
            // The jar itself too: only what is listed here reaches the executors.
            List<String> jars = new ArrayList<>(uris(job).map(SparkUri::of).toList());
            Optional.ofNullable(properties.get("spark.jars"))
                    .filter(more -> !more.isBlank())
                    .ifPresent(jars::add);
            properties.put("spark.jars", String.join(",", jars));
        }
        if (job instanceof PySpark) {
            defaults.pysparkHome().ifPresent(home -> properties.putIfAbsent("spark.executorEnv.SPARK_HOME", home));
        }
        properties.put("spark.app.name", options.name().orElseGet(attempt::name));
        properties.put("spark.driver.cores", String.valueOf(options.driver().cores()));
        properties.put("spark.driver.memory", options.driver().memoryMiB() + "m");
        properties.put("spark.driver.supervise", "false");
        properties.put(REQUEST_ID, requestId(attempt));
        return properties;
    }

    private static Map<String, String> environment(JobSpec job, JobDefaults defaults) {
        Map<String, String> environment = new LinkedHashMap<>(job.options().env());
        if (job instanceof PySpark) {
            defaults.pysparkHome().ifPresent(home -> environment.putIfAbsent("SPARK_HOME", home));
        }
        job.options().secrets().forEach((name, secret) -> environment.put(name, secret.reveal()));
        return environment;
    }

    private static List<String> arguments(JobSpec job, Map<String, String> properties) {
        List<String> args = new ArrayList<>();
        if (job instanceof SparkJar jar) {
            args.addAll(List.of("java", jar.mainClass()));
        } else if (job instanceof Command command) {
            args.addAll(List.of("command", command.program()));
        } else if (job instanceof SparkSql sql) {
            args.add("sql");
            sql.text().ifPresent(text -> args.addAll(List.of("--text", text)));
            sql.file().ifPresent(file -> args.addAll(List.of("--file", SparkUri.of(file))));
        } else if (job instanceof PySpark python) {
            // spark-submit would name the application after the script.
            args.addAll(List.of("pyspark", "--name", properties.getOrDefault("spark.app.name", "")));
            if (!python.pyFiles().isEmpty()) {
                args.add("--py-files");
                args.add(python.pyFiles().stream().map(SparkUri::of).collect(Collectors.joining(",")));
            }
            args.add(SparkUri.of(python.script()));
        }
        args.addAll(job.options().args());
        return args;
    }
}
