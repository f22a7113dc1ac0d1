package dev.drover.config;

import dev.drover.DynamicAllocation;
import dev.drover.JobSettings;
import dev.drover.Resources;
import dev.drover.SchedulerMode;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kind;
import dev.drover.spi.settings.Kinds;
import java.time.Duration;
import java.util.Optional;

/** The keys of {@link JobSettings}. */
final class JobSettingsKeys {
    private static final int MOST_CORES = 4096;
    private static final int LEAST_MIB = 256;
    private static final int MOST_MIB = 64 * 1024 * 1024;
    private static final int MOST_EXECUTORS = 1_000_000;

    private JobSettingsKeys() {}

    static Keys<JobSettings> keys() {
        return Keys.of(JobSettings::builder, JobSettings.Builder::build)
                .key("conf", Kinds.map(Kinds.text()), "Spark properties.", (job, all) -> all.forEach(job::conf))
                .key(
                        "env",
                        Kinds.map(Kinds.text()),
                        "Environment variables of drivers and commands.",
                        (job, all) -> all.forEach(job::env))
                .key(
                        "secrets",
                        Kinds.map(Kinds.secret()),
                        "Environment variables of drivers and commands, by reference.",
                        (job, all) -> all.forEach(job::secret))
                .key("labels", Kinds.map(Kinds.text()), "Labels of runs.", (job, all) -> all.forEach(job::label))
                .key("driver", resources(), "What drivers get.", JobSettings.Builder::driver)
                .key("executor", resources(), "What each executor gets.", JobSettings.Builder::executor)
                .key(
                        "executors",
                        Kinds.integer(1, MOST_EXECUTORS),
                        "How many executors; excludes dynamicAllocation.",
                        JobSettings.Builder::executors)
                .key(
                        "dynamicAllocation",
                        Allocation.keys().kind(),
                        "Between which numbers Spark chooses that of executors.",
                        JobSettings.Builder::dynamicAllocation)
                .key(
                        "scheduler",
                        Kinds.choice(SchedulerMode.class),
                        "How jobs inside an application share its executors.",
                        JobSettings.Builder::scheduler)
                .end();
    }

    private static Kind<Resources> resources() {
        return Kinds.both(
                        new Keys.Named<>("cores", Kinds.integer(1, MOST_CORES), "How many cores."),
                        new Keys.Named<>("memoryMiB", Kinds.integer(LEAST_MIB, MOST_MIB), "How much memory, in MiB."))
                .as(both -> Resources.of(both.getKey(), both.getValue()));
    }

    private static final class Allocation {
        private int minExecutors;
        private int maxExecutors;
        private Optional<Duration> idleTimeout = Optional.empty();

        DynamicAllocation build() {
            DynamicAllocation between = DynamicAllocation.between(minExecutors, maxExecutors);
            return idleTimeout
                    .map(time -> new DynamicAllocation(minExecutors, maxExecutors, time))
                    .orElse(between);
        }

        static Keys<DynamicAllocation> keys() {
            return Keys.of(Allocation::new, Allocation::build)
                    .required(
                            "minExecutors",
                            Kinds.integer(0, MOST_EXECUTORS),
                            "At least so many.",
                            (allocation, count) -> allocation.minExecutors = count)
                    .required(
                            "maxExecutors",
                            Kinds.integer(1, MOST_EXECUTORS),
                            "At most so many.",
                            (allocation, count) -> allocation.maxExecutors = count)
                    .key(
                            "idleTimeout",
                            Kinds.duration(),
                            "How long an executor may be without work; by default 60s.",
                            (allocation, time) -> allocation.idleTimeout = Optional.of(time))
                    .end();
        }
    }
}
