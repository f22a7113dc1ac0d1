package dev.drover.aws.emrserverless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobLogs.Source;
import dev.drover.RequestKey;
import dev.drover.StorageUri;
import dev.drover.aws.fake.FakeAws;
import dev.drover.aws.fake.FakeEmrServerless;
import dev.drover.aws.fake.JobRunFaults;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Trouble with jobs on EMR Serverless. */
class ServerlessJobFaultsTest extends JobRunFaults {
    @AutoClose
    private final ServerlessWorld world = ServerlessWorld.still();

    private final ClusterId cluster =
            ClusterId.parse(ServerlessWorld.LOCATION + "/" + world.service.addApplication("CREATED"));

    @Override
    protected FakeAws aws() {
        return world.aws;
    }

    @Override
    protected FakeEmrServerless service() {
        return world.service;
    }

    @Override
    protected Drover.Builder builder() {
        return world.drover();
    }

    @Override
    protected Drover.Builder withoutLogs() {
        return world.drover(EmrServerlessOptions.builder()
                .executionRole(ServerlessWorld.ROLE)
                .build());
    }

    @Override
    protected ClusterId cluster() {
        return cluster;
    }

    @Override
    protected String look() {
        return "GetJobRun";
    }

    @Override
    protected ErrorCode endCluster() {
        world.service.put(cluster.name(), "TERMINATED");
        return ErrorCode.NOT_FOUND;
    }

    @Test
    void aTokenThatWasUsedForAnotherJobIsAConflict() {
        RequestKey key = RequestKey.random();
        EmrServerlessOptions shortSighted = EmrServerlessOptions.builder()
                .executionRole(ServerlessWorld.ROLE)
                .lookBack(Duration.ofNanos(1))
                .build();
        try (Drover one = world.drover(shortSighted).build();
                Drover other = world.drover(shortSighted).build()) {
            one.jobs(cluster).submit(job("monday"), key);
            DroverException refused = catchThrowableOfType(
                    DroverException.class, () -> other.jobs(cluster).submit(job("tuesday"), key));
            assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(other.jobs(cluster).submit(job("monday"), key).id().cluster())
                    .isEqualTo(cluster);
        }
        assertThat(world.service.started()).isEqualTo(1);
    }

    @Test
    void theApplicationMaySayWhereLogsGo() {
        JobHandle handle;
        try (Drover drover = withoutLogs().build()) {
            ClusterHandle own = drover.clusters(ServerlessWorld.LOCATION)
                    .create(
                            ClusterSpec.builder()
                                    .release("emr-7.9.0")
                                    .logs(StorageUri.parse("s3://bucket/theirs"))
                                    .build(),
                            RequestKey.random());
            handle = own.jobs().submit(job(), RequestKey.random());
            assertThat(handle.logs().sources()).contains(Source.STDOUT);
        }
    }
}
