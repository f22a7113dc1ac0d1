package dev.drover.internal.tracker;

import dev.drover.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the readers wait for, as their holder knows it. An object is read once, since it never changes, and is taken for
 * a leftover when it has been there for too long by this JVM's own clock, whatever the writer's says. Not safe for use by
 * many threads.
 */
final class Wishes {
    private final Board board;
    private final Duration life;
    private final Map<String, Wish> wishes = new HashMap<>();

    private record Wish(Set<JobId> runs, Instant firstSeen) {}

    Wishes(Board board, Duration life) {
        this.board = board;
        this.life = life;
    }

    /**
     * Reads what is new, and deletes what is left over.
     *
     * @return whether somebody waits for something new
     */
    boolean read(List<String> names, Instant now) {
        wishes.keySet().retainAll(Set.copyOf(names));
        Set<JobId> before = runs(now);
        for (String name : names) {
            if (!wishes.containsKey(name)) {
                wishes.put(name, new Wish(board.wanted(name), now));
            }
        }
        board.dropWanted(wishes.entrySet().stream()
                .filter(entry -> expired(entry.getValue(), now))
                .map(Map.Entry::getKey)
                .toList());
        return !before.containsAll(runs(now));
    }

    Set<JobId> runs(Instant now) {
        Set<JobId> runs = new HashSet<>();
        wishes.values().stream().filter(wish -> !expired(wish, now)).forEach(wish -> runs.addAll(wish.runs()));
        return runs;
    }

    private boolean expired(Wish wish, Instant now) {
        return !now.isBefore(wish.firstSeen().plus(life));
    }
}
