package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import dev.drover.k8s.internal.WatchEvent;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was seen of the runs of one kind in a namespace, and the version from which a watch goes on. It keeps the {@value
 * #MOST} that were seen last. Not safe for use by many threads: whoever has taken it has it alone.
 */
final class Track {
    static final int MOST = 10_000;

    private final Kind kind;
    private final Map<String, Sight> runs = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Sight> eldest) {
            return size() > MOST;
        }
    };
    private final Set<String> told = new HashSet<>();
    private String version = "";

    /** One run, as its object of a version was read. */
    record Sight(Reading reading, String version, Instant at) {}

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

    void listed(String listVersion) {
        version = listVersion;
    }

    /** The version is too old to go on from. */
    void expired() {
        version = "";
        runs.clear();
    }

    Optional<Sight> of(String name) {
        Optional<Sight> sight = Optional.ofNullable(runs.get(name));
        sight.ifPresent(there -> told.remove(name));
        return sight;
    }

    /** Whether it is new that there is no such run. */
    boolean newlyAbsent(String name) {
        return told.add(name);
    }

    /** Forgets of which absent runs others were told, unless they still ask. */
    void heed(Set<String> asked) {
        told.retainAll(asked);
    }

    /** An object was read, by a list or a look at it alone. */
    void saw(JsonObject object, Instant now) {
        runs.put(Marks.name(object), new Sight(kind.read(object), Marks.version(object), now));
    }

    /** Something has happened. */
    void apply(WatchEvent<JsonObject> event, Instant now) {
        version = event.resourceVersion();
        String name = Marks.name(event.object());
        if (event.type() == WatchEvent.Type.DELETED) {
            runs.remove(name);
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
