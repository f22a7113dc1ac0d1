package dev.drover.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.StorageUri;
import dev.drover.spi.Safety;
import dev.drover.testkit.fault.FaultScript;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemPlatform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class DroverExtensionTest {
    private static final Duration LONG = Duration.ofDays(1);
    private static final PySpark JOB =
            PySpark.script(StorageUri.parse("mem://code/a.py")).build();

    @ExtendWith(DroverExtension.class)
    static class Leaky {
        @Test
        void cluster(Drover drover) {
            drover.clusters("mem://eu").create(ClusterSpec.builder().build(), RequestKey.of("left"));
        }

        @Test
        void run(Drover drover, MemPlatform platform) {
            platform.onJob(job -> true, JobScript.hang());
            drover.jobs(platform.cluster("mem://eu/etl")).submit(JOB, RequestKey.of("hangs"));
        }

        @Test
        void fault(FaultScript faults) {
            faults.next("SubmitJob").timeOut();
        }

        @Test
        void thread() {
            Thread thread = new Thread(
                    () -> {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "drover-left-behind");
            thread.setDaemon(true);
            thread.start();
        }
    }

    @ExtendWith(DroverExtension.class)
    @AllowLeaks(Leak.CLUSTERS)
    static class AllowedForAll {
        @Test
        @AllowLeaks(Leak.UNUSED_FAULTS)
        void clusterAndFault(Drover drover, FaultScript faults) {
            drover.clusters("mem://eu").create(ClusterSpec.builder().build(), RequestKey.of("left"));
            faults.next("SubmitJob").timeOut();
        }
    }

    static class AllowedBySetUp {
        @RegisterExtension
        final DroverExtension drover = DroverExtension.builder()
                .platform(platform -> platform.submits(Safety.KEYED))
                .drover(each -> each.operationTimeout(Duration.ofSeconds(30)))
                .allow(Leak.CLUSTERS)
                .build();

        @Test
        void cluster(Drover drover) {
            drover.clusters("mem://eu").create(ClusterSpec.builder().build(), RequestKey.of("left"));
        }
    }

    @ExtendWith(DroverExtension.class)
    static class Failing {
        @Test
        void fails(FaultScript faults) {
            faults.next("SubmitJob").timeOut();
            throw new IllegalStateException("its own failure");
        }
    }

    @ExtendWith(DroverExtension.class)
    static class Clean {
        private MemPlatform prepared;

        @BeforeEach
        void prepare(MemPlatform platform) {
            prepared = platform;
        }

        @Test
        void all(Drover drover, MemPlatform platform, FaultScript faults, ManualClock clock) throws Exception {
            assertThat(platform).isSameAs(prepared);
            faults.next("SubmitJob").loseResponse();
            drover.jobs(platform.cluster("mem://eu/etl"))
                    .submit(JOB, RequestKey.of("ends"))
                    .awaitSuccess(LONG);
            assertThat(clock.instant()).isAfter(ManualClock.START);
        }
    }

    @ExtendWith(ConformanceReport.class)
    static class ShowsNothing {
        @Test
        @EnabledIfSystemProperty(named = "drover.never", matches = "set")
        void neverRuns() {}
    }

    private static List<String> failuresOf(Class<?> tests, int expected) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(tests))
                .build();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        assertThat(summary.getTestsFoundCount()).isEqualTo(expected);
        List<String> messages = new ArrayList<>();
        summary.getFailures()
                .forEach(failure -> messages.add(failure.getException().getMessage()));
        return messages;
    }

    @Test
    void eachLeakFailsItsTestAndIsNamedWithTheWayToAllowIt() {
        List<String> messages = failuresOf(Leaky.class, 4);

        assertThat(messages).hasSize(4);
        assertThat(messages)
                .anySatisfy(text ->
                        assertThat(text).contains("mem://eu/left-", "terminate them", "@AllowLeaks(Leak.CLUSTERS)"));
        assertThat(messages)
                .anySatisfy(
                        text -> assertThat(text).contains("mem://eu/etl#run-1 of key hangs", "@AllowLeaks(Leak.RUNS)"));
        assertThat(messages)
                .anySatisfy(
                        text -> assertThat(text).contains("SubmitJob: TimeOut[]", "@AllowLeaks(Leak.UNUSED_FAULTS)"));
        assertThat(messages)
                .anySatisfy(text -> assertThat(text).contains("drover-left-behind", "@AllowLeaks(Leak.THREADS)"));
    }

    @Test
    void whatIsAllowedIsLeft() {
        assertThat(failuresOf(AllowedForAll.class, 1)).isEmpty();
        assertThat(failuresOf(AllowedBySetUp.class, 1)).isEmpty();
    }

    @Test
    void aFailedTestShowsItsOwnFailure() {
        assertThat(failuresOf(Failing.class, 1)).containsExactly("its own failure");
    }

    @Test
    void aCleanTestPasses() {
        assertThat(failuresOf(Clean.class, 1)).isEmpty();
    }

    @Test
    void aConformanceClassOfWhichNoTestRanFails() {
        assertThat(failuresOf(ShowsNothing.class, 1))
                .singleElement()
                .satisfies(text ->
                        assertThat(text).contains("No test ran", "ShowsNothing: 0 passed, 0 failed, 1 skipped"));
    }
}
