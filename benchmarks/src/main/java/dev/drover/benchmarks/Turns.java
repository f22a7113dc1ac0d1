package dev.drover.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Times of what several subjects do turn by turn, Drover among them, and what they take of the processors in this JVM,
 * which says more on a busy machine. A subject whose name begins with Drover is ours, any other is a peer.
 */
final class Turns {
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final Map<String, Map<String, Times>> times = new LinkedHashMap<>();
    private final Map<String, Map<String, Double>> wanted = new HashMap<>();
    private final Set<String> elsewhere;

    /** In nanoseconds. */
    private static final class Times {
        private final List<Long> wall = new ArrayList<>();
        private final List<Long> processors = new ArrayList<>();
    }

    /** @param elsewhere the subjects that run in processes of their own, whose work is not seen here */
    Turns(String... elsewhere) {
        this.elsewhere = Set.of(elsewhere);
    }

    /** Drover is wanted to be so many times faster than this subject. */
    void want(String what, String subject, double advantage) {
        wanted.computeIfAbsent(what, w -> new HashMap<>()).put(subject, advantage);
    }

    /** @param counts whether it is kept, and no warm-up */
    void measure(boolean counts, String what, String subject, Callable<?> body) throws Exception {
        long worked = system.getProcessCpuTime();
        long start = System.nanoTime();
        body.call();
        long took = System.nanoTime() - start;
        if (counts) {
            Times kept =
                    times.computeIfAbsent(what, w -> new LinkedHashMap<>()).computeIfAbsent(subject, s -> new Times());
            kept.wall.add(took);
            kept.processors.add(system.getProcessCpuTime() - worked);
        }
    }

    void into(Figures figures) {
        times.forEach((what, subjects) -> subjects.forEach((subject, kept) -> {
            Figures.Task task = figures.less(what, "s");
            Sample wall = Sample.of(kept.wall).in(1e9);
            Double aim = wanted.getOrDefault(what, Map.of()).get(subject);
            if (subject.startsWith("Drover")) {
                task.ours(subject, wall);
            } else if (aim == null) {
                task.peer(subject, wall);
            } else {
                task.peer(subject, wall, aim);
            }
            if (!elsewhere.contains(subject)) {
                figures.less(what, "s of processors")
                        .note(subject, Sample.of(kept.processors).in(1e9));
            }
        }));
    }
}
