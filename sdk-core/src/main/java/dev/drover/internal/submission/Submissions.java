package dev.drover.internal.submission;

import dev.drover.Attempt;
import dev.drover.DroverClock;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.LedgerEntry;
import dev.drover.LedgerEntry.State;
import dev.drover.OutcomeUnknownException;
import dev.drover.RequestKey;
import dev.drover.SubmitOptions;
import dev.drover.internal.ledger.KeyLedger;
import dev.drover.internal.ledger.Ledgers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** All submissions of one {@link dev.drover.Drover}. Safe for use by many threads. */
public final class Submissions implements AutoCloseable {
    private final Ledgers ledgers;
    private final Duration timeout;
    private final DroverClock clock;
    private final RandomGenerator random;
    private final Holder holder;
    private final Sweeper sweeper;
    private final OneAtATime keys = new OneAtATime();

    public Submissions(
            Ledgers ledgers,
            Duration skew,
            Duration timeout,
            DroverClock clock,
            RandomGenerator random,
            Sweeper sweeper) {
        this.timeout = timeout;
        this.ledgers = ledgers;
        this.clock = clock;
        this.random = random;
        this.sweeper = sweeper;
        this.holder = new Holder(Long.toHexString(random.nextLong()), skew, clock);
    }

    /**
     * Has one thing accepted once.
     *
     * @throws OutcomeUnknownException if it cannot be told in time whether it was accepted
     */
    public Placed submit(Attempt.Kind kind, RequestKey key, Work work, Targets targets, SubmitOptions rules) {
        Instant deadline = clock.instant().plus(rules.timeout().orElse(timeout));
        SubmissionTime time = new SubmissionTime(key, work.what(), clock, random, deadline);
        return keys.run(
                kind,
                key,
                time,
                () -> new Submission(
                                ledgers.first(kind, key),
                                work,
                                targets,
                                rules,
                                ledgers.of(kind, key),
                                time,
                                holder,
                                sweeper)
                        .run());
    }

    /** How long a submission may take that has no time of its own. */
    public Duration timeout() {
        return timeout;
    }

    /** What is on record of a key. */
    public Optional<LedgerEntry> last(Attempt.Kind kind, RequestKey key) {
        return ledgers.of(kind, key).last();
    }

    /** The first attempt of a key. */
    public Attempt first(Attempt.Kind kind, RequestKey key) {
        return ledgers.first(kind, key);
    }

    /**
     * Puts on record how a run ended, if it is the one that counts and nobody has done so.
     *
     * @return how it ended: for a run that the platform has forgotten, what is on record
     */
    public JobStatus ended(Attempt attempt, JobStatus end) {
        KeyLedger ledger = ledgers.of(attempt.kind(), attempt.key());
        Optional<String> id = Optional.of(end.id().toString());
        if (end.state() == JobState.LOST) {
            Optional<JobState> recorded = ledger.history().stream()
                    .filter(entry -> entry.id().equals(id))
                    .flatMap(entry -> entry.outcome().stream())
                    .findFirst();
            if (recorded.isPresent()) {
                return JobStatus.of(end.id(), recorded.get(), "", end.observedAt())
                        .withDetail("the platform has forgotten the run; how it ended is on record");
            }
        }
        Optional<LedgerEntry> last = ledger.last();
        if (last.isPresent()
                && last.get().state() == State.PLACED
                && last.get().id().equals(id)) {
            // Losing to another writer is fine: it has seen the same end.
            ledger.append(holder.ended(last.get(), end.state()));
        }
        return end;
    }

    @Override
    public void close() {
        sweeper.close();
    }
}
