package dev.drover.testkit.simulation;

import dev.drover.Attempt;
import dev.drover.JobState;
import dev.drover.LedgerEntry;
import dev.drover.RequestKey;
import dev.drover.spi.Safety;
import dev.drover.testkit.mem.MemPlatform;
import dev.drover.testkit.mem.MemRun;
import dev.drover.testkit.simulation.Chaos.Timing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold, checked against what the platform saw, and what was found broken. */
final class Promises {
    private final Timing timing;
    private final Safety safety;
    private final Set<String> reported = new HashSet<>();
    private final List<String> broken = new ArrayList<>();
    private int residue;

    Promises(Timing timing, Safety safety) {
        this.timing = timing;
        this.safety = safety;
    }

    /** A surplus run was found and told of. */
    void reported(String run) {
        reported.add(run);
    }

    void broken(String what) {
        broken.add(what);
    }

    /** Runs beside those that count which no client can know of. */
    int residue() {
        return residue;
    }

    private boolean isResidue(boolean is) {
        residue += is ? 1 : 0;
        return is;
    }

    int surplus() {
        return reported.size();
    }

    List<String> broken(long seed) {
        return broken.stream().map(what -> "seed " + seed + ": " + what).toList();
    }

    boolean keepsSettleTime() {
        return timing.keepsSettleTime();
    }

    /** One accepted run per attempt, and all of them known. */
    void checkKey(RequestKey key, List<LedgerEntry> history, MemPlatform platform) {
        Map<Integer, String> counts = new HashMap<>();
        for (LedgerEntry entry : history) {
            Optional<String> before =
                    Optional.ofNullable(counts.get(entry.attempt().number()));
            if (before.isPresent() && entry.id().isPresent() && !before.equals(entry.id())) {
                broken.add("attempt " + entry.attempt() + " counts " + before.get() + " and then " + entry.id());
            }
            entry.id().ifPresent(id -> counts.put(entry.attempt().number(), id));
        }
        Map<Integer, List<MemRun>> accepted = platform.runs().stream()
                .filter(run -> run.attempt().key().equals(key))
                .filter(run -> !isResidue(forgottenBeforeItCounted(run, counts.values())))
                .collect(Collectors.groupingBy(run -> run.attempt().number()));
        if (accepted.isEmpty()) {
            broken.add("nothing was ever accepted for " + key);
        }
        accepted.forEach((number, runs) -> checkAttempt(
                new Attempt(Attempt.Kind.JOB, key, number), runs, Optional.ofNullable(counts.get(number))));
        counts.forEach((number, id) -> {
            if (accepted.getOrDefault(number, List.of()).stream()
                    .noneMatch(run -> run.id().toString().equals(id))) {
                broken.add("attempt " + number + " of " + key + " counts " + id + ", which was never accepted");
            }
        });
    }

    /** The residue that nobody can close: its platform forgot it before anybody who knew it could say so. */
    private static boolean forgottenBeforeItCounted(MemRun run, Collection<String> counts) {
        return run.end().equals(Optional.of(JobState.LOST))
                && !counts.contains(run.id().toString());
    }

    private void checkAttempt(Attempt attempt, List<MemRun> runs, Optional<String> counts) {
        if (counts.isEmpty()) {
            broken.add(attempt + " was accepted as " + runs.get(0).id() + ", which is on no record");
        }
        if (timing.keepsSettleTime() && runs.size() > 1) {
            broken.add(attempt + " was accepted " + runs.size() + " times");
        }
        long ends = runs.stream().filter(MemRun::reachedTheEnd).count();
        if (timing.keepsSettleTime() && ends > 1) {
            broken.add(attempt + " reached the end " + ends + " times");
        }
        for (MemRun run : runs) {
            boolean kept = counts.equals(Optional.of(run.id().toString()));
            if (kept && run.cancelledBy().isPresent()) {
                broken.add("the run that counts for " + attempt + " was cancelled by "
                        + run.cancelledBy().get());
            }
            if (!kept && !reported.contains(run.id().toString()) && !isResidue(nameForgotten(runs, counts))) {
                broken.add(run.id() + " is surplus for " + attempt + " and was not reported");
            }
        }
    }

    /**
     * The other residue: a platform that knows names has forgotten the run that had this one, and takes a stray copy of
     * the same request, which the guard had repeated, for a new one.
     */
    private boolean nameForgotten(List<MemRun> runs, Optional<String> counts) {
        return safety == Safety.KEYED
                && !timing.keepsSettleTime()
                && runs.stream()
                        .filter(run -> counts.equals(Optional.of(run.id().toString())))
                        .anyMatch(run -> run.end().equals(Optional.of(JobState.LOST)));
    }
}
