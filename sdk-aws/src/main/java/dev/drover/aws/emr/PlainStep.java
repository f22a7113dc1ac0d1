package dev.drover.aws.emr;

import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobSpec;
import dev.drover.RequestKey;
import dev.drover.SparkSql;
import dev.drover.aws.emr.EmrOptions.DeployMode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A step whose arguments are the job: nothing is staged, and whoever may list steps reads all of it. */
final class PlainStep implements StepForm {
    /** For all strings of a step together, by the API page of AddJobFlowSteps. */
    private static final int LONGEST = 10_240;

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(Capability.SPARK_JAR, Capability.PYSPARK, Capability.SPARK_SQL, Capability.QUEUES);
    }

    @Override
    public void check(JobSpec job) {
        JobRules.check(job);
        // The attempt's name is as long as the longest one.
        Attempt longest = new Attempt(Attempt.Kind.JOB, RequestKey.of("a".repeat(Attempt.MAX_NAME)), 1);
        int length = prepare(job, longest).stream().mapToInt(String::length).sum() + EmrJobDriver.RUNNER.length();
        if (length > LONGEST) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "The job has " + length + " characters as the arguments of a step, of which EMR takes " + LONGEST
                            + ". Set EmrOptions.staging, with which they may be of any length.");
        }
    }

    @Override
    public List<String> prepare(JobSpec job, Attempt attempt) {
        List<String> words = new ArrayList<>();
        if (!job.options().env().isEmpty()) {
            words.add("env");
            job.options().env().forEach((name, value) -> words.add(name + "=" + value));
        }
        List<String> statements = job instanceof SparkSql sql
                ? sql.text().map(text -> List.of("-e", text)).orElse(List.of())
                : List.of();
        words.addAll(SparkWords.of(job, attempt, DeployMode.CLIENT, statements));
        return words;
    }

    @Override
    public void withdraw(String stepName) {}
}
