package dev.drover.aws.emr;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.JobId;
import dev.drover.StorageUri;
import dev.drover.testkit.JobConformance;
import dev.drover.testkit.spark.FastClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;

/** The contract of jobs, with steps that run as real processes. The time passes quickly, since EMR is looked at seldom. */
class EmrJobConformanceTest {

    @Nested
    class WithLauncher extends OnSteps {
        @Override
        EmrOptions.Builder options(EmrOptions.Builder options) {
            return options.staging(EmrWorld.STAGING);
        }
    }

    @Nested
    class WithArgumentsAlone extends OnSteps {
        @Override
        EmrOptions.Builder options(EmrOptions.Builder options) {
            return options;
        }
    }

    abstract static class OnSteps extends JobConformance {
        @AutoClose
        private final EmrWorld world = EmrWorld.running();

        private final DroverClock clock = new FastClock(20);

        @AutoClose
        private final Drover drover = builder().build();

        private final ClusterId cluster =
                ClusterId.parse(EmrWorld.HERE + "/" + world.emr.readyCluster(EmrWorld.LOGS.toString()));

        abstract EmrOptions.Builder options(EmrOptions.Builder options);

        @Override
        protected Drover drover() {
            return drover;
        }

        @Override
        protected Drover.Builder builder() {
            return world.builder(clock, options -> options(options).pollInterval(Duration.ofSeconds(2)))
                    .operationTimeout(Duration.ofMinutes(20));
        }

        @Override
        protected ClusterId cluster() {
            return cluster;
        }

        @Override
        protected StorageUri codeFolder() {
            return EmrWorld.CODE;
        }

        @Override
        protected Optional<JobId> submitByOthers() {
            return Optional.of(cluster.job(world.emr.cluster(cluster.name()).add("by-others", "true")));
        }

        @Override
        protected DroverClock clock() {
            return clock;
        }

        @Override
        protected Duration patience() {
            return Duration.ofMinutes(30);
        }
    }
}
