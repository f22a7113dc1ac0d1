package dev.drover.testkit.mem;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.JobId;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.JobStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A run, by the times at which its state changed; so it can say how it stood at any time. Guarded by {@link World}. */
final class PretendedRun {
    private final JobId id;
    private final Request request;
    private final JobScript script;
    private final Instant acceptedAt;
    private @Nullable Instant startedAt;
    private @Nullable Instant cancelAskedAt;
    private @Nullable String cancelledBy;
    private @Nullable Instant endedAt;
    private @Nullable JobState end;
    private Optional<String> detail = Optional.empty();
    private @Nullable Instant forgottenAt;

    /** What was asked for, by whom; the name is all that the platform shows of the attempt. */
    record Request(ClusterId cluster, JobSpec job, Attempt attempt, String name, String client, Instant sentAt) {}

    PretendedRun(JobId id, Request request, JobScript script, Instant acceptedAt) {
        this.id = id;
        this.request = request;
        this.script = script;
        this.acceptedAt = acceptedAt;
    }

    JobId id() {
        return id;
    }

    Request request() {
        return request;
    }

    JobScript script() {
        return script;
    }

    /** What the driver and a fixed number of executors take. */
    long cores() {
        var options = request.job().options();
        long executors = options.executors().orElse(0);
        return options.driver().cores()
                + executors * options.executor().map(each -> each.cores()).orElse(1);
    }

    void start(Instant now) {
        startedAt = now;
    }

    void askToEnd(String client, Instant now) {
        if (cancelAskedAt == null) {
            cancelAskedAt = now;
            cancelledBy = client;
        }
    }

    void end(JobState state, Optional<String> why, Instant now) {
        end = state;
        endedAt = now;
        detail = why;
        if (state == JobState.LOST) {
            forget(now);
        }
    }

    void forget(Instant now) {
        forgottenAt = forgottenAt == null ? now : forgottenAt;
    }

    boolean ended() {
        return end != null;
    }

    boolean started() {
        return startedAt != null;
    }

    /** Whether the platform shows it. */
    boolean known(Instant asOf) {
        return !acceptedAt.isAfter(asOf) && !reached(forgottenAt, asOf);
    }

    boolean startedBy(Instant asOf) {
        return reached(startedAt, asOf);
    }

    boolean endedBy(Instant asOf) {
        return reached(endedAt, asOf);
    }

    JobStatus status(Instant asOf, boolean showsExitCode) {
        JobState state = state(asOf);
        boolean exited =
                endedBy(asOf) && startedAt != null && (state == JobState.SUCCEEDED || state == JobState.FAILED);
        return new JobStatus(
                id,
                state,
                state.name(),
                exited && showsExitCode ? OptionalInt.of(script.exitCode()) : OptionalInt.empty(),
                endedBy(asOf) ? detail : waitingFor(state),
                Optional.of(request.name()),
                Optional.of(acceptedAt),
                endedBy(asOf) ? Optional.ofNullable(endedAt) : Optional.empty(),
                asOf);
    }

    private JobState state(Instant asOf) {
        if (end != null && endedBy(asOf)) {
            return end;
        }
        if (reached(cancelAskedAt, asOf)) {
            return JobState.CANCELLING;
        }
        return startedBy(asOf) ? JobState.RUNNING : JobState.QUEUED;
    }

    private Optional<String> waitingFor(JobState state) {
        return state == JobState.QUEUED
                ? Optional.of("waits for " + cores() + (cores() == 1 ? " core" : " cores"))
                : Optional.empty();
    }

    private static boolean reached(@Nullable Instant moment, Instant asOf) {
        return moment != null && !moment.isAfter(asOf);
    }

    MemRun record() {
        return new MemRun(
                id,
                request.attempt(),
                request.job(),
                request.client(),
                request.sentAt(),
                acceptedAt,
                Optional.ofNullable(startedAt),
                Optional.ofNullable(endedAt),
                Optional.ofNullable(end),
                Optional.ofNullable(cancelledBy));
    }
}
