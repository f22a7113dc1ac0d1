package dev.drover.standalone.hosts;

import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.StorageUri;
import dev.drover.testkit.JobConformance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Jobs through SSH connections, on one host that is master and worker. */
class HostsJobConformanceTest extends JobConformance {
    private final Lab lab = new Lab(1);
    private final Drover drover = lab.drover();
    private ClusterHandle cluster;

    @BeforeAll
    void makeCluster() throws Exception {
        cluster = drover.clusters(Lab.HERE)
                .create(
                        ClusterSpec.builder().workers(1, Resources.of(4, 4096)).build(), RequestKey.of("jobs"));
        cluster.awaitReady(Lab.PATIENCE);
    }

    @AfterAll
    void end() {
        cluster.terminate();
        drover.close();
        lab.close();
    }

    @Override
    protected Drover drover() {
        return drover;
    }

    @Override
    protected Drover.Builder builder() {
        return Lab.builder(lab.options());
    }

    @Override
    protected ClusterId cluster() {
        return cluster.id();
    }

    @Override
    protected StorageUri codeFolder() {
        return StorageUri.of(lab.folder().resolve("code"));
    }
}
