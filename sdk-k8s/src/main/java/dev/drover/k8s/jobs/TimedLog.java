package dev.drover.k8s.jobs;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log whose lines begin with their times, and hands on what is behind these. Not safe for use by many threads.
 */
final class TimedLog {
    /** So far apart are the places that are remembered. */
    private static final int STRIDE = 32 * 1024;

    private static final int LONGEST_TIME = 40;

    private final BufferedInputStream in;
    private final String key;
    private final LogPlaces places;
    private final Optional<LogPlaces.Place> start;
    private long offset;
    private long remembered;
    private int skipped;
    private @Nullable Instant time;
    private int sameTime;
    private long lineStart;

    /** @param start where it was asked from; lines of the same second that are before it come too */
    TimedLog(InputStream in, String key, LogPlaces places, Optional<LogPlaces.Place> start) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.key = key;
        this.places = places;
        this.start = start;
        this.offset = start.map(LogPlaces.Place::offset).orElse(0L);
        this.remembered = offset;
    }

    /** How far it was read. */
    long offset() {
        return offset;
    }

    /** Bytes from an offset on; fewer than asked for only at the end. To be called once. */
    byte[] read(long from, int most) throws IOException {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        while (page.size() < most && nextLine()) {
            int next = in.read();
            while (next >= 0) {
                if (offset >= from) {
                    page.write(next);
                }
                offset++;
                if (next == '\n' || page.size() == most) {
                    break;
                }
                next = in.read();
            }
        }
        if (time != null) {
            // Whoever follows the log goes on from its last line.
            places.add(key, new LogPlaces.Place(lineStart, time, sameTime));
        }
        return page.toByteArray();
    }

    /** Reads to the end, which is then the offset. */
    void skipAll() throws IOException {
        var unused = read(Long.MAX_VALUE, 1);
    }

    /** Goes to the text of the next line that is not before the start. */
    private boolean nextLine() throws IOException {
        Optional<Instant> stamp = stamp();
        while (stamp.isPresent() && isBeforeStart(stamp.get())) {
            skipLine();
            stamp = stamp();
        }
        stamp.ifPresent(this::begin);
        return stamp.isPresent();
    }

    private void begin(Instant stamp) {
        sameTime = stamp.equals(time) ? sameTime + 1 : time == null ? skipped : 0;
        time = stamp;
        lineStart = offset;
        if (offset == 0 || offset - remembered >= STRIDE) {
            places.add(key, new LogPlaces.Place(offset, stamp, sameTime));
            remembered = offset;
        }
    }

    private boolean isBeforeStart(Instant stamp) {
        if (start.isEmpty() || time != null) {
            return false;
        }
        if (stamp.equals(start.get().time()) && skipped < start.get().sameTime()) {
            skipped++;
            return true;
        }
        return stamp.isBefore(start.get().time());
    }

    /** Empty at the end. */
    private Optional<Instant> stamp() throws IOException {
        StringBuilder stamp = new StringBuilder();
        int next = in.read();
        while (next >= 0 && next != ' ' && stamp.length() < LONGEST_TIME) {
            stamp.append((char) next);
            next = in.read();
        }
        if (next < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(stamp).toInstant());
        } catch (DateTimeException e) {
            throw new IOException("a line of the log begins with no time", e);
        }
    }

    private void skipLine() throws IOException {
        int next = in.read();
        while (next >= 0 && next != '\n') {
            next = in.read();
        }
    }
}
