package dev.drover.testkit.mem;

import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.JobId;
import dev.drover.StorageUri;
import dev.drover.spi.Safety;
import dev.drover.testkit.JobConformance;
import dev.drover.testkit.ManualClock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/** The contract of jobs, kept by platforms of every kind. */
class MemJobConformanceTest {

    @Nested
    class WhereARepeatMakesASecondRun extends Jobs {
        WhereARepeatMakesASecondRun() {
            super(platform -> platform.submits(Safety.UNSAFE));
        }
    }

    @Nested
    class WhereARepeatIsRecognised extends Jobs {
        WhereARepeatIsRecognised() {
            super(platform -> platform.submits(Safety.KEYED));
        }
    }

    @Nested
    class WhereMuchIsLacking extends Jobs {
        private static final Set<Capability> FEW =
                // Without the last there is no ledger, and then nothing to share.
                EnumSet.of(
                        Capability.SPARK_JAR,
                        Capability.DRIVER_LOGS,
                        Capability.CREATE_CLUSTER,
                        Capability.PUT_IF_ABSENT);

        WhereMuchIsLacking() {
            super(platform -> platform.capabilities(FEW));
        }
    }

    abstract static class Jobs extends JobConformance {
        private final ManualClock clock = ManualClock.auto();
        private final MemPlatform platform;
        private final ClusterId cluster;
        private final Drover drover;

        Jobs(UnaryOperator<MemPlatform.Builder> kind) {
            platform = kind.apply(MemPlatform.builder(clock)).build();
            cluster = platform.cluster("mem://eu/etl");
            drover = builder().build();
            PretendedApp.install(platform);
        }

        @AfterAll
        void close() {
            drover.close();
        }

        @Override
        protected Drover drover() {
            return drover;
        }

        @Override
        protected Drover.Builder builder() {
            return Drover.builder()
                    .factories(List.of(platform.factory("tests")))
                    .clock(clock);
        }

        @Override
        protected ClusterId cluster() {
            return cluster;
        }

        @Override
        protected StorageUri codeFolder() {
            return StorageUri.parse("mem://code/conformance/");
        }

        @Override
        protected Optional<JobId> submitByOthers() {
            return Optional.of(platform.submitByOthers(cluster, app("echo").build()));
        }

        @Override
        protected DroverClock clock() {
            return clock;
        }
    }
}
