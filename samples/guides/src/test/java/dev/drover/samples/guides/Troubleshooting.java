package dev.drover.samples.guides;

import dev.drover.DroverException;
import dev.drover.JobFailedException;
import dev.drover.JobHandle;
import dev.drover.JobSpec;
import dev.drover.JobSubmitter;
import dev.drover.OutcomeUnknownException;
import dev.drover.RequestKey;
import java.time.Duration;

/** The code of docs/troubleshooting.md. */
final class Troubleshooting {

    private Troubleshooting() {}

    static void act(JobSubmitter jobs, JobSpec job, RequestKey key) throws InterruptedException {
        try {
            jobs.submit(job, key).awaitSuccess(Duration.ofHours(2));
        } catch (JobFailedException e) {
            System.out.println(
                    e.rootCause().category() + ": " + e.rootCause().message()); // the job's own fault, mostly
        } catch (OutcomeUnknownException e) {
            System.out.println("Call again with " + e.key()); // it may run: never with another key
        } catch (DroverException e) {
            System.out.println(e.code() + (e.retryable() ? ", later" : "") + ", effect " + e.effect());
        }
    }

    static void look(JobHandle run) {
        System.out.println(run.status()); // what a queued job waits for stands in the detail
        System.out.println(run.diagnose(Duration.ofSeconds(30)));
    }
}
