package dev.drover.cli.command;

import dev.drover.DroverException;
import dev.drover.JobHandle;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.RootCause;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import dev.drover.cli.output.Failures;
import dev.drover.cli.output.Screen;
import dev.drover.task.ExitCode;
import java.time.Duration;
import java.util.Optional;

/** Waits for a job, and says how it ended. */
final class Waiting {
    private static final Duration DIAGNOSIS = Duration.ofSeconds(20);
    private static final Duration CANCELLATION = Duration.ofSeconds(30);

    private final Session session;
    private final Screen screen;
    private final WaitFlags flags;

    Waiting(Session session, WaitFlags flags) {
        this.session = session;
        this.screen = session.screen();
        this.flags = flags;
    }

    /** Until the job has ended, or the time is over, or the user interrupts. */
    Answer untilEnded(JobHandle job) throws Exception {
        JobStatus end = session.interrupts().during(() -> job.await(flags.timeout()), () -> interrupted(job));
        return ended(job, end);
    }

    /** Says how a job ended, and why. */
    Answer ended(JobHandle job, JobStatus end) {
        Optional<RootCause> cause = end.state() == JobState.FAILED ? cause(job) : Optional.empty();
        String exit =
                end.exitCode().isPresent() ? ", exit code " + end.exitCode().getAsInt() : "";
        screen.note("The job ended: " + end.state() + exit
                + end.detail().map(detail -> ": " + detail).orElse(""));
        cause.ifPresent(found -> screen.note("Why: " + found.summary()));
        if (end.state() == JobState.FAILED) {
            screen.note("Its logs: " + session.command("job logs", job.id()));
        }
        Document document = Documents.of(end).with("rootCause", cause.map(Documents::of));
        return Answer.of(document, unused -> {}).ending(ExitCode.of(end.state()));
    }

    private Optional<RootCause> cause(JobHandle job) {
        try {
            return Optional.of(job.diagnose(DIAGNOSIS));
        } catch (DroverException e) {
            screen.note("Why it failed cannot be learned: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Runs while the wait goes on, and the process ends after it. */
    private int interrupted(JobHandle job) {
        return flags.cancelOnInterrupt() ? cancelled(job) : detached(job);
    }

    private int detached(JobHandle job) {
        screen.note("Detached; the job goes on. Wait for it again: " + session.command("job wait", job.id()));
        screen.show(Answer.of(new Document().with("id", job.id()).with("detached", true), unused -> {}));
        return ExitCode.UNKNOWN.code();
    }

    private int cancelled(JobHandle job) {
        try {
            screen.note("Cancelling the job");
            job.cancel();
            Answer answer = ended(job, job.await(CANCELLATION));
            screen.show(answer);
            return answer.exit().code();
        } catch (DroverException | InterruptedException e) {
            screen.show(Failures.answer(e));
            screen.error("drover: " + Failures.message(e));
            return ExitCode.UNKNOWN.code();
        }
    }
}
