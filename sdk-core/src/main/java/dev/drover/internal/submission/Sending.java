package dev.drover.internal.submission;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.LedgerEntry;
import dev.drover.OutcomeUnknownException;
import dev.drover.internal.ledger.KeyLedger;
import dev.drover.internal.submission.Runs.Seen;
import dev.drover.spi.Lookup;
import dev.drover.spi.Safety;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what an intent of this call's has announced, until it is known to be accepted or refused. When an answer is
 * lost, "not seen" proves nothing before the settle time has passed. Not safe for use by many threads.
 */
final class Sending {
    private static final Logger log = LoggerFactory.getLogger(Sending.class);

    private final Work work;
    private final Choice choice;
    private final KeyLedger ledger;
    private final SubmissionTime time;
    private final Holder holder;
    private final Recorder recorder;
    private final boolean takenOver;
    private LedgerEntry held;
    private boolean sent;
    private boolean withdrawn;
    private @Nullable Instant lostAt;

    /**
     * Prepares to send.
     *
     * @param takenOver whether somebody else has announced it before and may have sent it
     */
    Sending(
            LedgerEntry intent,
            boolean takenOver,
            Work work,
            Choice choice,
            KeyLedger ledger,
            SubmissionTime time,
            Holder holder,
            Recorder recorder) {
        this.held = intent;
        this.takenOver = takenOver;
        this.work = work;
        this.choice = choice;
        this.ledger = ledger;
        this.time = time;
        this.holder = holder;
        this.recorder = recorder;
    }

    /**
     * Places it, or leaves the key in a state from which the next caller can go on.
     *
     * @param look whether to look for it first
     * @return empty if another run counts
     * @throws DroverException what the last target answered, if nothing was accepted
     * @throws OutcomeUnknownException if it cannot be told in time
     */
    Optional<Placed> place(boolean look) {
        try {
            return look ? lookAndSend() : send();
        } catch (OutcomeUnknownException e) {
            leave(holder.released(held));
            throw e;
        } catch (DroverException e) {
            if (withdrawn) {
                throw e;
            }
            if (sent) {
                leave(holder.released(held));
                throw time.unknown(e.getMessage(), e);
            }
            leave(takenOver ? holder.released(held) : holder.withdrawn(held));
            throw e;
        }
    }

    private Optional<Placed> lookAndSend() {
        while (true) {
            Instant looked = time.now();
            Lookup<Seen> seen = look();
            if (seen instanceof Lookup.Found<Seen> found) {
                return record(found);
            }
            if (seen instanceof Lookup.Undecided<Seen> undecided) {
                time.pause(undecided.askAgainAfter(), undecided.why());
            } else if (mayStillArrive(looked)) {
                time.pause("it is not there yet, but may still appear");
            } else {
                return send();
            }
        }
    }

    private Optional<Placed> send() {
        while (true) {
            if (!time.now().isBefore(held.leaseUntil())) {
                throw time.unknown("the time to send it is over", null);
            }
            if (lostAt != null && !announceRepeat()) {
                return Optional.empty();
            }
            try {
                String id = work.send(held.target(), held.attempt(), time.remaining());
                sent = true;
                return recorder.record(held, id, true);
            } catch (OutcomeUnknownException e) {
                throw e;
            } catch (DroverException e) {
                if (e.code() == ErrorCode.ALREADY_EXISTS) {
                    time.pause("another process is making it");
                    return lookAndSend();
                }
                if (e.effect() != Effect.NONE) {
                    lost(e);
                    if (work.safety(held.target()) == Safety.UNSAFE) {
                        return lookAndSend();
                    }
                } else if (mayStillArrive(time.now())) {
                    // That the repeat was refused says nothing of the request before it.
                    time.pauseAfter(e);
                    return lookAndSend();
                } else if (!moveOn(e)) {
                    return Optional.empty();
                }
            }
        }
    }

    private boolean mayStillArrive(Instant seen) {
        return lostAt != null && seen.isBefore(lostAt.plus(work.settle(held.target())));
    }

    /** The request before may arrive all the same, however late: whoever records a run has to know. */
    private boolean announceRepeat() {
        LedgerEntry repeated = holder.sendingTo(held, held.target());
        if (!ledger.append(repeated)) {
            return false;
        }
        held = repeated;
        return true;
    }

    private Lookup<Seen> look() {
        try {
            return work.find(held.target(), held.attempt(), time.remaining());
        } catch (DroverException e) {
            if (!sent) {
                throw e;
            }
            // What was sent may be there: not being able to look is no answer.
            return new Lookup.Undecided<>("the last look failed: " + e.getMessage(), Duration.ZERO);
        }
    }

    private void lost(DroverException e) {
        sent = true;
        lostAt = time.now();
        log.info(
                "The answer was lost when asked to {} for key {} at {}; finding out what came of it",
                work.what(),
                held.attempt().key(),
                held.target());
        time.pauseAfter(e);
    }

    /** After a proven "did not happen": to the next target, or the attempt is given back. */
    private boolean moveOn(DroverException refusal) {
        String target;
        try {
            target = choice.after(held.target(), held.attempt(), refusal);
        } catch (DroverException e) {
            withdrawn = true;
            sent = false;
            if (leave(holder.withdrawn(held))) {
                throw e;
            }
            return false;
        }
        log.info(
                "{} refused key {}, trying {}: {}",
                held.target(),
                held.attempt().key(),
                target,
                refusal.getMessage());
        LedgerEntry moved = holder.sendingTo(held, target);
        if (!ledger.append(moved)) {
            return false;
        }
        held = moved;
        sent = false;
        lostAt = null;
        return true;
    }

    /** Tells the others; if that fails, they have to wait for the end of the lease. */
    private boolean leave(LedgerEntry entry) {
        try {
            return ledger.append(entry);
        } catch (DroverException e) {
            log.warn("Key {} stays held until {}: {}", held.attempt().key(), held.leaseUntil(), e.getMessage());
            return true;
        }
    }

    private Optional<Placed> record(Lookup.Found<Seen> found) {
        String id = found.matches().get(0).id();
        if (sent || takenOver || ledger.durable()) {
            return recorder.record(
                    found.matches().size() > 1 ? holder.suspecting(held, held.target()) : held, id, sent);
        }
        // Of another process that keeps no ledger with this one.
        Latest latest = new Latest(held.attempt(), found).forward(work, held.target(), time::remaining);
        String counts = ((Lookup.Found<Seen>) latest.seen()).matches().get(0).id();
        return recorder.record(holder.adopting(held, latest.attempt()), counts, false);
    }

    /** Whether anything may have been accepted. */
    boolean sent() {
        return sent;
    }
}
