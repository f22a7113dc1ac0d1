package dev.drover.k8s.jobs;

import dev.drover.Attempt;
import dev.drover.JobOptions;
import dev.drover.JobSpec;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.KubeQueue;

/**
 * A job that is to run.
 *
 * @param options of the location, with the job's own changes
 * @param parts what is made beside it
 */
record Order(String namespace, Attempt attempt, JobSpec job, KubeJobOptions options, Parts parts) {

    String name() {
        return attempt.name();
    }

    JobOptions jobOptions() {
        return job.options();
    }

    /** The queue to wait in, of a system that is there. */
    String queue(KubeQueue system) {
        return jobOptions().queue().orElse(system.queue());
    }
}
