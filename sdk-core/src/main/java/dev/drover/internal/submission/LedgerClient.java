package dev.drover.internal.submission;

import dev.drover.Attempt;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Ledger;
import dev.drover.LedgerEntry;
import dev.drover.LedgerEntry.State;
import dev.drover.RequestKey;
import dev.drover.internal.ledger.KeyLedger;
import dev.drover.internal.ledger.Ledgers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Ledger} over the ledgers of all keys. */
public final class LedgerClient implements Ledger {
    private static final Logger log = LoggerFactory.getLogger(LedgerClient.class);
    private static final Duration YOUNGEST = Duration.ofDays(1);
    private static final int LONGEST_HISTORY = 100;

    private final Ledgers ledgers;
    private final Sweeper sweeper;
    private final DroverClock clock;
    private final Function<Attempt.Kind, Runs> runs;
    private final ToIntFunction<Instant> pipelines;

    /** @param pipelines forgets the runs of pipelines that ended before a moment, and says how many */
    public LedgerClient(
            Ledgers ledgers,
            Sweeper sweeper,
            DroverClock clock,
            Function<Attempt.Kind, Runs> runs,
            ToIntFunction<Instant> pipelines) {
        this.ledgers = ledgers;
        this.sweeper = sweeper;
        this.clock = clock;
        this.runs = runs;
        this.pipelines = pipelines;
    }

    @Override
    public boolean durable() {
        return ledgers.durable();
    }

    @Override
    public List<LedgerEntry> history(RequestKey key) {
        return ledgers.of(Attempt.Kind.JOB, key).history();
    }

    @Override
    public List<LedgerEntry> clusterHistory(RequestKey key) {
        return ledgers.of(Attempt.Kind.CLUSTER, key).history();
    }

    @Override
    public Swept sweep() {
        List<Surplus> surplus = new ArrayList<>();
        Set<RequestKey> unresolved = new HashSet<>();
        for (KeyLedger each : ledgers.all()) {
            List<LedgerEntry> history = readable(each::history, List.of());
            if (history.isEmpty()) {
                continue;
            }
            LedgerEntry last = history.get(history.size() - 1);
            if (last.state() == State.INTENT && last.leaseUntil().isBefore(clock.instant())) {
                unresolved.add(last.attempt().key());
            }
            for (LedgerEntry entry : latestPerAttempt(history).values()) {
                surplus.addAll(sweeper.sweep(entry, runs.apply(entry.attempt().kind())));
            }
        }
        return new Swept(surplus, unresolved);
    }

    /** A key with an entry that cannot be read stops nobody but its own callers. */
    private static <T> T readable(Supplier<T> read, T otherwise) {
        try {
            return read.get();
        } catch (DroverException e) {
            if (e.code() != ErrorCode.INTERNAL) {
                throw e;
            }
            log.warn("Passed over a key: {}", e.getMessage());
            return otherwise;
        }
    }

    private static Map<Integer, LedgerEntry> latestPerAttempt(List<LedgerEntry> history) {
        Map<Integer, LedgerEntry> latest = new HashMap<>();
        for (LedgerEntry entry : history) {
            if (entry.id().isPresent() && !entry.suspects().isEmpty()) {
                latest.put(entry.attempt().number(), entry);
            }
        }
        return latest;
    }

    @Override
    public int expire(Duration age) {
        if (age.compareTo(YOUNGEST) < 0) {
            throw DroverException.invalid("Keys are forgotten after a day at the earliest, not after " + age + ".");
        }
        Instant before = clock.instant().minus(age);
        int forgotten = 0;
        for (KeyLedger each : ledgers.all()) {
            Optional<LedgerEntry> ended = readable(each::last, Optional.<LedgerEntry>empty())
                    .filter(entry -> entry.state() == State.ENDED && entry.at().isBefore(before));
            if (ended.isPresent()) {
                each.forget(ended.get());
                forgotten++;
            } else {
                each.shorten(LONGEST_HISTORY);
            }
        }
        return forgotten + pipelines.applyAsInt(before);
    }
}
