package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import dev.drover.k8s.internal.WatchEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What was seen of the runs of one kind in a namespace, and the version from which a watch goes on. It keeps the {@value
 * #MOST} that were seen last. Not safe for use by many threads: whoever has taken it has it alone.
 */
final class Track {
    static final int MOST = 10_000;
    /** By then a watch has told of all that had happened before it. */
    static final Duration TELLING = Duration.ofMillis(500);
    /** A run that is not there is told of by no watch. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private final Kind kind;
    private final Map<String, Sight> runs = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Sight> eldest) {
            return size() > MOST;
        }
    };
    /** Those of the runs asked for that were not seen. */
    private final Map<String, Unseen> unseen = new HashMap<>();

    private final Set<String> absent = new HashSet<>();
    private Set<String> asked = Set.of();
    private Instant toldBy = Instant.MIN;
    private String version = "";
    private Optional<CompletableFuture<Listed>> listing = Optional.empty();

    /** One run, as its object of a version was read. */
    record Sight(Reading reading, String version, Instant at) {
        static Sight of(Kind kind, JsonObject object, Instant now) {
            return new Sight(kind.read(object), Marks.version(object), now);
        }
    }

    /**
     * A run that was not seen.
     *
     * @param latest when to look at it, even if no watch was open for long enough to tell of it
     * @param looked whether it was looked at before
     */
    private record Unseen(Instant latest, boolean looked) {
        Instant lookAt(Instant toldBy) {
            return looked || latest.isBefore(toldBy) ? latest : toldBy;
        }
    }

    /** All runs that there were at a version. */
    record Listed(String version, Map<String, Sight> runs) {}

    Track(Kind kind) {
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /** Where a watch goes on; empty if all must be listed first. */
    String version() {
        return version;
    }

    /** A list that is being read. */
    Optional<CompletableFuture<Listed>> listing() {
        return listing;
    }

    void listing(CompletableFuture<Listed> begun) {
        listing = Optional.of(begun);
    }

    /** The list that was being read came to nothing. */
    void unlisted() {
        listing = Optional.empty();
    }

    void listed(Listed all, Instant now) {
        listing = Optional.empty();
        version = all.version();
        runs.clear();
        runs.putAll(all.runs());
        lookedAt(asked, now);
    }

    /** The version is too old to go on from. */
    void expired() {
        version = "";
        runs.clear();
    }

    Optional<Sight> of(String name) {
        return Optional.ofNullable(runs.get(name));
    }

    /** From now on these are asked for; a watch follows. */
    void heed(Set<String> names, Instant now) {
        asked = names;
        toldBy = now.plus(TELLING);
        unseen.keySet().retainAll(names);
        absent.retainAll(names);
        names.stream()
                .filter(name -> !runs.containsKey(name))
                .forEach(name -> unseen.putIfAbsent(name, new Unseen(now.plus(BETWEEN_LOOKS), false)));
    }

    /** The runs that no watch has told of in time. */
    List<String> overdue(Instant now) {
        return unseen.entrySet().stream()
                .filter(each -> !now.isBefore(each.getValue().lookAt(toldBy)))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** When runs are to be looked at next; empty if all were seen. */
    Optional<Instant> nextLook() {
        return unseen.values().stream().map(each -> each.lookAt(toldBy)).min(Comparator.naturalOrder());
    }

    /** What is not seen now is not there. */
    void lookedAt(Collection<String> names, Instant now) {
        for (String name : names) {
            if (runs.containsKey(name)) {
                found(name);
            } else {
                unseen.put(name, new Unseen(now.plus(BETWEEN_LOOKS), true));
                absent.add(name);
            }
        }
    }

    private void found(String name) {
        unseen.remove(name);
        absent.remove(name);
    }

    /** Whether it is new that there is no such run. */
    boolean newlyAbsent(String name) {
        return absent.remove(name);
    }

    /** An object was read. */
    void saw(JsonObject object, Instant now) {
        String name = Marks.name(object);
        runs.put(name, Sight.of(kind, object, now));
        found(name);
    }

    /** Something has happened. */
    void apply(WatchEvent<JsonObject> event, Instant now) {
        version = event.resourceVersion();
        String name = Marks.name(event.object());
        if (event.type() == WatchEvent.Type.DELETED) {
            runs.remove(name);
            if (asked.contains(name)) {
                lookedAt(List.of(name), now);
            }
        } else if (event.type() != WatchEvent.Type.BOOKMARK && !older(event.resourceVersion(), name)) {
            saw(event.object(), now);
        }
    }

    /** A run that was looked at meanwhile is known better than what a watch tells of earlier. */
    private boolean older(String eventVersion, String name) {
        Sight seen = runs.get(name);
        return seen != null
                && isNumber(eventVersion)
                && isNumber(seen.version())
                && (eventVersion.length() != seen.version().length()
                        ? eventVersion.length() < seen.version().length()
                        : eventVersion.compareTo(seen.version()) < 0);
    }

    private static boolean isNumber(String text) {
        return text.matches("[1-9]\\d*");
    }
}
