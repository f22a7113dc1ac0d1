package dev.drover.aws.emreks;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.ErrorCode;
import dev.drover.aws.fake.FakeAws;
import dev.drover.aws.fake.FakeEmrContainers;
import dev.drover.aws.fake.JobRunFaults;
import org.junit.jupiter.api.AutoClose;

/** Trouble with jobs on EMR on EKS. */
class EksJobFaultsTest extends JobRunFaults {
    @AutoClose
    private final EksWorld world = EksWorld.still();

    private final ClusterId cluster = ClusterId.parse(EksWorld.LOCATION + "/" + world.service.addCluster());

    @Override
    protected FakeAws aws() {
        return world.aws;
    }

    @Override
    protected FakeEmrContainers service() {
        return world.service;
    }

    @Override
    protected Drover.Builder builder() {
        return world.drover();
    }

    @Override
    protected Drover.Builder withoutLogs() {
        return world.drover(EmrEksOptions.builder()
                .executionRole(EksWorld.ROLE)
                .release("emr-7.9.0-latest")
                .build());
    }

    @Override
    protected ClusterId cluster() {
        return cluster;
    }

    @Override
    protected String look() {
        return "DescribeJobRun";
    }

    @Override
    protected ErrorCode endCluster() {
        world.service.put(cluster.name(), "TERMINATED");
        return ErrorCode.INVALID_ARGUMENT;
    }
}
