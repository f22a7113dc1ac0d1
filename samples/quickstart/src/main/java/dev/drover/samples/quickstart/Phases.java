package dev.drover.samples.quickstart;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** Runs the phases of a program one after another and remembers how long each took. */
final class Phases {
    private final Terminal terminal;
    private final Map<String, Long> nanos = new LinkedHashMap<>();

    Phases(Terminal terminal) {
        this.terminal = terminal;
    }

    <T> T run(String name, Callable<T> phase) throws Exception {
        terminal.line(name);
        long start = System.nanoTime();
        try {
            return phase.call();
        } finally {
            nanos.merge(name, System.nanoTime() - start, Long::sum);
        }
    }

    List<String> table() {
        Table table = new Table("phase", "seconds");
        long all = 0;
        for (Map.Entry<String, Long> phase : nanos.entrySet()) {
            table.row(phase.getKey(), seconds(phase.getValue()));
            all += phase.getValue();
        }
        table.row("all", seconds(all));
        return table.lines();
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.2f", nanos / 1e9);
    }
}
