package dev.drover.k8s.jobs;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.JobId;
import dev.drover.StorageUri;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.KubeQueue;
import dev.drover.k8s.SparkOperator;
import dev.drover.testkit.JobConformance;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of jobs, on a server that behaves like a cluster and really runs the containers. */
abstract class OperatorConformance extends JobConformance {
    private final KubeJobOptions options;
    private JobsWorld world;
    private Drover drover;

    OperatorConformance(SparkOperator operator) {
        options = JobsWorld.options(operator)
                .queue(new KubeQueue.YuniKorn("root.default"))
                .build();
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        world = JobsWorld.running(folder);
        drover = world.open(options);
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @Override
    protected Drover drover() {
        return drover;
    }

    @Override
    protected Drover.Builder builder() {
        return world.drover(options);
    }

    @Override
    protected ClusterId cluster() {
        return JobsWorld.CLUSTER;
    }

    /** One that waits for ever. */
    @Override
    protected Optional<JobId> submitByOthers() {
        world.kube.create("{\"apiVersion\":\"batch/v1\",\"kind\":\"Job\",\"metadata\":{\"name\":\"by-others\","
                + "\"namespace\":\"" + JobsWorld.NAMESPACE + "\"},\"spec\":{\"suspend\":true,\"template\":{\"spec\":{"
                + "\"restartPolicy\":\"Never\",\"containers\":[{\"name\":\"main\",\"image\":\"busybox\"}]}}}}");
        return Optional.of(JobsWorld.CLUSTER.job("batch.by-others"));
    }

    @Override
    protected StorageUri codeFolder() {
        return StorageUri.parse("mem://bucket/code/");
    }
}
