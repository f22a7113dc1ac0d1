package dev.drover;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a job runs: exactly one of {@link SparkJar}, {@link PySpark}, {@link SparkSql} and {@link Command}, each with
 * the same {@link JobOptions}. Immutable.
 */
public sealed interface JobSpec permits SparkJar, PySpark, SparkSql, Command {

    /** What all kinds of jobs have in common. */
    JobOptions options();

    /** The capability that a cluster needs for this kind of job. */
    Capability capability();

    /**
     * This job with other addresses of its files: each script, jar and archive that it names is replaced by what the
     * function gives for it. Arguments and properties stay.
     *
     * @param located the new addresses, in their order; exactly one for a script, for the jar with the main class and for a
     *     file of SQL
     * @throws DroverException INVALID_ARGUMENT if it gives another number for one of these
     */
    JobSpec withFiles(Function<StorageUri, List<StorageUri>> located);

    /** A builder that holds all of this job, to change some of it. */
    Builder<?> toBuilder();

    /**
     * Builds a job; every method returns this builder.
     *
     * @param <B> the builder of the concrete kind
     */
    abstract sealed class Builder<B extends Builder<B>>
            permits SparkJar.Builder, PySpark.Builder, SparkSql.Builder, Command.Builder {
        final JobOptions.Draft draft;

        Builder() {
            draft = new JobOptions.Draft();
        }

        Builder(JobOptions from) {
            draft = new JobOptions.Draft(from);
        }

        abstract B self();

        /**
         * The job.
         *
         * @throws DroverException INVALID_ARGUMENT if it makes no sense
         */
        public abstract JobSpec build();

        /** The application's name as Spark shows it; by default one derived from the key. */
        public B name(String name) {
            draft.name = Optional.of(name);
            return self();
        }

        /** Replaces the arguments handed to the application, passed as they are: no shell reads them. */
        public B args(String... args) {
            draft.args = List.of(args);
            return self();
        }

        /** Replaces the arguments handed to the application. */
        public B args(List<String> args) {
            draft.args = List.copyOf(args);
            return self();
        }

        /**
         * Sets a Spark property. Properties can be seen in process lists: put secrets into {@link #secret}.
         *
         * @param property a name beginning with {@code spark.}
         */
        public B conf(String property, String value) {
            draft.conf.put(property, value);
            return self();
        }

        /** Sets Spark properties; see {@link #conf(String, String)}. */
        public B conf(Map<String, String> properties) {
            draft.conf.putAll(properties);
            return self();
        }

        /** Sets an environment variable of the driver (of the process, for a command). */
        public B env(String variable, String value) {
            draft.env.put(variable, value);
            return self();
        }

        /** Sets an environment variable of the driver from a secret, read when the job is submitted. */
        public B secret(String variable, Secret secret) {
            draft.secrets.put(variable, secret);
            return self();
        }

        /** What the driver gets; by default 1 core and 1024 MiB. */
        public B driver(Resources resources) {
            draft.driver = resources;
            return self();
        }

        /** What each executor gets; by default what the platform gives. */
        public B executor(Resources resources) {
            draft.executor = Optional.of(resources);
            return self();
        }

        /** How many executors; excludes {@link #dynamicAllocation}. Needs {@link #executor} on standalone Spark. */
        public B executors(int count) {
            draft.executors = OptionalInt.of(count);
            return self();
        }

        /** Lets Spark choose the number of executors; excludes {@link #executors}. */
        public B dynamicAllocation(DynamicAllocation allocation) {
            draft.dynamicAllocation = Optional.of(allocation);
            return self();
        }

        /** How jobs inside the application share its executors. */
        public B scheduler(SchedulerMode mode) {
            draft.scheduler = Optional.of(mode);
            return self();
        }

        /**
         * The scheduler's queue that the run waits in, by the cluster's name for it or, on a pool, by the pool's. Needs
         * {@link Capability#QUEUES}.
         */
        public B queue(String name) {
            draft.queue = Optional.of(name);
            return self();
        }

        /** Sets or clears the queue; see {@link #queue(String)}. */
        public B queue(Optional<String> name) {
            draft.queue = name;
            return self();
        }

        /**
         * Changes the platform's own request before it is sent, for what only one platform knows. Ignored by other
         * platforms.
         *
         * @param type the request's type, one that the provider's package names
         * @param label says what the change does; it stands for the change where two jobs are compared, so another
         *     change needs another label
         */
        public <T> B customize(Class<T> type, String label, Consumer<? super T> change) {
            draft.customizers.add(new Customizer<>(type, label, change));
            return self();
        }

        /** Labels the run, where the platform keeps labels. */
        public B label(String name, String value) {
            draft.labels.put(name, value);
            return self();
        }
    }
}
