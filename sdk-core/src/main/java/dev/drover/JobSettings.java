package dev.drover;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What somebody other than a job's author says of it, such as the owner of a {@linkplain
 * dev.drover.routing.ClusterPool pool}: {@link #fill} for what a job leaves open, {@link #overrule} whatever it says.
 *
 * <p>Properties, variables and labels count one by one; how many executors there are, by number or by dynamic
 * allocation, is one thing. A job that gives a Spark property for what has an option here, such as
 * {@code spark.executor.memory}, has said it. Commands take variables, labels and driver resources, and leave what is
 * Spark's. Immutable.
 */
public final class JobSettings {
    private static final Set<String> DRIVER = Set.of("spark.driver.cores", "spark.driver.memory");
    private static final Set<String> EXECUTOR = Set.of("spark.executor.cores", "spark.executor.memory");
    private static final Set<String> EXECUTORS = Set.of(
            "spark.executor.instances",
            "spark.dynamicAllocation.enabled",
            "spark.dynamicAllocation.minExecutors",
            "spark.dynamicAllocation.maxExecutors",
            "spark.dynamicAllocation.executorIdleTimeout",
            "spark.dynamicAllocation.shuffleTracking.enabled");
    private static final Set<String> SCHEDULER = Set.of("spark.scheduler.mode");
    /** Stands for the size and the number of executors together. */
    private static final String ALL_CORES = "spark.cores.max";

    private static final JobSettings NONE = builder().build();

    private final JobOptions said;
    private final boolean empty;

    private JobSettings(JobOptions.Draft draft) {
        said = new JobOptions(draft);
        empty = !draft.saysAnything();
        for (String property : said.conf().keySet()) {
            if (DRIVER.contains(property)
                    || EXECUTOR.contains(property)
                    || EXECUTORS.contains(property)
                    || SCHEDULER.contains(property)
                    || property.equals(ALL_CORES)) {
                throw DroverException.invalid("Settings of jobs say " + property
                        + " by driver, executor, executors, dynamicAllocation or scheduler, not as a property.");
            }
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Nothing is said. */
    public static JobSettings none() {
        return NONE;
    }

    public Map<String, String> conf() {
        return said.conf();
    }

    public Map<String, String> env() {
        return said.env();
    }

    public Map<String, Secret> secrets() {
        return said.secrets();
    }

    public Map<String, String> labels() {
        return said.labels();
    }

    public Optional<Resources> driver() {
        return said.requestedDriver();
    }

    public Optional<Resources> executor() {
        return said.executor();
    }

    public OptionalInt executors() {
        return said.executors();
    }

    public Optional<DynamicAllocation> dynamicAllocation() {
        return said.dynamicAllocation();
    }

    public Optional<SchedulerMode> scheduler() {
        return said.scheduler();
    }

    /** The job with these settings where it says nothing itself. */
    public JobSpec fill(JobSpec job) {
        if (empty) {
            return job;
        }
        JobSpec.Builder<?> builder = job.toBuilder();
        fill(builder.draft, !(job instanceof Command));
        return builder.build();
    }

    private void fill(JobOptions.Draft job, boolean spark) {
        env().forEach((variable, value) -> {
            if (!job.secrets.containsKey(variable)) {
                job.env.putIfAbsent(variable, value);
            }
        });
        secrets().forEach((variable, secret) -> {
            if (!job.env.containsKey(variable)) {
                job.secrets.putIfAbsent(variable, secret);
            }
        });
        labels().forEach(job.labels::putIfAbsent);
        if (job.driver.isEmpty() && job.leavesOpen(DRIVER)) {
            job.driver = driver();
        }
        if (spark) {
            fillSpark(job);
        }
    }

    private void fillSpark(JobOptions.Draft job) {
        boolean coresOpen = !job.conf.containsKey(ALL_CORES);
        if (job.executor.isEmpty() && coresOpen && job.leavesOpen(EXECUTOR)) {
            job.executor = executor();
        }
        if (job.executors.isEmpty() && job.dynamicAllocation.isEmpty() && coresOpen && job.leavesOpen(EXECUTORS)) {
            job.executors = executors();
            job.dynamicAllocation = dynamicAllocation();
        }
        if (job.scheduler.isEmpty() && job.leavesOpen(SCHEDULER)) {
            job.scheduler = scheduler();
        }
        conf().forEach(job.conf::putIfAbsent);
    }

    /** The job with these settings in place of its own. */
    public JobSpec overrule(JobSpec job) {
        if (empty) {
            return job;
        }
        JobSpec.Builder<?> builder = job.toBuilder();
        overrule(builder.draft, !(job instanceof Command));
        return builder.build();
    }

    private void overrule(JobOptions.Draft job, boolean spark) {
        job.secrets.keySet().removeAll(env().keySet());
        job.env.putAll(env());
        job.env.keySet().removeAll(secrets().keySet());
        job.secrets.putAll(secrets());
        job.labels.putAll(labels());
        if (driver().isPresent()) {
            job.driver = driver();
            job.conf.keySet().removeAll(DRIVER);
        }
        if (spark) {
            overruleSpark(job);
        }
    }

    private void overruleSpark(JobOptions.Draft job) {
        if (executor().isPresent()) {
            job.executor = executor();
            job.conf.keySet().removeAll(EXECUTOR);
        }
        if (executors().isPresent() || dynamicAllocation().isPresent()) {
            job.executors = executors();
            job.dynamicAllocation = dynamicAllocation();
            job.conf.keySet().removeAll(EXECUTORS);
        }
        if (scheduler().isPresent()) {
            job.scheduler = scheduler();
            job.conf.keySet().removeAll(SCHEDULER);
        }
        if (job.executor.isPresent() && job.executors.isPresent()) {
            // Follows from both; a limit that goes with what the job has said may not go with this.
            job.conf.remove(ALL_CORES);
        }
        job.conf.putAll(conf());
    }

    /** Builds {@link JobSettings}; every method but {@code build} returns this builder. */
    public static final class Builder {
        private final JobOptions.Draft draft = new JobOptions.Draft();

        private Builder() {}

        /**
         * Sets a Spark property.
         *
         * @param property a name beginning with {@code spark.} that no option here stands for
         */
        public Builder conf(String property, String value) {
            draft.conf.put(property, value);
            return this;
        }

        /** Sets an environment variable of the driver (of the process, for a command). */
        public Builder env(String variable, String value) {
            draft.env.put(variable, value);
            return this;
        }

        /** Sets an environment variable of the driver from a secret, read when a job is submitted. */
        public Builder secret(String variable, Secret secret) {
            draft.secrets.put(variable, secret);
            return this;
        }

        /** Labels runs, where the platform keeps labels. */
        public Builder label(String name, String value) {
            draft.labels.put(name, value);
            return this;
        }

        /** What the driver gets. */
        public Builder driver(Resources resources) {
            draft.driver = Optional.of(resources);
            return this;
        }

        /** What each executor gets. */
        public Builder executor(Resources resources) {
            draft.executor = Optional.of(resources);
            return this;
        }

        /** How many executors; excludes {@link #dynamicAllocation}. */
        public Builder executors(int count) {
            draft.executors = OptionalInt.of(count);
            return this;
        }

        /** Lets Spark choose the number of executors; excludes {@link #executors}. */
        public Builder dynamicAllocation(DynamicAllocation allocation) {
            draft.dynamicAllocation = Optional.of(allocation);
            return this;
        }

        /** How jobs inside the application share its executors. */
        public Builder scheduler(SchedulerMode mode) {
            draft.scheduler = Optional.of(mode);
            return this;
        }

        /**
         * The settings.
         *
         * @throws DroverException INVALID_ARGUMENT if they make no sense for any job
         */
        public JobSettings build() {
            return new JobSettings(draft);
        }
    }
}
