package dev.drover.spi.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Gathers what is wrong, so that all of it is told at once. Not safe for use by many threads. */
public final class Problems {
    private static final int MOST = 100;

    private final List<Problem> found = new ArrayList<>();

    /** Notes a problem; empty, for the value that could not be read. */
    public <T> Optional<T> add(Position at, String message) {
        if (found.size() < MOST) {
            found.add(new Problem(at, message));
        }
        return Optional.empty();
    }

    /** In the order of the file; the first hundred at most. */
    public List<Problem> all() {
        return found.stream()
                .sorted(Comparator.comparing((Problem each) -> each.at().file())
                        .thenComparingInt(each -> each.at().line())
                        .thenComparingInt(each -> each.at().column()))
                .toList();
    }
}
