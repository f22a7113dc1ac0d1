package dev.drover.standalone.rest;

import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Page;
import java.nio.charset.StandardCharsets;

/**
 * Makes pages of what workers give. A worker decodes exactly the bytes asked for, so that a character cut at the end
 * has become U+FFFD; how many bytes it had follows from the length of the rest.
 */
final class LogPages {
    private static final char REPLACEMENT = '\uFFFD';
    /** The longest character in UTF-8; a smaller part of a log may hold no whole one. */
    static final int SMALLEST_READ = 4;

    private LogPages() {}

    /**
     * The page for a range.
     *
     * @param offset that was asked for
     * @param ended whether the run had ended before the range was read, so that the log grows no more
     */
    static Page of(LogRange range, long offset, boolean ended) {
        boolean last = range.end() >= range.total();
        More more = last ? ended ? More.END : More.LATER : More.NOW;
        int cut = last && ended ? 0 : cutBytes(range);
        if (cut > 0) {
            String whole = range.text().substring(0, range.text().length() - 1);
            return new Page(whole, range.end() - cut, more);
        }
        return new Page(range.text(), Math.max(offset, range.end()), more);
    }

    /**
     * How many bytes of a character that goes on behind the range are at its end; 0 if none are. Bytes before it that
     * are no text make the count wrong. Then a character may be shown as cut, but none is skipped.
     */
    private static int cutBytes(LogRange range) {
        int last = range.text().length() - 1;
        if (last < 0 || range.text().charAt(last) != REPLACEMENT) {
            return 0;
        }
        int whole = range.text().substring(0, last).getBytes(StandardCharsets.UTF_8).length;
        long cut = range.end() - range.start() - whole;
        return cut > 0 && cut < SMALLEST_READ ? (int) cut : 0;
    }
}
