package dev.drover.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;

/**
 * Times of what several subjects do turn by turn, Drover among them, and what they take of the processors in this JVM,
 * which says more on a busy machine.
 */
final class Turns {
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final Map<String, Map<String, List<Time>>> times = new LinkedHashMap<>();

    /** Both in nanoseconds. */
    private record Time(long wall, long processors) {}

    /** @param counts whether it is kept, and no warm-up */
    void measure(boolean counts, String what, String subject, Callable<?> body) throws Exception {
        long worked = system.getProcessCpuTime();
        long start = System.nanoTime();
        body.call();
        Time took = new Time(System.nanoTime() - start, system.getProcessCpuTime() - worked);
        if (counts) {
            times.computeIfAbsent(what, w -> new LinkedHashMap<>())
                    .computeIfAbsent(subject, s -> new ArrayList<>())
                    .add(took);
        }
    }

    void print(int rounds) {
        System.out.printf(
                "%d rounds, %d processors, Java %s%n",
                rounds, Runtime.getRuntime().availableProcessors(), Runtime.version());
        times.forEach((what, subjects) -> {
            double ours = median(subjects.getOrDefault("Drover", List.of(new Time(1, 1))), Time::wall);
            subjects.forEach((subject, measured) -> System.out.printf(
                    "%-30s %-18s median %7.3f s   min %7.3f   max %7.3f   this / Drover %6.2f   processors %7.3f s%n",
                    what,
                    subject,
                    median(measured, Time::wall) / 1e9,
                    measured.stream().mapToLong(Time::wall).min().orElseThrow() / 1e9,
                    measured.stream().mapToLong(Time::wall).max().orElseThrow() / 1e9,
                    median(measured, Time::wall) / ours,
                    median(measured, Time::processors) / 1e9));
        });
    }

    private static double median(List<Time> times, ToLongFunction<Time> which) {
        long[] sorted = times.stream().mapToLong(which).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    }
}
