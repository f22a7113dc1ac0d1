package dev.drover.internal.tracker;

import dev.drover.Content;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.internal.storage.SmallObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects that the JVMs share for one cluster: {@code lease/EPOCH}, created once each; {@code status}, written by
 * the holder of the highest; {@code wanted/READER-COUNT}, created once each. Safe for use by many threads.
 *
 * <p>Every method throws {@link DroverException} if the store fails, does not answer within 5 s, or answers with
 * more than 8 MiB. All of them mean the same: do without.
 */
final class Board {
    static final Duration ANSWER = Duration.ofSeconds(5);
    static final int MOST_BYTES = 8 << 20;
    static final int MOST_WANTED = 10_000;
    private static final String LEASE = "lease/";
    private static final String WANTED = "wanted/";

    private final StorageUri place;
    private final Supplier<Storage> storage;
    private final SnapshotFormat format;
    private final DroverClock clock;
    private final Executor executor;

    /** What is there: the epochs of leases, and the names of wishes. */
    record Names(TreeSet<Long> epochs, List<String> wanted) {

        long highest() {
            return epochs.isEmpty() ? 0 : epochs.last();
        }
    }

    Board(StorageUri place, Supplier<Storage> storage, SnapshotFormat format, DroverClock clock, Executor executor) {
        this.place = place;
        this.storage = storage;
        this.format = format;
        this.clock = clock;
        this.executor = executor;
    }

    /** Empty if there is none, or none that can be read. */
    Optional<Snapshot> snapshot() {
        return within(() -> read(status()).flatMap(format::readSnapshot));
    }

    void publish(Snapshot snapshot) {
        byte[] bytes = format.write(snapshot);
        if (bytes.length > MOST_BYTES) {
            throw failure("the snapshot has " + bytes.length + " bytes", null);
        }
        within(() -> storage.get().put(status(), Content.of(bytes)));
    }

    Names names() {
        return within(() -> {
            Names names = new Names(new TreeSet<>(), new ArrayList<>());
            try (Stream<StoredObject> objects = storage.get().list(place)) {
                objects.map(object -> object.uri().path().substring(place.path().length()))
                        .forEach(name -> sort(name, names));
            }
            return names;
        });
    }

    private static void sort(String name, Names names) {
        if (name.startsWith(WANTED)) {
            names.wanted().add(name);
        } else if (name.startsWith(LEASE)) {
            String digits = name.substring(LEASE.length());
            if (digits.length() == 12 && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                names.epochs().add(Long.parseLong(digits));
            }
        }
    }

    /** Takes the lease of an epoch; of all who try, one gets it. */
    boolean take(long epoch, String self) {
        return within(
                () -> storage.get().putIfAbsent(lease(epoch), Content.of(self)).isPresent());
    }

    void dropLeases(Collection<Long> epochs) {
        delete(epochs.stream().map(this::lease).toList());
    }

    /** Says what a reader waits for; returns the name of the object. */
    String want(Set<JobId> runs, String self, long count) {
        String name = WANTED + self + "-" + count;
        Set<JobId> some = runs.size() <= MOST_WANTED
                ? runs
                : Set.copyOf(runs.stream().limit(MOST_WANTED).toList());
        within(() -> storage.get().putIfAbsent(place.resolve(name), Content.of(format.write(some))));
        return name;
    }

    /** What a reader waits for; nothing if that cannot be read. */
    Set<JobId> wanted(String name) {
        return within(() -> read(place.resolve(name)).map(format::readWanted).orElse(Set.of()));
    }

    void dropWanted(Collection<String> names) {
        delete(names.stream().map(place::resolve).toList());
    }

    private void delete(List<StorageUri> uris) {
        if (!uris.isEmpty()) {
            within(() -> {
                storage.get().deleteAll(uris);
                return uris;
            });
        }
    }

    private StorageUri status() {
        return place.resolve("status");
    }

    private StorageUri lease(long epoch) {
        return place.resolve(LEASE + String.format(Locale.ROOT, "%012d", epoch));
    }

    private Optional<byte[]> read(StorageUri uri) {
        return SmallObject.read(storage.get(), uri, MOST_BYTES).filter(bytes -> bytes.length <= MOST_BYTES);
    }

    /** On another thread: a store that hangs must not stop the looks. */
    private <T> T within(Supplier<T> exchange) {
        try {
            CompletableFuture<T> answer = CompletableFuture.supplyAsync(exchange, executor);
            if (!clock.await(answer, ANSWER)) {
                throw failure("no answer within " + ANSWER, null);
            }
            return answer.join();
        } catch (CompletionException e) {
            throw failure("it failed", e.getCause());
        } catch (RejectedExecutionException e) {
            throw failure("the executor takes no more tasks", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted", e);
        }
    }

    private DroverException failure(String why, @Nullable Throwable cause) {
        String said = cause == null ? "" : ": " + cause.getMessage();
        return new DroverException(
                ErrorCode.UNAVAILABLE,
                Effect.UNKNOWN,
                true,
                "The shared status at " + place + " cannot be used, " + why + said + ".",
                cause);
    }
}
