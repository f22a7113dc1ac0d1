package dev.drover.samples.dailyreport;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.JobFailedException;
import dev.drover.JobState;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.RootCause.Category;
import dev.drover.StorageUri;
import dev.drover.SubmitOptions;
import dev.drover.SubmitOptions.OnEnded;
import dev.drover.bundle.PackageBundle;
import dev.drover.bundle.Uploaded;
import java.time.Duration;
import java.time.LocalDate;

/** Writes the report of a day with Spark: once, however often and from however many machines it is asked for. */
public final class DailyReport {
    private static final int TRIES = 10;
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(2);
    /** A run that vanished with its machine may start anew: writing the report twice does no harm. */
    private static final SubmitOptions RERUN_IF_LOST =
            SubmitOptions.builder().onLost(OnEnded.RERUN).maxAttempts(3).build();

    private final Drover drover;
    private final DroverClock clock;
    private final ClusterId cluster;
    private final PackageBundle code;
    private final StorageUri target;

    /** What came of it. */
    public enum Outcome {
        WRITTEN,
        /** The orders of the day are not there yet. */
        NO_ORDERS
    }

    public DailyReport(Drover drover, DroverClock clock, ClusterId cluster, PackageBundle code, StorageUri target) {
        this.drover = drover;
        this.clock = clock;
        this.cluster = cluster;
        this.code = code;
        this.target = target;
    }

    /**
     * Writes the report; waits out a platform that is away for a while.
     *
     * @throws JobFailedException if the job failed for any reason but missing orders, with the root cause
     */
    public Outcome write(LocalDate day) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                run(day);
                return Outcome.WRITTEN;
            } catch (JobFailedException e) {
                if (e.rootCause().category() == Category.MISSING_INPUT) {
                    return Outcome.NO_ORDERS;
                }
                if (e.status().state() != JobState.LOST || tries == TRIES) {
                    throw e;
                }
            } catch (DroverException e) {
                if (!e.retryable() || tries == TRIES) {
                    throw e;
                }
                clock.sleep(PAUSE);
            }
        }
    }

    private void run(LocalDate day) throws InterruptedException {
        Uploaded app = drover.upload(code, target);
        PySpark job = PySpark.script(app.uri("report.py"))
                .args("--day", day.toString())
                .build();
        RequestKey key = RequestKey.of("daily-report", day.toString());
        drover.jobs(cluster).submit(job, key, RERUN_IF_LOST).awaitSuccess(LONGEST);
    }
}
