package dev.drover.internal.spec;

import dev.drover.JobSpec;
import dev.drover.SchedulerMode;
import dev.drover.spi.settings.Keys.Declaration;
import dev.drover.spi.settings.Kinds;

/** The keys of {@link dev.drover.JobOptions}, which stand beside those of each kind of job. */
final class JobOptionKeys {
    private JobOptionKeys() {}

    /** Not for SQL, which takes none. */
    static <D extends JobDraft> Declaration<D, JobSpec> addArgs(Declaration<D, JobSpec> job) {
        return job.key(
                "args",
                Kinds.list(Kinds.anyText()),
                "The application's arguments; no shell reads them.",
                (draft, args) -> draft.option(builder -> builder.args(args)));
    }

    static <D extends JobDraft> Declaration<D, JobSpec> add(Declaration<D, JobSpec> job) {
        return job.key(
                        "name",
                        Kinds.text(),
                        "The application's name as Spark shows it; by default one made from the key.",
                        (draft, name) -> draft.option(builder -> builder.name(name)))
                .key(
                        "conf",
                        SpecKinds.sparkProperties(),
                        "Spark properties.",
                        (draft, properties) -> draft.option(builder -> builder.conf(properties)))
                .key(
                        "env",
                        SpecKinds.variables(Kinds.anyText()),
                        "Environment variables of the driver; no secrets.",
                        (draft, all) -> draft.option(builder -> all.forEach(builder::env)))
                .key(
                        "secrets",
                        SpecKinds.variables(Kinds.secret()),
                        "Environment variables of the driver, read when the job is submitted.",
                        (draft, all) -> draft.option(builder -> all.forEach(builder::secret)))
                .key(
                        "driver",
                        SpecKinds.resources(),
                        "What the driver gets; by default 1 core and 1024 MiB.",
                        (draft, resources) -> draft.option(builder -> builder.driver(resources)))
                .key(
                        "executor",
                        SpecKinds.resources(),
                        "What each executor gets; by default what the platform gives.",
                        (draft, resources) -> draft.option(builder -> builder.executor(resources)))
                .key(
                        "executors",
                        AllocationKeys.executors(1),
                        "How many executors.",
                        (draft, count) -> draft.option(builder -> builder.executors(count)))
                .key(
                        "dynamicAllocation",
                        AllocationKeys.all().kind(),
                        "Lets Spark choose the number of executors.",
                        (draft, range) -> draft.option(builder -> builder.dynamicAllocation(range)))
                .key(
                        "scheduler",
                        Kinds.choice(SchedulerMode.class),
                        "How jobs inside the application share its executors.",
                        (draft, mode) -> draft.option(builder -> builder.scheduler(mode)))
                .key(
                        "labels",
                        SpecKinds.labels(),
                        "Label the run, where the platform keeps labels.",
                        (draft, all) -> draft.option(builder -> all.forEach(builder::label)))
                .key(
                        "queue",
                        Kinds.text(),
                        "The scheduler's queue that the run waits in; on a pool, the pool's name for it.",
                        (draft, queue) -> draft.option(builder -> builder.queue(queue)))
                .atMostOneOf("executors", "dynamicAllocation");
    }
}
