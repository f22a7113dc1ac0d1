package dev.drover.benchmarks;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.StorageUri;
import dev.drover.pipeline.Pipeline;
import dev.drover.pipeline.PipelineReport;
import dev.drover.pipeline.PipelineTarget;
import dev.drover.pipeline.Step;
import dev.drover.spi.ProviderFactory;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemPlatform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * What a pipeline costs beyond its steps: 26 empty steps one after the other, in real time on a pretended platform that ends a
 * job at once; most of a step is then the pause until the tracker looks again, which is the step's and not counted. The ledger
 * is in a folder. Argument: rounds, of a minute each.
 */
public final class PipelineOverhead {
    private static final int STEPS = 26;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final JobSpec EMPTY =
            PySpark.script(StorageUri.parse("mem://code/empty.py")).build();

    private final Drover drover;
    private final ClusterId cluster;

    private PipelineOverhead(Path folder) {
        MemPlatform platform = MemPlatform.builder(DroverClock.system()).build();
        platform.onJob(job -> true, JobScript.succeed(Duration.ZERO));
        cluster = platform.cluster("mem://eu/etl");
        List<ProviderFactory> factories = new ArrayList<>();
        ServiceLoader.load(ProviderFactory.class).forEach(factories::add);
        factories.removeIf(factory -> factory.schemes().contains(MemPlatform.SCHEME));
        factories.add(platform.factory());
        drover = Drover.builder()
                .factories(factories)
                .ledger(StorageUri.of(folder).asPrefix())
                .build();
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        Path folder = Files.createTempDirectory("drover-pipeline");
        try {
            new PipelineOverhead(folder).measure(rounds);
        } finally {
            TransferFiles.remove(folder);
        }
    }

    private void measure(int rounds) throws Exception {
        List<Double> overheads = new ArrayList<>();
        for (int round = -1; round < rounds; round++) {
            double overhead = overhead(RequestKey.random());
            if (round >= 0) {
                overheads.add(overhead);
            }
        }
        drover.close();
        Figures figures = new Figures();
        String what = STEPS + " empty steps, beyond the steps";
        figures.less(what, "ms").ours("Drover", Sample.of(overheads));
        figures.less(what, "ms for each step")
                .ours("Drover", Sample.of(overheads).in(STEPS));
        figures.report();
    }

    /** The time of the whole without the times from each step's submission to the moment in which its end was seen. */
    private double overhead(RequestKey key) throws InterruptedException {
        Pipeline.Builder pipeline = Pipeline.builder("empty").on(PipelineTarget.cluster(cluster));
        for (int i = 0; i < STEPS; i++) {
            pipeline.step(Step.of("s" + i, EMPTY));
        }
        long start = System.nanoTime();
        PipelineReport end = drover.pipelines().run(pipeline.build(), key).awaitSuccess(LONGEST);
        double all = (System.nanoTime() - start) / 1e6;
        long steps = end.steps().stream()
                .flatMap(step -> step.attempts().stream())
                .mapToLong(attempt -> attempt.took(end.at()).toNanos())
                .sum();
        return all - steps / 1e6;
    }
}
