package dev.drover.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Times of what several subjects do turn by turn, Drover among them. */
final class Turns {
    private final Map<String, Map<String, List<Long>>> nanos = new LinkedHashMap<>();

    /** @param counts whether it is kept, and no warm-up */
    void measure(boolean counts, String what, String subject, Callable<?> body) throws Exception {
        long start = System.nanoTime();
        body.call();
        long took = System.nanoTime() - start;
        if (counts) {
            nanos.computeIfAbsent(what, w -> new LinkedHashMap<>())
                    .computeIfAbsent(subject, s -> new ArrayList<>())
                    .add(took);
        }
    }

    void print(int rounds) {
        System.out.printf(
                "%d rounds, %d processors, Java %s%n",
                rounds, Runtime.getRuntime().availableProcessors(), Runtime.version());
        nanos.forEach((what, subjects) -> {
            double ours = median(subjects.getOrDefault("Drover", List.of(1L)));
            subjects.forEach((subject, times) -> System.out.printf(
                    "%-30s %-18s median %7.3f s   min %7.3f   max %7.3f   this / Drover %6.2f%n",
                    what,
                    subject,
                    median(times) / 1e9,
                    times.stream().mapToLong(t -> t).min().orElseThrow() / 1e9,
                    times.stream().mapToLong(t -> t).max().orElseThrow() / 1e9,
                    median(times) / ours));
        });
    }

    private static double median(List<Long> times) {
        long[] sorted = times.stream().mapToLong(t -> t).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    }
}
