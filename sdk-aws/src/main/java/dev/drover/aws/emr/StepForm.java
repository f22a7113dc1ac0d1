package dev.drover.aws.emr;

import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.JobSpec;
import java.util.List;
import java.util.Set;

/** How a job becomes the arguments of a step of {@code command-runner.jar}. */
interface StepForm {

    /** What jobs of this form can do; logs apart. */
    Set<Capability> capabilities();

    /** Refuses what does not fit; without any call. */
    void check(JobSpec job);

    /** The arguments. May put something where the step will look for it; {@link #withdraw} takes it away again. */
    List<String> prepare(JobSpec job, Attempt attempt);

    /** Takes away what was put for a step that does not run. */
    void withdraw(String stepName);
}
