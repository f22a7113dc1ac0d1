package dev.drover;

import java.util.List;

/**
 * The logs of one run. Every read is bounded; nothing is kept in memory between reads. Safe for use by many threads.
 */
public interface JobLogs {

    /** The longest page that {@link #read} gives, in bytes. */
    int MAX_PAGE = 1 << 20;

    /** What can be read: {@code stderr} and {@code stdout} of the driver at least, where the platform has them. */
    List<Source> sources();

    /**
     * Reads a part of a log.
     *
     * @param offset in bytes, from the start of the log
     * @param maxBytes 1 to {@link #MAX_PAGE}
     * @throws DroverException NOT_FOUND if there is no such log; UNAVAILABLE if its machine is gone
     */
    Page read(Source source, long offset, int maxBytes);

    /**
     * The last lines of a log, from its last 64 KiB at most.
     *
     * @param lines 1 to 10,000
     */
    List<String> tail(Source source, int lines);

    /**
     * One log.
     *
     * @param name unique within the run
     */
    record Source(String name) {
        public static final Source STDERR = new Source("stderr");
        public static final Source STDOUT = new Source("stdout");
    }

    /**
     * A part of a log.
     *
     * @param text decoded as UTF-8; a character cut at the end is left for the next page
     * @param nextOffset where the next page starts
     */
    record Page(String text, long nextOffset, More more) {}

    /** What comes after a page. */
    enum More {
        /** More is there already. */
        NOW,
        /** The log may still grow. */
        LATER,
        /** That was all. */
        END,
        /** There is no log and there never will be. */
        NEVER
    }
}
