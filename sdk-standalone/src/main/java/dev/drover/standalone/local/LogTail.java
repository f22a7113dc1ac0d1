package dev.drover.standalone.local;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines of a log, for messages. Safe for use by many threads. */
final class LogTail {
    private static final int LINES = 15;
    private static final int LONGEST = 500;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        if (lines.size() == LINES) {
            lines.removeFirst();
        }
        lines.addLast(line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...");
    }

    /** The lines, each indented on a line of its own; empty if there are none. */
    @Override
    public synchronized String toString() {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append("\n  ").append(line));
        return text.toString();
    }
}
