package dev.drover.its;

import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.StorageUri;
import dev.drover.testkit.JobConformance;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract of jobs on a cluster of hosts, over OpenSSH's own servers. */
@EnabledIfEnvironmentVariable(named = "DROVER_ITS_SSHD", matches = ".+")
@EnabledIfEnvironmentVariable(named = "DROVER_ITS_PYSPARK_4_2_0", matches = ".+")
class SshdJobsTest extends JobConformance {
    private final Drover drover = builder().build();
    private ClusterHandle cluster;

    @BeforeAll
    void makeCluster() throws Exception {
        cluster = drover.clusters(Sshd.HERE)
                .create(ClusterSpec.builder().workers(1, Resources.of(4, 4096)).build(), RequestKey.of("jobs"));
        cluster.awaitReady(Duration.ofMinutes(2));
    }

    @AfterAll
    void end() {
        cluster.terminate();
        drover.close();
    }

    @Override
    protected Drover drover() {
        return drover;
    }

    @Override
    protected Drover.Builder builder() {
        return Sshd.builder();
    }

    @Override
    protected ClusterId cluster() {
        return cluster.id();
    }

    @Override
    protected StorageUri codeFolder() {
        return StorageUri.of(Sshd.folder().resolve("code"));
    }
}
