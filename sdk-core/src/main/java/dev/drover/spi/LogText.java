package dev.drover.spi;

import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Page;
import java.nio.charset.StandardCharsets;

/** Makes pages of the bytes of a log, for drivers that read logs from where a platform keeps them. */
public final class LogText {
    /** The longest character in UTF-8; a smaller part of a log may hold no whole one. */
    public static final int SMALLEST_READ = 4;

    private LogText() {}

    /**
     * The page for the bytes from an offset on. A character that is cut at their end is left for the next page, unless
     * the log ends there.
     */
    public static Page page(byte[] bytes, long offset, More more) {
        int length = more == More.END ? bytes.length : bytes.length - cut(bytes);
        return new Page(new String(bytes, 0, length, StandardCharsets.UTF_8), offset + length, more);
    }

    /** How many bytes at the end begin a character that goes on behind them. */
    private static int cut(byte[] bytes) {
        for (int back = 1; back <= Math.min(SMALLEST_READ - 1, bytes.length); back++) {
            int lead = bytes[bytes.length - back] & 0xFF;
            if (lead < 0x80) {
                return 0;
            }
            if (lead >= 0xC0) {
                return back < length(lead) ? back : 0;
            }
        }
        return 0;
    }

    private static int length(int lead) {
        return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    }
}
