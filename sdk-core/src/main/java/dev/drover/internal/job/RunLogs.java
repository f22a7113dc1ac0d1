package dev.drover.internal.job;

import dev.drover.DroverException;
import dev.drover.JobId;
import dev.drover.JobLogs;
import dev.drover.internal.guard.Guard;
import dev.drover.internal.guard.Subject;
import dev.drover.spi.CallContext;
import dev.drover.spi.JobDriver;
import java.time.Duration;
import java.util.List;

/** {@link JobLogs} over a driver. */
final class RunLogs implements JobLogs {
    private static final int TAIL_BYTES = 1 << 16;
    private static final int MAX_LINES = 10_000;

    private final JobId id;
    private final JobDriver driver;
    private final Guard guard;

    RunLogs(JobId id, JobDriver driver, Guard guard) {
        this.id = id;
        this.driver = driver;
        this.guard = guard;
    }

    @Override
    public List<Source> sources() {
        return driver.logSources(id, guard.begin("list the logs of " + id, Subject.of(id)));
    }

    @Override
    public Page read(Source source, long offset, int maxBytes) {
        if (offset < 0 || maxBytes < 1 || maxBytes > MAX_PAGE) {
            throw DroverException.invalid("A log is read from 0 on, 1 to " + MAX_PAGE + " bytes at a time; asked for "
                    + maxBytes + " bytes from " + offset + ".");
        }
        return driver.readLog(id, source, offset, maxBytes, guard.begin(reading(source), Subject.of(id)));
    }

    @Override
    public List<String> tail(Source source, int lines) {
        return tail(source, lines, guard.begin(reading(source), Subject.of(id)));
    }

    List<String> tail(Source source, int lines, Duration bound) {
        return tail(source, lines, guard.begin(reading(source), Subject.of(id), bound));
    }

    private List<String> tail(Source source, int lines, CallContext context) {
        if (lines < 1 || lines > MAX_LINES) {
            throw DroverException.invalid("A tail has 1 to " + MAX_LINES + " lines, not " + lines + ".");
        }
        long length = driver.logLength(id, source, context);
        if (length == 0) {
            return List.of();
        }
        long from = Math.max(0, length - TAIL_BYTES);
        List<String> all = driver.readLog(id, source, from, TAIL_BYTES, context)
                .text()
                .lines()
                .toList();
        // The first line of a cut log is only the end of one.
        int start = Math.max(from > 0 && all.size() > 1 ? 1 : 0, all.size() - lines);
        return all.subList(start, all.size());
    }

    private String reading(Source source) {
        return "read " + source.name() + " of " + id;
    }
}
