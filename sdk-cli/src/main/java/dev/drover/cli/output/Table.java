package dev.drover.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Rows under headings. On a terminal the widest columns give way until the lines fit; elsewhere nothing is cut. */
public final class Table {
    private static final int LEAST = 8;
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    /** Adds a row: one cell for each heading; an Optional without value is a dash. */
    public Table row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            Object value = cell instanceof Optional<?> optional && optional.isPresent() ? optional.get() : cell;
            String text = value instanceof Optional<?> ? "-" : Printable.line(value.toString());
            row.add(text.isEmpty() ? "-" : text);
        }
        rows.add(row);
        return this;
    }

    /** Whether there are rows beside the headings. */
    public boolean isEmpty() {
        return rows.size() == 1;
    }

    /** The lines, headings first. */
    List<String> lines(int columns) {
        int[] widths = fitted(columns);
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private int[] fitted(int columns) {
        int count = rows.get(0).size();
        int[] widths = IntStream.range(0, count)
                .map(i -> rows.stream()
                        .mapToInt(row -> Printable.width(row.get(i)))
                        .max()
                        .orElse(0))
                .toArray();
        int over = IntStream.of(widths).sum() + GAP.length() * (count - 1) - columns;
        while (over > 0) {
            int widest = IntStream.range(0, count)
                    .reduce((a, b) -> widths[b] > widths[a] ? b : a)
                    .orElse(0);
            if (widths[widest] <= LEAST) {
                break;
            }
            widths[widest]--;
            over--;
        }
        return widths;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String cell = Printable.fitted(row.get(i), widths[i]);
            line.append(cell).append(" ".repeat(widths[i] - Printable.width(cell)));
            line.append(i == row.size() - 1 ? "" : GAP);
        }
        return line.toString().stripTrailing();
    }
}
