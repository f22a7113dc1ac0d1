package dev.drover.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A range of seeds, run side by side on all cores. */
record Seeds(long first, long count) {
    private static final Logger log = LoggerFactory.getLogger(Seeds.class);
    private static final int DEFAULT = 20_000;
    private static final int MOST_SHOWN = 20;

    /**
     * What all seeds came to.
     *
     * @param surplus runs beside those that count which were found and reported
     * @param residue those that no client can know of
     * @param opened how often a breaker opened
     * @param calm how many had two clusters and nothing that could fail
     * @param toTheHeavy how many of those went to the cluster of weight 3 first, rather than to that of weight 1
     */
    record Summary(
            long seeds,
            List<String> broken,
            long runs,
            long surplus,
            long residue,
            long crashes,
            long opened,
            long calm,
            long toTheHeavy) {
        Summary plus(Simulation.Result result) {
            List<String> all = new ArrayList<>(broken);
            result.broken().stream()
                    .limit(MOST_SHOWN - Math.min(MOST_SHOWN, all.size()))
                    .forEach(all::add);
            boolean counts = result.clusters() == 2 && result.firstTarget().isPresent();
            boolean heavy = counts && result.firstTarget().get().equals("mem://region0/c");
            return new Summary(
                    seeds + 1,
                    all,
                    runs + result.runs(),
                    surplus + result.surplus(),
                    residue + result.residue(),
                    crashes + result.crashes(),
                    opened + result.opened(),
                    calm + (counts ? 1 : 0),
                    toTheHeavy + (heavy ? 1 : 0));
        }
    }

    /** As the system properties say: one seed, a number of them, or the default. */
    static Seeds asAsked() {
        Long one = Long.getLong("simulation.seed");
        return one != null ? new Seeds(one, 1) : new Seeds(0, Long.getLong("simulation.seeds", DEFAULT));
    }

    Summary run() throws InterruptedException {
        return run(broken -> false);
    }

    /** Runs until something that is looked for was found, or all seeds have been run. */
    Summary run(Predicate<String> enough) throws InterruptedException {
        int cores = Runtime.getRuntime().availableProcessors();
        AtomicLong next = new AtomicLong(first);
        Gathered gathered = new Gathered();
        ExecutorService threads = Executors.newCachedThreadPool();
        CountDownLatch done = new CountDownLatch(cores);
        try {
            for (int i = 0; i < cores; i++) {
                threads.execute(() -> {
                    try {
                        long seed = next.getAndIncrement();
                        while (seed < first + count && !gathered.anyBroken(enough)) {
                            gathered.add(Simulation.run(seed, threads));
                            seed = next.getAndIncrement();
                        }
                    } finally {
                        done.countDown();
                    }
                });
            }
            done.await();
        } finally {
            threads.shutdownNow();
        }
        log.info("{}", gathered.summary);
        return gathered.summary;
    }

    private static final class Gathered {
        private Summary summary = new Summary(0, List.of(), 0, 0, 0, 0, 0, 0, 0);

        synchronized boolean anyBroken(Predicate<String> looked) {
            return summary.broken().stream().anyMatch(looked);
        }

        synchronized void add(Simulation.Result result) {
            summary = summary.plus(result);
        }
    }
}
