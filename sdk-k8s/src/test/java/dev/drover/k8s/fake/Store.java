package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Objects under one increasing version, and the history of their changes. Objects in here are never altered, but
 * replaced. Guarded by itself: whoever reads and then writes holds its monitor meanwhile.
 */
final class Store {
    /** As a watch cache, it forgets what is old. */
    private static final int LONGEST_HISTORY = 10_000;

    private final Map<String, NavigableMap<String, ObjectNode>> objects = new HashMap<>();
    private final Deque<Change> history = new ArrayDeque<>();
    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
    private long version = 100;
    private long compacted = version;

    synchronized long version() {
        return version;
    }

    /** The newest version from which no watch can start any more. */
    synchronized long compacted() {
        return compacted;
    }

    /** Forgets the history. */
    synchronized void compact() {
        history.clear();
        compacted = version;
    }

    private NavigableMap<String, ObjectNode> of(Resource resource) {
        return objects.computeIfAbsent(resource.qualified(), unused -> new TreeMap<>());
    }

    static String key(String namespace, String name) {
        return namespace + "/" + name;
    }

    synchronized Optional<ObjectNode> get(Resource resource, String namespace, String name) {
        return Optional.ofNullable(of(resource).get(key(namespace, name)));
    }

    /** All of a kind, by key, in one namespace or (empty) in all. */
    synchronized Map<String, ObjectNode> all(Resource resource, String namespace) {
        NavigableMap<String, ObjectNode> all = of(resource);
        return namespace.isEmpty()
                ? new TreeMap<>(all)
                : new TreeMap<>(all.subMap(namespace + "/", true, namespace + "0", false)); // '0' comes after '/'.
    }

    /** As {@link #all(Resource, String)} was at an earlier version that has not been compacted. */
    synchronized Map<String, ObjectNode> all(Resource resource, String namespace, long at) {
        Map<String, ObjectNode> all = all(resource, namespace);
        for (Iterator<Change> changes = history.descendingIterator(); changes.hasNext(); ) {
            Change change = changes.next();
            if (change.version() <= at) {
                break;
            }
            boolean here = change.resource().qualified().equals(resource.qualified())
                    && (namespace.isEmpty() || Json.namespace(change.last()).equals(namespace));
            if (here) {
                String key = key(Json.namespace(change.last()), Json.name(change.last()));
                change.before().ifPresentOrElse(before -> all.put(key, before), () -> all.remove(key));
            }
        }
        return all;
    }

    /** Puts an object there under the next version. It is the store's from now on. */
    synchronized ObjectNode put(Resource resource, ObjectNode object) {
        version++;
        Json.meta(object).put("resourceVersion", String.valueOf(version));
        ObjectNode before = of(resource).put(key(Json.namespace(object), Json.name(object)), object);
        tell(new Change(version, resource, Optional.ofNullable(before), Optional.of(object), object));
        return object;
    }

    /** Removes an object, which takes a version as well. */
    synchronized ObjectNode remove(Resource resource, ObjectNode object) {
        version++;
        ObjectNode before = of(resource).remove(key(Json.namespace(object), Json.name(object)));
        ObjectNode last = object.deepCopy();
        Json.meta(last).put("resourceVersion", String.valueOf(version));
        tell(new Change(version, resource, Optional.ofNullable(before), Optional.empty(), last));
        return last;
    }

    /** Takes over an object as another server keeps it, unless it is older than what is here. */
    synchronized void copy(Resource resource, ObjectNode object) {
        long at = Json.at(object, "metadata", "resourceVersion").asLong();
        String key = key(Json.namespace(object), Json.name(object));
        ObjectNode before = of(resource).get(key);
        if (before == null || Json.at(before, "metadata", "resourceVersion").asLong() < at) {
            of(resource).put(key, object);
            tell(new Change(at, resource, Optional.ofNullable(before), Optional.of(object), object));
        }
    }

    /** Another server has removed an object. */
    synchronized void forget(Resource resource, ObjectNode last) {
        String key = key(Json.namespace(last), Json.name(last));
        ObjectNode before = of(resource).get(key);
        if (before != null && Json.uid(before).equals(Json.uid(last))) {
            of(resource).remove(key);
            long at = Json.at(last, "metadata", "resourceVersion").asLong();
            tell(new Change(at, resource, Optional.of(before), Optional.empty(), last));
        }
    }

    private void tell(Change change) {
        history.addLast(change);
        if (history.size() > LONGEST_HISTORY) {
            compacted = history.removeFirst().version();
        }
        listeners.forEach(listener -> listener.accept(change));
    }

    /** The changes after a version, and from then on each to the listener, which must not block. */
    synchronized Collection<Change> follow(long after, Consumer<Change> listener) {
        listeners.add(listener);
        Deque<Change> missed = new ArrayDeque<>();
        for (Iterator<Change> changes = history.descendingIterator(); changes.hasNext(); ) {
            Change change = changes.next();
            if (change.version() <= after) {
                break;
            }
            missed.addFirst(change);
        }
        return missed;
    }

    void unfollow(Consumer<Change> listener) {
        listeners.remove(listener);
    }
}
