package dev.drover.samples.quickstart;

import dev.drover.ClusterStatus;
import dev.drover.DroverListener;
import dev.drover.JobStatus;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Shows what Drover does. On a terminal the line that is being worked on changes in place; elsewhere every step is a
 * plain line of its own.
 */
final class Terminal implements DroverListener {
    private static final int BAR = 24;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean live;
    private boolean open;
    private String last = "";
    private long since = System.nanoTime();

    Terminal(PrintStream out, boolean live) {
        this.out = out;
        this.live = live;
        if (live) {
            Thread ticker = new Thread(this::tick, "terminal");
            ticker.setDaemon(true);
            ticker.start();
        }
    }

    /** Shows every second for how long the step goes on. */
    private void tick() {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(1);
                synchronized (this) {
                    if (open) {
                        out.print(CLEAR_LINE + "  " + last + " ("
                                + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since) + " s)");
                        out.flush();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether lines may change in place: the launcher script tells, since a JVM cannot on every version. */
    static Terminal of(PrintStream out) {
        return new Terminal(out, Boolean.getBoolean("drover.terminal"));
    }

    /** A line that stays. */
    synchronized void line(String text) {
        if (open) {
            out.print(CLEAR_LINE);
            open = false;
        }
        out.println(text);
        out.flush();
    }

    /** A line that the next one replaces; without a terminal it is shown only if it says something new. */
    synchronized void step(String text) {
        if (live) {
            out.print(CLEAR_LINE + "  " + text);
            out.flush();
            open = true;
        } else if (!text.equals(last)) {
            out.println("  " + text);
        }
        last = text;
        since = System.nanoTime();
    }

    @Override
    public void progressed(Progress progress) {
        step(progress.message());
    }

    @Override
    public void uploadProgressed(UploadProgress progress) {
        if (live || progress.filesDone() == progress.filesTotal()) {
            step(bar(progress.filesDone(), progress.filesTotal())
                    + String.format(
                            Locale.ROOT,
                            " %d of %d files, %d unchanged, %.1f MB",
                            progress.filesDone(),
                            progress.filesTotal(),
                            progress.filesSkipped(),
                            progress.bytesDone() / 1e6));
        }
    }

    @Override
    public void clusterChanged(ClusterStatus status) {
        step("cluster " + status.state().name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void jobChanged(JobStatus status) {
        step("job " + status.state().name().toLowerCase(Locale.ROOT)
                + status.detail().map(detail -> ": " + detail).orElse(""));
    }

    private static String bar(int done, int total) {
        int filled = total == 0 ? BAR : BAR * done / total;
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]";
    }
}
