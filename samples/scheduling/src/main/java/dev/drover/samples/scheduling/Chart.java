package dev.drover.samples.scheduling;

import java.util.List;
import java.util.Locale;

/** The runs below each other, on one axis of time: jobs as bars, from asking to end, and the executors below them. */
final class Chart {
    private static final int LEFT = 90;
    private static final int WIDTH = 900;
    private static final int ROW = 18;
    private static final int TITLE = 34;
    private static final int EXECUTORS = 54;
    private static final int STEPS = 450;

    private final List<Observed> all;
    private final long end;
    private final StringBuilder svg = new StringBuilder();

    Chart(List<Observed> all) {
        this.all = all;
        this.end = all.stream().mapToLong(Observed::end).max().orElseThrow();
    }

    String svg() {
        int height = 60;
        for (Observed each : all) {
            height += TITLE + each.jobs().size() * ROW + EXECUTORS;
        }
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                LEFT + WIDTH + 20, height);
        add("<style>.page{fill:#fff}.text{fill:#222}.faint{fill:#667}.line{stroke:#dde}.wait{fill:#c9d3e6}"
                + ".long{fill:#7a5195}.short{fill:#2f6db5}.cores{fill:#8fbf8f}"
                + "@media(prefers-color-scheme:dark){.page{fill:#16181d}.text{fill:#e6e6e6}.faint{fill:#9aa}"
                + ".line{stroke:#333a44}.wait{fill:#3b4658}.long{fill:#b48ad0}.short{fill:#6aa7ec}.cores{fill:#5d8f5d}}"
                + "</style>");
        add("<rect class=\"page\" width=\"100%%\" height=\"100%%\"/>");
        legend();
        int top = 40;
        axis(top, height - 20);
        for (Observed each : all) {
            add("<text class=\"text\" x=\"8\" y=\"%d\" font-weight=\"bold\">%s</text>", top + 20, each.setting());
            top = jobs(each, top + TITLE);
            top = executors(each, top);
        }
        return svg.append("</svg>\n").toString();
    }

    private void legend() {
        String[][] kinds = {
            {"wait", "waits for a core"}, {"long", "the long job"}, {"short", "short jobs"}, {"cores", "executors"}
        };
        int x = LEFT;
        for (String[] kind : kinds) {
            add("<rect class=\"%s\" x=\"%d\" y=\"12\" width=\"12\" height=\"12\"/>", kind[0], x);
            add("<text class=\"text\" x=\"%d\" y=\"22\">%s</text>", x + 18, kind[1]);
            x += 150;
        }
    }

    private void axis(int top, int bottom) {
        long step = end <= 12_000 ? 1_000 : end <= 60_000 ? 5_000 : 30_000;
        for (long time = 0; time <= end; time += step) {
            add(
                    "<line class=\"line\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\"/>",
                    x(time), top, bottom - 14);
            add(
                    "<text class=\"faint\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d s</text>",
                    x(time), bottom, time / 1000);
        }
    }

    private int jobs(Observed run, int top) {
        int y = top;
        for (Observed.Job job : run.jobs()) {
            add("<text class=\"faint\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", LEFT - 8, y + 12, job.name());
            bar("wait", job.asked(), job.started(), y);
            bar(job.isShort() ? "short" : "long", job.started(), job.ended(), y);
            y += ROW;
        }
        return y;
    }

    private void bar(String kind, long from, long to, int y) {
        add(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>",
                kind, x(from), y + 2, Math.max(1, x(to) - x(from)), ROW - 5);
    }

    private int executors(Observed run, int top) {
        int base = top + EXECUTORS - 16;
        StringBuilder area = new StringBuilder();
        for (int i = 0; i <= STEPS; i++) {
            long time = run.end() * i / STEPS;
            area.append(String.format(Locale.ROOT, "%.1f,%d ", x(time), base - run.executorsAt(time) * 7));
        }
        add("<polygon class=\"cores\" points=\"%.1f,%d %s%.1f,%d\"/>", x(0), base, area, x(run.end()), base);
        add("<text class=\"faint\" x=\"%d\" y=\"%d\" text-anchor=\"end\">executors</text>", LEFT - 8, base);
        return top + EXECUTORS;
    }

    private double x(long time) {
        return LEFT + (double) time / end * WIDTH;
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
