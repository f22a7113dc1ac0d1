package dev.drover;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** What all kinds of jobs have in common; built through the builder of the kind. Immutable. */
public final class JobOptions {
    private static final Resources USUAL_DRIVER = Resources.of(1, 1024);
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Optional<String> name;
    private final List<String> args;
    private final Map<String, String> conf;
    private final Map<String, String> env;
    private final Map<String, Secret> secrets;
    private final Optional<Resources> driver;
    private final Optional<Resources> executor;
    private final OptionalInt executors;
    private final Optional<DynamicAllocation> dynamicAllocation;
    private final Optional<SchedulerMode> scheduler;
    private final Map<String, String> labels;
    private final Optional<String> queue;
    private final List<Customizer<?>> customizers;

    /** What a builder has gathered so far. */
    static final class Draft {
        Optional<String> name = Optional.empty();
        List<String> args = List.of();
        final Map<String, String> conf = new LinkedHashMap<>();
        final Map<String, String> env = new LinkedHashMap<>();
        final Map<String, Secret> secrets = new LinkedHashMap<>();
        Optional<Resources> driver = Optional.empty();
        Optional<Resources> executor = Optional.empty();
        OptionalInt executors = OptionalInt.empty();
        Optional<DynamicAllocation> dynamicAllocation = Optional.empty();
        Optional<SchedulerMode> scheduler = Optional.empty();
        final Map<String, String> labels = new LinkedHashMap<>();
        Optional<String> queue = Optional.empty();
        final List<Customizer<?>> customizers = new ArrayList<>();

        Draft() {}

        Draft(JobOptions from) {
            name = from.name;
            args = from.args;
            conf.putAll(from.conf);
            env.putAll(from.env);
            secrets.putAll(from.secrets);
            driver = from.driver;
            executor = from.executor;
            executors = from.executors;
            dynamicAllocation = from.dynamicAllocation;
            scheduler = from.scheduler;
            labels.putAll(from.labels);
            queue = from.queue;
            customizers.addAll(from.customizers);
        }

        /** Whether none of these Spark properties is given. */
        boolean leavesOpen(Set<String> properties) {
            return Collections.disjoint(conf.keySet(), properties);
        }

        /** Whether there is anything in it that {@link JobSettings} can say. */
        boolean saysAnything() {
            return !conf.isEmpty()
                    || !env.isEmpty()
                    || !secrets.isEmpty()
                    || !labels.isEmpty()
                    || driver.isPresent()
                    || executor.isPresent()
                    || executors.isPresent()
                    || dynamicAllocation.isPresent()
                    || scheduler.isPresent();
        }
    }

    JobOptions(Draft draft) {
        name = draft.name;
        args = draft.args;
        conf = Map.copyOf(draft.conf);
        env = Map.copyOf(draft.env);
        secrets = Map.copyOf(draft.secrets);
        driver = draft.driver;
        executor = draft.executor;
        executors = draft.executors;
        dynamicAllocation = draft.dynamicAllocation;
        scheduler = draft.scheduler;
        labels = Map.copyOf(draft.labels);
        queue = draft.queue;
        customizers = List.copyOf(draft.customizers);
        check();
    }

    private void check() {
        queue.ifPresent(q -> {
            if (q.isBlank() || q.length() > 200 || q.chars().anyMatch(c -> Character.isISOControl(c) || c == ' ')) {
                throw DroverException.invalid("A queue's name has 1 to 200 characters without spaces.");
            }
        });
        name.ifPresent(n -> {
            if (n.isBlank() || n.length() > 200 || n.chars().anyMatch(Character::isISOControl)) {
                throw DroverException.invalid("A job's name has 1 to 200 characters and no control characters.");
            }
        });
        SparkProperties.check(conf);
        env.keySet().forEach(JobOptions::checkVariable);
        secrets.keySet().forEach(variable -> {
            checkVariable(variable);
            if (env.containsKey(variable)) {
                throw DroverException.invalid("The variable " + variable + " is set both as env and as secret.");
            }
        });
        if (executors.isPresent() && executors.getAsInt() < 1) {
            throw DroverException.invalid("The number of executors must be at least 1, not " + executors.getAsInt());
        }
        if (executors.isPresent() && dynamicAllocation.isPresent()) {
            throw DroverException.invalid("Choose either a number of executors or dynamic allocation, not both.");
        }
        sparkProperties();
    }

    private static void checkVariable(String variable) {
        if (!VARIABLE.matcher(variable).matches()) {
            throw DroverException.invalid("'" + variable + "' is not the name of an environment variable; use letters,"
                    + " digits and underscores.");
        }
    }

    /** The application's name, where one was given. */
    public Optional<String> name() {
        return name;
    }

    /** The application's arguments. */
    public List<String> args() {
        return args;
    }

    /** The Spark properties as the user gave them; {@link #sparkProperties()} holds the typed options too. */
    public Map<String, String> conf() {
        return conf;
    }

    /** Environment variables that are no secrets. */
    public Map<String, String> env() {
        return env;
    }

    /** Environment variables by reference. */
    public Map<String, Secret> secrets() {
        return secrets;
    }

    public Resources driver() {
        return driver.orElse(USUAL_DRIVER);
    }

    /** Empty if nothing was said. */
    Optional<Resources> requestedDriver() {
        return driver;
    }

    public Optional<Resources> executor() {
        return executor;
    }

    public OptionalInt executors() {
        return executors;
    }

    public Optional<DynamicAllocation> dynamicAllocation() {
        return dynamicAllocation;
    }

    public Optional<SchedulerMode> scheduler() {
        return scheduler;
    }

    public Map<String, String> labels() {
        return labels;
    }

    /** The scheduler's queue to wait in; on a pool, the pool's name for it. */
    public Optional<String> queue() {
        return queue;
    }

    /** Changes to the platform's own request, in their order. */
    public List<Customizer<?>> customizers() {
        return customizers;
    }

    /**
     * The user's properties and those that the typed options stand for
     * (<a href="https://spark.apache.org/docs/latest/configuration.html">Spark: configuration</a>), driver resources
     * excepted, since each platform takes them in its own way.
     */
    public Map<String, String> sparkProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        executor.ifPresent(e -> {
            properties.put("spark.executor.cores", String.valueOf(e.cores()));
            properties.put("spark.executor.memory", e.memoryMiB() + "m");
        });
        executors.ifPresent(n -> {
            properties.put("spark.executor.instances", String.valueOf(n));
            executor.ifPresent(e -> properties.put("spark.cores.max", String.valueOf((long) n * e.cores())));
        });
        dynamicAllocation.ifPresent(d -> {
            properties.put("spark.dynamicAllocation.enabled", "true");
            properties.put("spark.dynamicAllocation.minExecutors", String.valueOf(d.minExecutors()));
            properties.put("spark.dynamicAllocation.maxExecutors", String.valueOf(d.maxExecutors()));
            properties.put(
                    "spark.dynamicAllocation.executorIdleTimeout",
                    d.idleTimeout().toSeconds() + "s");
            if (!"true".equals(conf.get("spark.shuffle.service.enabled"))) {
                properties.put("spark.dynamicAllocation.shuffleTracking.enabled", "true");
            }
        });
        scheduler.ifPresent(mode -> properties.put("spark.scheduler.mode", mode.name()));
        return SparkProperties.merge(conf, properties);
    }
}
