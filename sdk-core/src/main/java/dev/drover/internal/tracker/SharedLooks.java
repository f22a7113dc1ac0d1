package dev.drover.internal.tracker;

import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns how runs stand together with other JVMs: whoever holds the lease asks the platform for all and publishes a
 * snapshot, the others read it. ADR 12 has the protocol. No two clocks are ever compared: a holder is taken for dead
 * when its snapshot has not advanced for a while by this JVM's own clock.
 *
 * <p>When the store fails, everybody asks the platform for 30 s, then tries again.
 */
final class SharedLooks implements Looks {
    private static final Logger log = LoggerFactory.getLogger(SharedLooks.class);
    private static final Duration WITHOUT_STORE = Duration.ofSeconds(30);
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(90);
    private static final int FAILURES = 3;

    private final Board board;
    private final String self;
    private final DirectLooks direct;
    private final DroverClock clock;
    private final Duration patience;
    private final Duration life;
    private final Wishes wishes;

    private Instant storeFrom = Instant.MIN;

    // As the holder of the lease: an epoch above 0.
    private long epoch;
    private long sequence;
    private int failures;
    private Instant takesFrom = Instant.MIN;
    private final Map<JobId, JobStatus> shown = new HashMap<>();

    // As a reader.
    private @Nullable Snapshot last;
    private @Nullable Instant advancedAt;
    private final Map<JobId, Instant> unservedSince = new HashMap<>();
    private Set<JobId> wanted = Set.of();
    private Instant wantedAt = Instant.MIN;
    private Optional<String> wantedName = Optional.empty();
    private long wantedCount;

    SharedLooks(Board board, String self, DirectLooks direct, DroverClock clock, Duration pollInterval) {
        this.board = board;
        this.self = self;
        this.direct = direct;
        this.clock = clock;
        this.patience = pollInterval.multipliedBy(3).plus(Board.ANSWER);
        Duration fourLooks = pollInterval.multipliedBy(4);
        this.life = fourLooks.compareTo(SHORTEST_LIFE) > 0 ? fourLooks : SHORTEST_LIFE;
        this.wishes = new Wishes(board, life);
    }

    @Override
    public Look look(Set<JobId> runs, Map<JobId, JobState> known) {
        Instant now = clock.instant();
        if (now.isBefore(storeFrom) && storeFrom.isBefore(now.plus(WITHOUT_STORE.multipliedBy(2)))) {
            return direct.look(runs);
        }
        try {
            return epoch > 0 ? hold(runs) : read(runs);
        } catch (DroverException e) {
            withoutStore(e);
            return direct.look(runs);
        }
    }

    private void withoutStore(DroverException e) {
        log.warn("{} Asking the platform instead for the next {}", e.getMessage(), WITHOUT_STORE);
        storeFrom = clock.instant().plus(WITHOUT_STORE);
        epoch = 0;
        advancedAt = null;
    }

    // The holder

    private Look hold(Set<JobId> runs) {
        Instant now = clock.instant();
        Board.Names names = board.names();
        if (names.highest() != epoch) {
            log.debug("The lease {} was taken over: the highest is {}", epoch, names.highest());
            epoch = 0;
            return Look.NONE;
        }
        boolean news = wishes.read(names.wanted(), now);
        board.dropLeases(names.epochs().headSet(epoch));
        Set<JobId> all = new HashSet<>(wishes.runs(now));
        all.addAll(runs);
        shown.keySet().retainAll(all);
        shown.values().stream().filter(SharedLooks::isFinal).map(JobStatus::id).forEach(all::remove);
        Look look = direct.look(all);
        news |= look.seen().values().stream().anyMatch(this::isNews);
        shown.putAll(look.seen());
        shown.keySet().removeAll(look.missing());
        publish(look.trouble().isPresent());
        Map<JobId, JobStatus> seen = new HashMap<>(shown);
        seen.keySet().retainAll(runs);
        // What is remembered from before was not seen now.
        seen.values().removeIf(status -> !isFinal(status) && !look.seen().containsKey(status.id()));
        return new Look(seen, only(look.missing(), runs), only(look.refused(), runs), look.trouble(), news);
    }

    private static boolean isFinal(JobStatus status) {
        return status.state().terminal() && status.state() != JobState.LOST;
    }

    private boolean isNews(JobStatus status) {
        @Nullable JobStatus before = shown.get(status.id());
        return before == null || before.state() != status.state();
    }

    private static Set<JobId> only(Set<JobId> all, Set<JobId> runs) {
        Set<JobId> some = new HashSet<>(all);
        some.retainAll(runs);
        return some;
    }

    private static Map<JobId, DroverException> only(Map<JobId, DroverException> all, Set<JobId> runs) {
        Map<JobId, DroverException> some = new HashMap<>(all);
        some.keySet().retainAll(runs);
        return some;
    }

