package dev.drover.cli.output;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/**
 * What is being done now, on standard error. On a terminal it is one line that changes in place and counts the seconds;
 * elsewhere each new step is a plain line. Safe for use by many threads.
 */
final class StatusLine {
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream err;
    private final boolean live;
    private final int columns;
    private boolean open;
    private boolean ticking;
    private String last = "";
    private long since;

    StatusLine(PrintStream err, boolean live, int columns) {
        this.err = err;
        this.live = live;
        this.columns = columns;
    }

    synchronized void show(String text) {
        String line = Printable.line(text);
        if (!live) {
            if (!line.equals(last)) {
                err.println(line);
                err.flush();
            }
        } else {
            since = line.equals(last) ? since : System.nanoTime();
            open = true;
            draw(line);
            tick();
        }
        last = line;
    }

    /** Makes room for a line that stays. */
    synchronized void clear() {
        if (open) {
            err.print(CLEAR);
            err.flush();
            open = false;
        }
    }

    private void draw(String line) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
        err.print(CLEAR + Printable.fitted(seconds == 0 ? line : line + " (" + seconds + " s)", columns - 1));
        err.flush();
    }

    private void tick() {
        if (!ticking) {
            ticking = true;
            Thread ticker = new Thread(this::everySecond, "drover-status");
            ticker.setDaemon(true);
            ticker.start();
        }
    }

    private void everySecond() {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(1);
                synchronized (this) {
                    if (open) {
                        draw(last);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
