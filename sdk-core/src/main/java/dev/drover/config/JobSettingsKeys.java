package dev.drover.config;

import dev.drover.JobSettings;
import dev.drover.SchedulerMode;
import dev.drover.internal.spec.AllocationKeys;
import dev.drover.internal.spec.SpecKinds;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;

/** The keys of {@link JobSettings}. */
final class JobSettingsKeys {
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
                .key("driver", SpecKinds.resources(), "What drivers get.", JobSettings.Builder::driver)
                .key("executor", SpecKinds.resources(), "What each executor gets.", JobSettings.Builder::executor)
                .key(
                        "executors",
                        AllocationKeys.executors(1),
                        "How many executors; excludes dynamicAllocation.",
                        JobSettings.Builder::executors)
                .key(
                        "dynamicAllocation",
                        AllocationKeys.all().kind(),
                        "Between which numbers Spark chooses that of executors.",
                        JobSettings.Builder::dynamicAllocation)
                .key(
                        "scheduler",
                        Kinds.choice(SchedulerMode.class),
                        "How jobs inside an application share its executors.",
                        JobSettings.Builder::scheduler)
                .end();
    }
}
