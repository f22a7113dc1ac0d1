package dev.drover.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All conformance classes of a run; told to the log at its end. Safe for use by many threads. */
final class ConformanceSummary implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConformanceSummary.class);

    private final List<Shown> classes = new ArrayList<>();

    synchronized void add(Shown shown) {
        classes.add(shown);
    }

    @Override
    public synchronized void close() {
        String lines = classes.stream().map(shown -> "\n  " + shown).collect(Collectors.joining());
        log.info("{} conformance classes ran{}", classes.size(), lines);
    }
}
