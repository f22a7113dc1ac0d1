package dev.drover.standalone.local;

import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.Resources;
import dev.drover.StorageUri;
import dev.drover.testkit.JobConformance;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Jobs on both lines of Spark. */
class LocalJobConformanceTest {

    @Nested
    class OnSpark42 extends OneWorker {
        @Override
        String version() {
            return "4.2.0";
        }
    }

    @Nested
    @DisabledForJreRange(min = JRE.JAVA_24, disabledReason = "Spark 3.5 does not run on Java 24 and later")
    class OnSpark35 extends OneWorker {
        @Override
        String version() {
            return "3.5.8";
        }
    }

    /** A cluster with room for several small drivers. */
    abstract static class OneWorker extends JobConformance {
        private final Sandbox sandbox = new Sandbox();
        private final Drover drover = sandbox.drover();
        private ClusterHandle cluster;

        abstract String version();

        @BeforeAll
        void makeCluster() throws Exception {
            ClusterSpec.Builder spec =
                    ClusterSpec.builder().workers(1, Resources.of(4, 4096)).sparkVersion(version());
            Sandbox.LIGHT.forEach(spec::conf);
            cluster = Sandbox.ready(drover, spec.build());
        }

        @AfterAll
        void end() throws Exception {
            drover.close();
            sandbox.close();
        }

        @Override
        protected Drover drover() {
            return drover;
        }

        @Override
        protected Drover.Builder builder() {
            return sandbox.builder();
        }

        @Override
        protected Duration patience() {
            return Sandbox.PATIENCE;
        }

        @Override
        protected ClusterId cluster() {
            return cluster.id();
        }

        @Override
        protected StorageUri codeFolder() {
            return StorageUri.of(sandbox.runs().resolveSibling("code"));
        }
    }
}
