package dev.drover.samples.dataproc;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobFailedException;
import dev.drover.JobHandle;
import dev.drover.JobStatus;
import dev.drover.RootCause;
import java.time.Duration;

/** Waits for a job and shows what becomes of it. */
final class Outcome {

    private Outcome() {}

    /** The exit code: 0 succeeded, 1 failed, 3 still under way. */
    static int of(JobHandle job, Duration patience) throws InterruptedException {
        System.out.println((job.started() ? "Submitted " : "Found, submitted before: ") + job.id());
        try {
            show(job.awaitSuccess(patience));
            return 0;
        } catch (JobFailedException e) {
            show(e.status());
            why(e.rootCause());
            return 1;
        } catch (DroverException e) {
            if (e.code() != ErrorCode.DEADLINE_EXCEEDED) {
                throw e;
            }
            show(job.status());
            System.out.println("The job has not ended within " + patience
                    + ". This program waits no longer; its id finds" + " it again.");
            return 3;
        }
    }

    private static void show(JobStatus status) {
        System.out.printf("%n  %-10s  %-10s  %s%n", "state", "in Dataproc", "job");
        System.out.printf("  %-10s  %-10s  %s%n", "----------", "----------", "----");
        System.out.printf("  %-10s  %-10s  %s%n%n", status.state(), status.nativeState(), status.id());
    }

    private static void why(RootCause cause) {
        System.out.println("It failed: " + cause.category() + ", " + cause.message());
        cause.lines().stream().limit(12).forEach(line -> System.out.println("  | " + line));
    }
}
