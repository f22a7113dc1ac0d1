package dev.drover.aws.emrserverless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.ClusterSpec;
import dev.drover.ClusterState;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.aws.fake.AwsFault;
import dev.drover.testkit.ManualClock;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Trouble with applications. */
class ServerlessClusterFaultsTest {
    @AutoClose
    private final ServerlessWorld world = ServerlessWorld.still();

    private static final ClusterSpec SPEC = ClusterSpec.builder().build();

    @Test
    void aLostAnswerMakesOneApplication() {
        try (Drover drover = world.drover().build()) {
            world.aws.next("CreateApplication", new AwsFault.LoseResponse(), AwsFault.throttle());

            drover.clusters(ServerlessWorld.LOCATION).create(SPEC, RequestKey.random());

            assertThat(world.service.made()).isEqualTo(1);
        }
    }

    @Test
    void aKeyNamesTheLivingApplicationHoweverManyThereWere() {
        RequestKey key = RequestKey.random();
        ClusterId first;
        try (Drover drover = world.drover().build()) {
            ClusterHandle one = drover.clusters(ServerlessWorld.LOCATION).create(SPEC, key);
            first = one.id();
            assertThat(one.describe().state()).isEqualTo(ClusterState.READY);
            one.terminate();
            assertThat(one.describe().state()).isEqualTo(ClusterState.TERMINATED);
        }
        try (Drover next = world.drover().build();
                Drover another = world.drover().build()) {
            ClusterHandle two = next.clusters(ServerlessWorld.LOCATION).create(SPEC, key);
            assertThat(two.id()).isNotEqualTo(first);
            assertThat(two.describe().state()).isEqualTo(ClusterState.READY);
            assertThat(another.clusters(ServerlessWorld.LOCATION)
                            .create(SPEC, key)
                            .id())
                    .isEqualTo(two.id());
        }
        assertThat(world.service.made()).isEqualTo(2);
    }

    @Test
    void whatRunsIsCancelledBeforeTheEnd() {
        try (Drover drover = world.drover().clock(ManualClock.auto()).build()) {
            ClusterHandle cluster = drover.clusters(ServerlessWorld.LOCATION).create(SPEC, RequestKey.random());
            cluster.jobs()
                    .submit(
                            SparkJar.of(StorageUri.parse("s3://bucket/app.jar"), "com.acme.Etl")
                                    .build(),
                            RequestKey.random());
            world.service.addRuns(cluster.id().name(), 60, false);

            cluster.terminate();

            assertThat(world.aws.calls("CancelJobRun")).isEqualTo(61);
            assertThat(world.aws.calls("DeleteApplication")).isEqualTo(2);
            assertThat(world.service.stateOf(cluster.id().name())).isEqualTo("TERMINATED");
        }
    }

    @Test
    void whatIsMissingOrTooMuchIsRefusedAndPlanned() {
        try (Drover drover =
                world.drover(EmrServerlessOptions.builder().build()).build()) {
            ClusterSpec spark = ClusterSpec.builder().sparkVersion("4.0.0").build();
            for (ClusterSpec spec : new ClusterSpec[] {SPEC, spark}) {
                assertThat(drover.clusters(ServerlessWorld.LOCATION).plan(spec).problems())
                        .hasSize(1);
                DroverException refused = catchThrowableOfType(
                        DroverException.class,
                        () -> drover.clusters(ServerlessWorld.LOCATION).create(spec, RequestKey.random()));
                assertThat(refused.code()).isIn(ErrorCode.INVALID_ARGUMENT, ErrorCode.UNSUPPORTED);
            }
        }
        assertThat(world.aws.calls("CreateApplication")).isZero();
    }
}
