package dev.drover.testkit.mem;

import dev.drover.Capability;
import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.spi.Safety;
import dev.drover.testkit.ClusterConformance;
import dev.drover.testkit.ManualClock;
import java.util.EnumSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/** The contract of clusters, kept by platforms of every kind. */
class MemClusterConformanceTest {

    @Nested
    class WhereARepeatMakesASecondCluster extends Clusters {
        WhereARepeatMakesASecondCluster() {
            super(platform -> platform.submits(Safety.UNSAFE));
        }
    }

    @Nested
    class WhereARepeatIsRecognised extends Clusters {
        WhereARepeatIsRecognised() {
            super(platform -> platform.submits(Safety.KEYED));
        }
    }

    @Nested
    class WhereClustersKeepTheirSize extends Clusters {
        WhereClustersKeepTheirSize() {
            super(platform -> platform.capabilities(EnumSet.of(Capability.CREATE_CLUSTER)));
        }
    }

    abstract static class Clusters extends ClusterConformance {
        private final ManualClock clock = ManualClock.auto();
        private final MemPlatform platform;
        private final Drover drover;

        Clusters(UnaryOperator<MemPlatform.Builder> kind) {
            platform = kind.apply(MemPlatform.builder(clock)).build();
            drover = newDrover();
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
        protected Drover newDrover() {
            return platform.drover("tests");
        }

        @Override
        protected String location() {
            return "mem://eu";
        }

        @Override
        protected ClusterSpec oneWorker() {
            return ClusterSpec.builder().build();
        }

        @Override
        protected DroverClock clock() {
            return clock;
        }
    }
}
