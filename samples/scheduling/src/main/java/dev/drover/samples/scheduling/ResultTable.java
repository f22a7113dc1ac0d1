package dev.drover.samples.scheduling;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results, one setting per line. */
final class ResultTable {
    private static final String ROW = "  %-14s %10s %14s %14s %16s";

    private ResultTable() {}

    static List<String> lines(List<Observed> all) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(ROW, "setting", "all done", "short jobs", "longest wait", "executor time"));
        lines.add(String.format(ROW, "", "", "(median)", "for a core", "(all together)"));
        for (Observed each : all) {
            lines.add(String.format(
                    ROW,
                    each.setting(),
                    seconds(each.end()),
                    seconds(each.medianOfShortJobs()),
                    seconds(each.longestWait()),
                    seconds(each.executorTime())));
        }
        return lines;
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
}
