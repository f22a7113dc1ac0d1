package dev.drover.k8s.jobs;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Places in logs from which they can be read on: Kubernetes knows no offsets, only times in whole seconds. Of each log the
 * last {@value #PLACES} places are kept, of the {@value #LOGS} logs that were read last. Safe for use by many threads.
 */
final class LogPlaces {
    private static final int LOGS = 200;
    private static final int PLACES = 32;

    /**
     * The start of a line.
     *
     * @param offset in bytes, from the start of the log as it was first read
     * @param time of the line
     * @param sameTime how many lines before it have this time
     */
    record Place(long offset, Instant time, int sameTime) {}

    private static final class Log {
        private final Deque<Place> places = new ArrayDeque<>();
        private OptionalLong length = OptionalLong.empty();
    }

    private final Map<String, Log> logs = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Log> eldest) {
            return size() > LOGS;
        }
    };

    /** The last one that is not behind an offset. */
    synchronized Optional<Place> before(String log, long offset) {
        Log known = logs.get(log);
        return known == null
                ? Optional.empty()
                : known.places.stream()
                        .filter(place -> place.offset() <= offset)
                        .reduce((one, later) -> later);
    }

    synchronized void add(String log, Place place) {
        Deque<Place> places = logs.computeIfAbsent(log, unused -> new Log()).places;
        if (places.isEmpty() || places.getLast().offset() < place.offset()) {
            places.addLast(place);
            if (places.size() > PLACES) {
                places.removeFirst();
            }
        }
    }

    /** Of a log that has ended. */
    synchronized OptionalLong length(String log) {
        Log known = logs.get(log);
        return known == null ? OptionalLong.empty() : known.length;
    }

    synchronized void ended(String log, long length) {
        logs.computeIfAbsent(log, unused -> new Log()).length = OptionalLong.of(length);
    }
}
