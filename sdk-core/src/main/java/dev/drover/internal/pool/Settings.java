package dev.drover.internal.pool;

import dev.drover.JobSettings;
import dev.drover.JobSpec;
import dev.drover.routing.PoolMember;
import dev.drover.routing.PoolSpec;
import java.util.Map;
import java.util.Optional;

/** What a pool's owner says of its jobs. The nearer to the job goes before: queue, cluster, pool. Immutable. */
record Settings(
        JobSettings defaults,
        JobSettings fixed,
        Map<String, JobSettings> queueDefaults,
        Map<String, JobSettings> queueFixed) {

    static Settings of(PoolSpec spec) {
        return new Settings(spec.defaults(), spec.fixed(), spec.queueDefaults(), spec.queueFixed());
    }

    /** The job as it is to run on a cluster, its queue apart. */
    JobSpec on(Optional<PoolMember> member, JobSpec job) {
        JobSpec settled = ofQueue(queueDefaults, job).fill(job);
        settled = member.map(PoolMember::defaults).orElseGet(JobSettings::none).fill(settled);
        settled = defaults.fill(settled);
        settled = fixed.overrule(settled);
        settled = member.map(PoolMember::fixed).orElseGet(JobSettings::none).overrule(settled);
        return ofQueue(queueFixed, job).overrule(settled);
    }

    private static JobSettings ofQueue(Map<String, JobSettings> settings, JobSpec job) {
        return job.options()
                .queue()
                .map(queue -> settings.getOrDefault(queue, JobSettings.none()))
                .orElseGet(JobSettings::none);
    }
}