    /** The look is done; a store that fails now takes nothing away from it. */
    private void publish(boolean failed) {
        failures = failed ? failures + 1 : 0;
        // Another JVM may be better placed to reach the platform.
        boolean giveUp = failures >= FAILURES;
        try {
            board.publish(snapshot(giveUp));
        } catch (DroverException e) {
            withoutStore(e);
        }
        if (giveUp) {
            epoch = 0;
            failures = 0;
            takesFrom = clock.instant().plus(patience);
        }
    }

    private Snapshot snapshot(boolean released) {
        return new Snapshot(epoch, ++sequence, self, released, clock.instant(), Map.copyOf(shown));
    }

    // A reader

    private Look read(Set<JobId> runs) {
        Instant now = clock.instant();
        Optional<Snapshot> found = board.snapshot();
        note(found, now);
        if (runs.stream().allMatch(run -> ended(run, found))) {
            // An end that was seen stays true, whoever has gone since.
            return served(runs, found, now);
        }
        if (found.isEmpty() || found.get().released() || silent(now)) {
            if (!mayTake(now)) {
                return direct.look(runs);
            }
            if (take(found)) {
                return hold(runs);
            }
        }
        want(runs, now);
        return served(runs, found, now);
    }

    private static boolean ended(JobId run, Optional<Snapshot> found) {
        @Nullable
        JobStatus status = found.map(snapshot -> snapshot.statuses().get(run)).orElse(null);
        return status != null && isFinal(status);
    }

    private void note(Optional<Snapshot> found, Instant now) {
        // A clock that was put back starts the wait again.
        boolean restart = advancedAt == null || now.isBefore(advancedAt);
        if (found.isPresent() && (last == null || found.get().newerThan(last))) {
            last = found.get();
            restart = true;
        }
        if (restart) {
            advancedAt = now;
        }
    }

    private boolean silent(Instant now) {
        return !now.isBefore(Objects.requireNonNull(advancedAt).plus(patience));
    }

    private boolean mayTake(Instant now) {
        return !now.isBefore(takesFrom) || takesFrom.isAfter(now.plus(patience.multipliedBy(2)));
    }

    private boolean take(Optional<Snapshot> found) {
        long published = Math.max(found.map(Snapshot::epoch).orElse(0L), last == null ? 0 : last.epoch());
        long next = Math.max(board.names().highest(), published) + 1;
        boolean taken = board.take(next, self);
        advancedAt = clock.instant();
        if (taken) {
            epoch = next;
            sequence = 0;
            failures = 0;
            shown.clear();
            forgetWanted();
        }
        return taken;
    }

    private void want(Set<JobId> runs, Instant now) {
        boolean half = now.isBefore(wantedAt) || !now.isBefore(wantedAt.plus(life.dividedBy(2)));
        if (!half && wanted.equals(runs)) {
            return;
        }
        Optional<String> before = wantedName;
        wantedName = Optional.of(board.want(runs, self, ++wantedCount));
        wanted = Set.copyOf(runs);
        wantedAt = now;
        board.dropWanted(before.stream().toList());
    }

    private void forgetWanted() {
        Optional<String> name = wantedName;
        wantedName = Optional.empty();
        wanted = Set.of();
        wantedAt = Instant.MIN;
        board.dropWanted(name.stream().toList());
    }

    private Look served(Set<JobId> runs, Optional<Snapshot> found, Instant now) {
        Map<JobId, JobStatus> seen = new HashMap<>();
        // An older snapshot than the last comes from a holder that has not noticed yet.
        found.filter(snapshot -> last != null && !last.newerThan(snapshot))
                .ifPresent(snapshot -> seen.putAll(snapshot.statuses()));
        seen.keySet().retainAll(runs);
        seen.values().removeIf(status -> status.state() == JobState.LOST);
        unservedSince.keySet().retainAll(runs);
        unservedSince.keySet().removeAll(seen.keySet());
        runs.stream().filter(run -> !seen.containsKey(run)).forEach(run -> unservedSince.putIfAbsent(run, now));
        Set<JobId> overdue = new HashSet<>();
        unservedSince.forEach((run, since) -> {
            if (now.isBefore(since) || !now.isBefore(since.plus(patience))) {
                overdue.add(run);
            }
        });
        if (overdue.isEmpty()) {
            return new Look(seen, Set.of(), Map.of(), Optional.empty(), false);
        }
        Look own = direct.look(overdue);
        seen.putAll(own.seen());
        return new Look(seen, own.missing(), own.refused(), own.trouble(), false);
    }

    @Override
    public void rest() {
        try {
            if (epoch > 0) {
                board.publish(snapshot(true));
                epoch = 0;
            }
            forgetWanted();
        } catch (DroverException e) {
            log.debug("The lease was not given back; others wait {} before they take it over", patience, e);
            epoch = 0;
        }
        unservedSince.clear();
        advancedAt = null;
    }
}
