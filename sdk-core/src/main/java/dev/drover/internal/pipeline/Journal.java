package dev.drover.internal.pipeline;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.RequestKey;
import dev.drover.internal.ledger.AppendLog;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is on record of one run. Not safe for use by many threads. */
final class Journal {
    private static final Logger log = LoggerFactory.getLogger(Journal.class);
    private static final int VANISHING = 5;

    private final RequestKey key;
    private final AppendLog records;
    private int last;
    private Optional<Integer> renewal = Optional.empty();
    private Optional<Unsure> unsure = Optional.empty();

    /** An entry that may have been added. */
    private static final class Unsure {
        private final Entry entry;
        private final byte[] bytes;

        private Unsure(Entry entry, byte[] bytes) {
            this.entry = entry;
            this.bytes = bytes;
        }
    }

    Journal(RequestKey key, AppendLog records) {
        this.key = key;
        this.records = records;
    }

    /** The number of the last entry; 0 if there is none. */
    int newest() {
        List<Integer> indexes = records.indexes();
        return indexes.isEmpty() ? 0 : indexes.get(indexes.size() - 1);
    }

    /**
     * All entries, oldest first.
     *
     * @throws DroverException INTERNAL if one cannot be read
     */
    List<Entry> read() {
        // A renewal may be deleted between the listing and the look at it.
        for (int tries = 1; tries < VANISHING; tries++) {
            Optional<List<Entry>> all = tryRead();
            if (all.isPresent()) {
                return all.get();
            }
        }
        throw new DroverException(
                ErrorCode.UNAVAILABLE,
                Effect.NONE,
                true,
                "The record of pipeline " + key + " changed faster than it could be read; ask again.",
                null);
    }

    private Optional<List<Entry>> tryRead() {
        List<Entry> entries = new ArrayList<>();
        List<Integer> indexes = records.indexes();
        for (int index : indexes) {
            Optional<byte[]> bytes = records.read(index);
            if (bytes.isEmpty()) {
                return Optional.empty();
            }
            entries.add(parsed(index, bytes.get()));
        }
        last = indexes.isEmpty() ? 0 : indexes.get(indexes.size() - 1);
        return Optional.of(entries);
    }

    private Entry parsed(int index, byte[] bytes) {
        try {
            Entry entry = JournalJson.read(bytes);
            if (entry instanceof Entry.Began began && !began.key().equals(key)) {
                throw new IOException("it is of another key, " + began.key());
            }
            return entry;
        } catch (IOException e) {
            throw new DroverException(
                    ErrorCode.INTERNAL,
                    Effect.NONE,
                    false,
                    "Entry " + index + " of " + records.name() + " in the ledger cannot be read: " + e.getMessage()
                            + ". Pipeline " + key + " was not touched. Use a version of Drover that can read it, or a"
                            + " new key.",
                    e);
        }
    }

    /** Whether the run of a record ended before a moment; not if that cannot be told. */
    static boolean endedBefore(AppendLog records, Instant moment) {
        List<Integer> indexes = records.indexes();
        if (indexes.isEmpty()) {
            return false;
        }
        try {
            Optional<byte[]> newest = records.read(indexes.get(indexes.size() - 1));
            return newest.isPresent()
                    && JournalJson.read(newest.get()) instanceof Entry.Ended ended
                    && ended.at().isBefore(moment);
        } catch (IOException e) {
            log.warn("Passed over {}: {}", records.name(), e.getMessage());
            return false;
        }
    }

    /**
     * Adds an entry after the last one that was read or added.
     *
     * @return false if another process has added one: it holds the run now
     * @throws DroverException if it cannot be told; adding the same entry again settles it
     */
    boolean append(Entry entry) {
        int index = last + 1;
        // One that could not be added for certain may be there by now.
        Unsure added = unsure.filter(before -> before.entry.equals(entry))
                .orElseGet(() -> new Unsure(entry, JournalJson.write(entry, records.nonce())));
        unsure = Optional.of(added);
        if (!records.append(index, added.bytes, entry instanceof Entry.Ended)) {
            return false;
        }
        unsure = Optional.empty();
        last = index;
        renewal.ifPresent(this::drop);
        renewal = entry instanceof Entry.Renewed ? Optional.of(index) : Optional.empty();
        return true;
    }

    private void drop(int index) {
        try {
            records.delete(List.of(index));
        } catch (DroverException e) {
            log.debug("A renewal of pipeline {} stays on record, which does no harm: {}", key, e.getMessage());
        }
    }
}
