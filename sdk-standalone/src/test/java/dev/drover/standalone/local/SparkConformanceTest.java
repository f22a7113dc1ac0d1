package dev.drover.standalone.local;

import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.Resources;
import dev.drover.StorageUri;
import dev.drover.standalone.SparkMasterOptions;
import dev.drover.testkit.JobConformance;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * The contract of jobs at {@code spark://host:port}: masters that were not made by this Drover. Those of Spark 3.5 start with
 * the JVM options that Spark gives them.
 */
class SparkConformanceTest {

    @Nested
    class OnSpark42WithStaging extends Jobs {
        OnSpark42WithStaging() {
            super("4.2.0", true);
        }
    }

    @Nested
    @DisabledForJreRange(min = JRE.JAVA_24, disabledReason = "Spark 3.5 does not run on Java 24 and later")
    class OnSpark35WithoutStaging extends Jobs {
        OnSpark35WithoutStaging() {
            super("3.5.8", false);
        }
    }

    abstract static class Jobs extends JobConformance {
        private final Sandbox sandbox;
        private final boolean staging;
        private final Drover owner;
        private MasterOfSandbox master;
        private Drover drover;

        Jobs(String version, boolean staging) {
            this.sandbox = new Sandbox();
            this.staging = staging;
            this.owner = Sandbox.drover(sandbox.options().sparkVersion(version).build());
        }

        @BeforeAll
        void makeCluster() throws InterruptedException {
            ClusterHandle cluster = Sandbox.ready(
                    owner,
                    ClusterSpec.builder().workers(2, Resources.of(4, 4096)).build());
            master = MasterOfSandbox.of(sandbox, cluster);
            drover = builder().build();
        }

        @AfterAll
        void end() throws IOException {
            drover.close();
            owner.close();
            sandbox.close();
        }

        @Override
        protected Drover drover() {
            return drover;
        }

        @Override
        protected Drover.Builder builder() {
            SparkMasterOptions.Builder options = master.options();
            if (staging) {
                options.staging(codeFolder().resolve("staging/")).authenticate(true);
                Sandbox.LIGHT.forEach(options::conf);
            }
            return Drover.builder().configure(master.location(), options.build());
        }

        @Override
        protected Duration patience() {
            return Sandbox.PATIENCE;
        }

        @Override
        protected ClusterId cluster() {
            return master.id();
        }

        @Override
        protected StorageUri codeFolder() {
            return StorageUri.of(sandbox.runs().resolve("code")).asPrefix();
        }
    }
}
