package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes">watch</a>: the
 * changes of what is selected, as they happen.
 */
final class Watch implements Result.Flow, OpenWatch, Consumer<Change> {
    private static final long LONGEST_SECONDS = 1_800;
    private static final Duration LOOK = Duration.ofMillis(250);

    /** What the stream has to do next. */
    private sealed interface Signal {}

    private record Changed(Change change) implements Signal {}

    private record Bookmark(long version) implements Signal {}

    private record Expired(long version) implements Signal {}

    private record Cut() implements Signal {}

    private final Store store;
    private final Watches watches;
    private final Resource resource;
    private final String version;
    private final String namespace;
    private final Predicate<JsonNode> selector;
    private final Request request;
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final long asked;
    private int sent;

    Watch(Store store, Watches watches, Resource resource, String version, String namespace, Request request) {
        this.store = store;
        this.watches = watches;
        this.resource = resource;
        this.version = version;
        this.namespace = namespace;
        this.request = request;
        selector = Lists.selector(resource, request);
        if (request.flag("sendInitialEvents")
                && !request.query("resourceVersionMatch").equals("NotOlderThan")) {
            throw Lists.badOptions("sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        }
        asked = request.number("resourceVersion").orElse(0L);
    }

    @Override
    public void accept(Change change) {
        if (change.version() > asked) {
            signals.add(new Changed(change));
        }
    }

    @Override
    public void cut() {
        signals.add(new Cut());
    }

    @Override
    public void expire() {
        synchronized (store) {
            signals.add(new Expired(store.version()));
        }
    }

    @Override
    public void bookmark() {
        synchronized (store) {
            signals.add(new Bookmark(store.version()));
        }
    }

    @Override
    public void run(Exchange exchange) throws IOException {
        long until = System.nanoTime()
                + TimeUnit.SECONDS.toNanos(request.number("timeoutSeconds").orElse(LONGEST_SECONDS));
        watches.opened(this);
        try {
            exchange.begin("application/json");
            if (start(exchange)) {
                follow(exchange, until);
            }
        } catch (InterruptedException e) {
            exchange.reset();
        } finally {
            watches.closed(this);
            store.unfollow(this);
        }
    }

    /** Whether there is anything to follow. */
    private boolean start(Exchange exchange) throws IOException {
        boolean initial = request.query("sendInitialEvents").isEmpty() ? asked == 0 : request.flag("sendInitialEvents");
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        Optional<Refusal> tooOld = Optional.empty();
        synchronized (store) {
            if (!initial && asked > 0 && asked < store.compacted()) {
                tooOld = Optional.of(
                        Refusal.expired("too old resource version: " + asked + " (" + store.compacted() + ")"));
            }
            if (initial) {
                for (ObjectNode object : store.all(resource, namespace).values()) {
                    if (selector.test(object)) {
                        state.writeBytes(event("ADDED", Lists.shown(resource, version, object)));
                    }
                }
                if (request.flag("sendInitialEvents") && request.flag("allowWatchBookmarks")) {
                    ObjectNode mark = mark(store.version());
                    Json.child(mark, "metadata", "annotations").put("k8s.io/initial-events-end", "true");
                    state.writeBytes(event("BOOKMARK", mark));
                }
            }
            long from = initial || asked == 0 ? store.version() : asked;
            store.follow(from, this).forEach(this);
            // What was missed stands before what comes, as nothing comes while the store is held.
        }
        if (tooOld.isPresent()) {
            // The cache tells this inside of the stream.
            exchange.chunk(event("ERROR", tooOld.get().status()));
            exchange.end();
            return false;
        }
        exchange.chunk(state.toByteArray());
        return true;
    }

    private void follow(Exchange exchange, long until) throws IOException, InterruptedException {
        long silentSince = System.nanoTime();
        while (true) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                if (request.flag("allowWatchBookmarks") && signals.isEmpty()) {
                    bookmark();
                    tell(exchange, signals.take());
                }
                exchange.end();
                return;
            }
            Signal next = signals.poll(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
            if (next != null) {
                if (!tell(exchange, next)) {
                    return;
                }
                silentSince = System.nanoTime();
            } else if (exchange.abandoned()) {
                exchange.reset();
                return;
            } else if (request.flag("allowWatchBookmarks")
                    && System.nanoTime() - silentSince > watches.bookmarks().toNanos()) {
                bookmark();
            }
        }
    }

    /** Whether the watch goes on. */
    private boolean tell(Exchange exchange, Signal signal) throws IOException {
        if (signal instanceof Changed changed) {
            Optional<byte[]> event = event(changed.change());
            if (event.isPresent()) {
                exchange.chunk(event.get());
                sent++;
            }
            if (sent >= watches.cutAfter()) {
                exchange.breakOff();
                return false;
            }
            return true;
        }
        if (signal instanceof Bookmark bookmark) {
            if (request.flag("allowWatchBookmarks")) {
                exchange.chunk(event("BOOKMARK", mark(bookmark.version())));
            }
            return true;
        }
        if (signal instanceof Expired expired) {
            exchange.chunk(event(
                    "ERROR",
                    Refusal.expired("too old resource version: " + expired.version() + " (" + (expired.version() + 1)
                                    + ")")
                            .status()));
            exchange.end();
            return false;
        }
        exchange.reset();
        return false;
    }

    private Optional<byte[]> event(Change change) {
        boolean ours = change.resource().qualified().equals(resource.qualified())
                && (namespace.isEmpty() || Json.namespace(change.last()).equals(namespace));
        if (!ours) {
            return Optional.empty();
        }
        boolean before = change.before().filter(selector).isPresent();
        boolean after = change.after().filter(selector).isPresent();
        if (!before && !after) {
            return Optional.empty();
        }
        if (after) {
            return Optional.of(event(
                    before ? "MODIFIED" : "ADDED",
                    Lists.shown(resource, version, change.after().get())));
        }
        // What does not match any more is shown as it was when it did, at the version of the change.
        ObjectNode last = change.after().isPresent() ? change.before().get().deepCopy() : change.last();
        if (change.after().isPresent()) {
            Json.meta(last).put("resourceVersion", String.valueOf(change.version()));
        }
        return Optional.of(event("DELETED", Lists.shown(resource, version, last)));
    }

    private ObjectNode mark(long at) {
        ObjectNode mark = Json.object().put("kind", resource.kind()).put("apiVersion", resource.apiVersion(version));
        mark.putObject("metadata").put("resourceVersion", String.valueOf(at)).putNull("creationTimestamp");
        return mark;
    }

    static byte[] event(String type, JsonNode object) {
        byte[] line = Json.bytes(Json.object().put("type", type).set("object", object));
        byte[] whole = java.util.Arrays.copyOf(line, line.length + 1);
        whole[line.length] = '\n';
        return whole;
    }
}
