package dev.drover.k8s.fake;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a container has printed. */
final class ContainerLog {

    /** A line, the last one perhaps without its end. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Line(Instant at, byte[] text) {
        boolean whole() {
            return text.length > 0 && text[text.length - 1] == '\n';
        }
    }

    private final List<Line> lines = new ArrayList<>();
    private boolean ended;

    synchronized void append(Instant at, byte[] text) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        Instant since = at;
        if (!lines.isEmpty() && !lines.get(lines.size() - 1).whole()) {
            Line open = lines.remove(lines.size() - 1);
            line.writeBytes(open.text());
            since = open.at();
        }
        for (byte each : text) {
            line.write(each);
            if (each == '\n') {
                lines.add(new Line(since, line.toByteArray()));
                line.reset();
                since = at;
            }
        }
        if (line.size() > 0) {
            lines.add(new Line(since, line.toByteArray()));
        }
        notifyAll();
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized boolean ended() {
        return ended;
    }

    /** The lines from an index on; waits a while for the first. Only whole ones, until all is said. */
    synchronized List<Line> from(int index, long waitMillis) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        while (whole() <= index && !ended && System.nanoTime() < until) {
            TimeUnit.NANOSECONDS.timedWait(this, until - System.nanoTime());
        }
        int to = ended || waitMillis == 0 ? lines.size() : whole();
        return List.copyOf(lines.subList(Math.min(index, to), to));
    }

    private int whole() {
        return lines.isEmpty() || lines.get(lines.size() - 1).whole() ? lines.size() : lines.size() - 1;
    }
}
