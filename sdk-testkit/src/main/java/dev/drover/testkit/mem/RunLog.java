package dev.drover.testkit.mem;

import dev.drover.ErrorCode;
import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Page;
import dev.drover.JobLogs.Source;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** One log of a run at one time, read in pages. */
final class RunLog {
    private final byte[] bytes;
    private final More atEnd;

    private RunLog(byte[] bytes, More atEnd) {
        this.bytes = bytes;
        this.atEnd = atEnd;
    }

    static RunLog of(PretendedRun run, Source source, Instant asOf) throws NativeException {
        String text;
        if (source.equals(Source.STDOUT)) {
            text = run.script().stdout();
        } else if (source.equals(Source.STDERR)) {
            text = run.script().stderr();
        } else {
            throw new NativeException(
                    Failure.refused(ErrorCode.NOT_FOUND, "run " + run.id() + " has no log '" + source.name() + "'."));
        }
        if (run.startedBy(asOf)) {
            return new RunLog(text.getBytes(StandardCharsets.UTF_8), run.endedBy(asOf) ? More.END : More.LATER);
        }
        return new RunLog(new byte[0], run.endedBy(asOf) ? More.NEVER : More.LATER);
    }

    long length() {
        return bytes.length;
    }

    Page page(long offset, int maxBytes) {
        int from = (int) Math.min(offset, bytes.length);
        int to = whole(from, (int) Math.min((long) from + maxBytes, bytes.length));
        return new Page(
                new String(bytes, from, to - from, StandardCharsets.UTF_8), to, to < bytes.length ? More.NOW : atEnd);
    }

    /** Leaves a character that would be cut to the next page, unless it is the only one. */
    private int whole(int from, int to) {
        int end = to;
        while (end < bytes.length && end > from && continues(end)) {
            end--;
        }
        if (end > from) {
            return end;
        }
        end = to;
        while (end < bytes.length && continues(end)) {
            end++;
        }
        return end;
    }

    private boolean continues(int at) {
        return (bytes[at] & 0xC0) == 0x80;
    }
}
