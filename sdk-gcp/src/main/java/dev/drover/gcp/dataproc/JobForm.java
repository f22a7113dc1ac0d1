package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.Job;
import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.JobSpec;
import dev.drover.JobStatus;
import java.util.Set;

/** How a job is told to Dataproc. */
interface JobForm {

    /** What jobs of this form can do. */
    Set<Capability> capabilities();

    /** Refuses what does not fit; without any call. */
    void check(JobSpec job);

    /** What the job runs; without any call. */
    Job.Builder prepare(JobSpec job, Attempt attempt);

    /** Puts what the prepared job will look for. */
    void stage(JobSpec job, Attempt attempt, Job prepared);

    /** Takes away what was staged for a job that Dataproc has refused. */
    void withdraw(Job prepared);

    /** Takes away what was staged for the same attempt, but not for the job that Dataproc has accepted. */
    void tidy(Job accepted);

    /** The status of a job with what this form adds to it; takes away what was staged for a job that did not start. */
    JobStatus complete(JobStatus status, Job job);
}
