package dev.drover.internal.tracker;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.internal.guard.Guard;
import dev.drover.internal.guard.Subject;
import dev.drover.spi.CallContext;
import dev.drover.spi.JobDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the platform, for up to {@value #BATCH} runs at a time. */
final class DirectLooks implements Looks {
    static final int BATCH = 1_000;
    private static final Set<ErrorCode> OF_ONE_RUN =
            Set.of(ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND, ErrorCode.UNSUPPORTED);

    private final ClusterId cluster;
    private final JobDriver driver;
    private final Guard guard;
    private final Wakeable wakeable;

    DirectLooks(ClusterId cluster, JobDriver driver, Guard guard, Wakeable wakeable) {
        this.cluster = cluster;
        this.driver = driver;
        this.guard = guard;
        this.wakeable = wakeable;
    }

    @Override
    public Look look(Set<JobId> runs, Map<JobId, JobState> known) {
        boolean watches = driver.watchTime().compareTo(Duration.ZERO) > 0;
        Answers answers = new Answers();
        if (watches && runs.size() <= BATCH) {
            answers.collect(List.copyOf(runs), batch -> watch(batch, known));
        } else {
            describe(runs, answers);
        }
        return answers.look();
    }

    /** Asks without waiting for a change. */
    Look look(Set<JobId> runs) {
        Answers answers = new Answers();
        describe(runs, answers);
        return answers.look();
    }

    private void describe(Set<JobId> runs, Answers answers) {
        List<JobId> all = List.copyOf(runs);
        for (int from = 0; from < all.size(); from += BATCH) {
            answers.collect(all.subList(from, Math.min(all.size(), from + BATCH)), this::describe);
        }
    }

    private Optional<Map<JobId, JobStatus>> describe(Set<JobId> batch) {
        return Optional.of(driver.describe(
                cluster, batch, guard.begin("describe " + batch.size() + " jobs on " + cluster, Subject.of(cluster))));
    }

    private Optional<Map<JobId, JobStatus>> watch(Set<JobId> batch, Map<JobId, JobState> known) {
        CallContext context = guard.begin("watch " + batch.size() + " jobs on " + cluster, Subject.of(cluster));
        Duration half = context.remaining().dividedBy(2);
        Duration atMost = driver.watchTime().compareTo(half) < 0 ? driver.watchTime() : half;
        try {
            return wakeable.run(() -> driver.awaitChange(cluster, batch, known, atMost, context));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** One way to ask for a batch; empty if the asking was broken off. */
    private interface Ask {
        Optional<Map<JobId, JobStatus>> of(Set<JobId> batch);
    }

    /** What the batches of one round brought. */
    private static final class Answers {
        private final Map<JobId, JobStatus> seen = new HashMap<>();
        private final Set<JobId> missing = new HashSet<>();
        private final Map<JobId, DroverException> refused = new HashMap<>();
        private final List<DroverException> troubles = new ArrayList<>();

        void collect(List<JobId> batch, Ask ask) {
            try {
                ask.of(Set.copyOf(batch)).ifPresent(answer -> sort(batch, answer));
            } catch (DroverException e) {
                failed(batch, ask, e);
            } catch (RuntimeException e) {
                refuse(
                        batch,
                        new DroverException(
                                ErrorCode.INTERNAL,
                                Effect.NONE,
                                false,
                                "Could not describe " + batch.size() + " jobs on "
                                        + batch.get(0).cluster() + ": its driver threw " + e
                                        + ". This is a bug of the provider; report it.",
                                e));
            }
        }

        private void sort(List<JobId> batch, Map<JobId, JobStatus> answer) {
            for (JobId run : batch) {
                @Nullable JobStatus status = answer.get(run);
                if (status == null) {
                    missing.add(run);
                } else if (status.id().equals(run)) {
                    seen.put(run, status);
                }
            }
        }

        private void failed(List<JobId> batch, Ask ask, DroverException error) {
            if (error.retryable()) {
                troubles.add(error);
            } else if (batch.size() > 1 && OF_ONE_RUN.contains(error.code())) {
                // One strange id must not end the waits for all others.
                int half = batch.size() / 2;
                collect(batch.subList(0, half), ask);
                collect(batch.subList(half, batch.size()), ask);
            } else {
                refuse(batch, error);
            }
        }

        private void refuse(List<JobId> batch, DroverException error) {
            batch.forEach(run -> refused.put(run, error));
        }

        Look look() {
            return new Look(seen, missing, refused, troubles.stream().reduce((first, last) -> last), false);
        }
    }

    @Override
    public void rest() {}
}
