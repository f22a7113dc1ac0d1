package dev.drover.testkit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterId;
import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.pipeline.ExitMeaning;
import dev.drover.pipeline.Pipeline;
import dev.drover.pipeline.PipelineReport;
import dev.drover.pipeline.PipelineState;
import dev.drover.pipeline.PipelineTarget;
import dev.drover.testkit.ManualClock;
import dev.drover.testkit.fault.CallHook;
import dev.drover.testkit.fault.MemCall;
import dev.drover.testkit.mem.ClusterScript;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemPlatform;
import dev.drover.testkit.mem.MemRun;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A process dies at any one of its calls: whoever resumes the run finishes it, and no step that succeeded runs twice. */
class PipelineCrashTest {
    private static final RequestKey KEY = RequestKey.of("nightly", "2026-11-21");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration TAKES = Duration.ofSeconds(2);
    private static final int MOST_CALLS = 400;

    /** A process that makes so many calls and no more, as one that was killed. */
    private static final class Mortal implements CallHook {
        private final AtomicInteger left;

        private Mortal(int calls) {
            left = new AtomicInteger(calls);
        }

        @Override
        public void before(MemCall call) {
            if (call.client().equals("first") && left.decrementAndGet() < 0) {
                throw new Crash();
            }
        }

        boolean died() {
            return left.get() < 0;
        }
    }

    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Threads whose death is no news. */
    private static ExecutorService quiet() {
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((t, e) -> {});
            return thread;
        });
    }

    @Test
    void onACluster() throws InterruptedException {
        diesAtEachOfItsCalls(PipelineTarget.cluster(ClusterId.parse("mem://eu/etl")), 1);
    }

    @Test
    void onAClusterThatIsMadeForTheRun() throws InterruptedException {
        diesAtEachOfItsCalls(
                PipelineTarget.newCluster(
                        "mem://us",
                        ClusterSpec.builder().workers(2, Resources.of(4, 8192)).build(),
                        Duration.ofMinutes(10)),
                2);
    }

    private static void diesAtEachOfItsCalls(PipelineTarget target, int stride) throws InterruptedException {
        Pipeline pipeline = Pipeline.builder("nightly")
                .on(target)
                .exitCode(3, ExitMeaning.SUCCESS)
                .step(PipelineRunTest.step("a"))
                .step(PipelineRunTest.step("b"))
                .build();
        int calls = 1;
        while (dies(pipeline, calls)) {
            calls += stride;
            assertThat(calls).isLessThan(MOST_CALLS);
        }
        assertThat(calls).as("calls of a run that nothing befell").isGreaterThan(15);
    }

    private static boolean dies(Pipeline pipeline, int calls) throws InterruptedException {
        ManualClock clock = ManualClock.auto();
        Mortal hook = new Mortal(calls);
        MemPlatform platform =
                MemPlatform.builder(clock).time(clock.steady()).hook(hook).build();
        platform.cluster("mem://eu/etl");
        platform.onCreate(spec -> true, ClusterScript.ready(TAKES));
        platform.onJob(job -> true, JobScript.succeed(TAKES));
        // Its platform calls it a failure.
        platform.onJob(job -> PipelineRunTest.script(job).equals("b"), JobScript.fail(TAKES, 3, ""));
        ExecutorService threads = quiet();
        try (Drover second = drover(platform, clock, "second", threads)) {
            Drover first = drover(platform, clock, "first", threads);
            try {
                first.pipelines().run(pipeline, KEY).await(Duration.ofHours(1));
            } catch (Crash | DroverException e) {
                // As good as dead.
            }
            if (!hook.died()) {
                first.close();
                return false;
            }
            PipelineReport end = second.pipelines().run(pipeline, KEY).await(DAY);
            assertThat(end.state()).as("after %s calls", calls).isEqualTo(PipelineState.SUCCEEDED);
            List<String> done = platform.runs().stream()
                    .filter(MemRun::reachedTheEnd)
                    .map(run -> PipelineRunTest.script(run.job()))
                    .toList();
            assertThat(done).as("after %s calls", calls).containsExactly("a", "b");
            assertThat(platform.livingClusters()).as("after %s calls", calls).isEmpty();
            return true;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Drover drover(MemPlatform platform, ManualClock clock, String name, Executor threads) {
        return Drover.builder()
                .factories(List.of(platform.factory(name)))
                .clock(clock)
                .random(new Random(name.hashCode()))
                .executor(threads)
                .ledger("mem://ledger/keys/")
                .build();
    }
}
