package dev.drover.aws.emrserverless;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.JobId;
import dev.drover.StorageUri;
import dev.drover.testkit.JobConformance;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of jobs, on a fake EMR Serverless that really runs them. */
class ServerlessJobConformanceTest extends JobConformance {
    private ServerlessWorld world;
    private Drover drover;
    private ClusterId cluster;

    @BeforeAll
    void start(@TempDir Path folder) {
        world = ServerlessWorld.running(folder);
        drover = world.drover().build();
        cluster = ClusterId.parse(ServerlessWorld.LOCATION + "/" + world.service.addApplication("CREATED"));
    }

    @AfterAll
    void stop() {
        drover.close();
        world.close();
    }

    @Override
    protected Drover drover() {
        return drover;
    }

    @Override
    protected Drover.Builder builder() {
        return world.drover();
    }

    @Override
    protected ClusterId cluster() {
        return cluster;
    }

    @Override
    protected Optional<JobId> submitByOthers() {
        return Optional.of(
                cluster.job(world.service.addRuns(cluster.name(), 1, false).get(0)));
    }

    @Override
    protected StorageUri codeFolder() {
        return StorageUri.parse("s3://bucket/code/");
    }
}
