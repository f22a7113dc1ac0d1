package dev.drover.internal.submission;

import dev.drover.Attempt;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobState;
import dev.drover.LedgerEntry;
import dev.drover.LedgerEntry.State;
import dev.drover.OutcomeUnknownException;
import dev.drover.SubmitOptions;
import dev.drover.SubmitOptions.OnEnded;
import dev.drover.internal.ledger.KeyLedger;
import dev.drover.internal.submission.Runs.Seen;
import dev.drover.spi.Lookup;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call's way through the ledger: reads what holds, does the one thing that follows from it, and reads again, until
 * the key has a run that counts.
 *
 * <pre>
 * nothing, WITHDRAWN   append INTENT, and send it
 * INTENT (another's)   look; found: append PLACED. Not seen, and lease and settle time over: take over, and send it
 * PLACED               give that run; or, if it has ended and the options ask for more, append ENDED
 * ENDED                give that run, or append INTENT of the next attempt, and send it
 * </pre>
 *
 * <p>Whoever fails to append has lost to another writer, whose entry holds. Not safe for use by many threads.
 */
final class Submission {
    private static final Logger log = LoggerFactory.getLogger(Submission.class);

    private final Attempt first;
    private final Work work;
    private final Choice choice;
    private final SubmitOptions rules;
    private final KeyLedger ledger;
    private final SubmissionTime time;
    private final Holder holder;
    private final Sweeper sweeper;
    private final Recorder recorder;
    private boolean sent;
    private @Nullable Instant missingSince;

    Submission(
            Attempt first,
            Work work,
            Targets targets,
            SubmitOptions rules,
            KeyLedger ledger,
            SubmissionTime time,
            Holder holder,
            Sweeper sweeper) {
        this.first = first;
        this.work = work;
        this.choice = new Choice(targets, work, time);
        this.rules = rules;
        this.ledger = ledger;
        this.time = time;
        this.holder = holder;
        this.sweeper = sweeper;
        this.recorder = new Recorder(work, ledger, time, holder, sweeper);
    }

    /**
     * Goes that way.
     *
     * @throws OutcomeUnknownException if it cannot be told in time whether something was accepted
     * @throws DroverException whatever the last target answered, if nothing was accepted
     */
    Placed run() {
        try {
            Optional<Placed> placed = Optional.empty();
            while (placed.isEmpty()) {
                Optional<LedgerEntry> last = ledger.last();
                placed = last.isEmpty() ? begin(first, Optional.empty()) : continueFrom(last.get());
            }
            return placed.get();
        } catch (OutcomeUnknownException e) {
            throw e;
        } catch (DroverException e) {
            // Whatever failed since: something that this call sent may have been accepted.
            throw sent ? time.unknown(e.getMessage(), e) : e;
        }
    }

    private Optional<Placed> continueFrom(LedgerEntry entry) {
        return switch (entry.state()) {
            case INTENT -> resolve(entry);
            case PLACED -> follow(entry);
            case ENDED -> afterEnd(entry);
            case WITHDRAWN -> begin(entry.attempt(), Optional.of(entry));
        };
    }

    /** Announces an attempt and sends it; empty if somebody else was faster. */
    private Optional<Placed> begin(Attempt attempt, Optional<LedgerEntry> before) {
        Set<String> suspects = before.filter(entry -> entry.state() == State.WITHDRAWN)
                .map(LedgerEntry::suspects)
                .orElse(Set.of());
        String target = choice.first(attempt);
        LedgerEntry intent = holder.intent(attempt, before, target, work.digest(), suspects, time.deadline());
        if (!ledger.append(intent)) {
            return Optional.empty();
        }
        boolean neverSent = ledger.durable()
                && suspects.isEmpty()
                && before.map(entry -> entry.state() == State.WITHDRAWN
                                || !entry.attempt().equals(attempt))
                        .orElse(true);
        return place(intent, false, !neverSent);
    }

    private Optional<Placed> place(LedgerEntry intent, boolean takenOver, boolean look) {
        Sending sending = new Sending(intent, takenOver, work, choice, ledger, time, holder, recorder);
        try {
            return attended(sending.place(look));
        } finally {
            sent |= sending.sent();
        }
    }

    /** Somebody has announced the attempt and has not said what came of it: still at work, or gone. */
    private Optional<Placed> resolve(LedgerEntry intent) {
        Instant looked = time.now();
        Lookup<Seen> seen = look(intent);
        if (seen instanceof Lookup.Found<Seen> found) {
            LedgerEntry entry = found.matches().size() > 1 ? holder.suspecting(intent, intent.target()) : intent;
            return attended(recorder.record(entry, found.matches().get(0).id(), false));
        }
        if (seen instanceof Lookup.Undecided<Seen> undecided) {
            time.pause(undecided.askAgainAfter(), undecided.why());
            return Optional.empty();
        }
        if (looked.isBefore(holder.freeFrom(intent, work))) {
            requireSameSpec(intent);
            time.pause("another caller is at it until " + intent.leaseUntil());
            return Optional.empty();
        }
        LedgerEntry mine = holder.takenOver(intent, work.digest(), time.deadline());
        if (!ledger.append(mine)) {
            return Optional.empty();
        }
        log.info("Took over key {} from {}, which has not been heard of", first.key(), intent.holder());
        return place(mine, true, false);
    }

    private Lookup<Seen> look(LedgerEntry intent) {
        try {
            return work.find(intent.target(), intent.attempt(), time.remaining());
        } catch (DroverException e) {
            if (!e.retryable()) {
                throw time.unknown("its target " + intent.target() + " cannot be asked: " + e.getMessage(), e);
            }
            return new Lookup.Undecided<>("the last look failed: " + e.getMessage(), Duration.ZERO);
        }
    }

    /** A run that this call did not start may have ended; then the options say what follows. */
    private Optional<Placed> attended(Optional<Placed> placed) {
        return placed.filter(run -> run.started() || rules.returnsAlways());
    }

    private Optional<Placed> follow(LedgerEntry placed) {
        if (rules.returnsAlways()) {
            return attach(placed);
        }
        Optional<JobState> state = work.state(id(placed), time.remaining());
        if (state.isEmpty()) {
            // A restarted platform knows its runs again only after a while.
            missingSince = missingSince == null ? time.now() : missingSince;
            if (time.now().isBefore(missingSince.plus(work.settle(placed.target())))) {
                time.pause("the platform does not know its run " + id(placed) + " at the moment");
                return Optional.empty();
            }
        }
        missingSince = null;
        JobState now = state.orElse(JobState.LOST);
        if (!now.terminal()) {
            return attach(placed);
        }
        if (!ledger.append(holder.ended(placed, now))) {
            log.debug("Another caller has written what came after the end of key {}", first.key());
        }
        return Optional.empty();
    }

    private Optional<Placed> afterEnd(LedgerEntry ended) {
        boolean more = ended.attempt().number() < rules.maxAttempts();
        if (more && rules.on(ended.outcome().orElse(JobState.LOST)) == OnEnded.RERUN) {
            return begin(work.after(ended.attempt()), Optional.of(ended));
        }
        return attach(ended);
    }

    private Optional<Placed> attach(LedgerEntry entry) {
        requireSameSpec(entry);
        sweeper.later(entry, work);
        return Optional.of(new Placed(id(entry), entry.attempt(), false));
    }

    private String id(LedgerEntry entry) {
        return entry.id().orElseThrow(() -> time.unknown("the ledger names no run in entry " + entry.index(), null));
    }

    private void requireSameSpec(LedgerEntry entry) {
        if (!work.is(entry.digest())) {
            throw new DroverException(
                    ErrorCode.CONFLICT,
                    "Key " + first.key() + " was used for another spec in attempt "
                            + entry.attempt().number() + " (" + entry.state() + " at " + entry.target()
                            + "). A changed spec needs a new key, or the next attempt of this one: see SubmitOptions.");
        }
    }
}
