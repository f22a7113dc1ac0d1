package dev.drover.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterHandle;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.Drover;
import dev.drover.Machine;
import dev.drover.NodeGroup;
import dev.drover.RequestKey;
import dev.drover.aws.ec2.FakeEc2.FakeInstance;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways through a gateway; with real Spark behind it in {@link NodeScriptTest}. */
class SshTunnelsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private SshGateway gateway;
    private Fixture fixture;

    @BeforeEach
    void open() throws Exception {
        gateway = new SshGateway(folder);
        PretendedSpark spark = new PretendedSpark();
        fixture = new Fixture(new FakeEc2.Boot() {
            @Override
            public void started(FakeInstance instance, FakeEc2 ec2) {
                if (instance.role().equals("gateway")) {
                    gateway.serve(instance);
                }
                spark.started(instance, ec2);
            }

            @Override
            public void ended(FakeInstance instance) {
                spark.ended(instance);
            }
        });
    }

    @AfterEach
    void close() {
        fixture.close();
        gateway.close();
    }

    private Drover drover(String user) {
        return fixture.drover(Fixture.options()
                .keyName("test")
                .gatewaySsh(user, gateway.clientKey())
                .sshPort(gateway.port()));
    }

    private static ClusterHandle withGateway(Drover drover) {
        NodeGroup small = NodeGroup.of(Machine.atLeast(2, 4096)).build();
        return Fixture.create(drover, Fixture.workers(1).gateway(small), RequestKey.random());
    }

    @Test
    void theMasterIsReachedThroughTheGatewayAlsoAfterTheConnectionBroke() throws Exception {
        try (Drover drover = drover("spark-user")) {
            ClusterHandle cluster = withGateway(drover);
            cluster.awaitReady(PATIENCE);
            String master = fixture.ec2.running("master").get(0).address;
            assertThat(gateway.forwarded()).contains(master + ":8080");

            gateway.close();
            assertThat(cluster.describe().state()).isEqualTo(ClusterState.STARTING);
            gateway.serve(fixture.ec2.running("gateway").get(0));
            assertThat(cluster.awaitReady(PATIENCE).state()).isEqualTo(ClusterState.READY);
        }
    }

    @Test
    void aGatewayWithAnotherHostKeyIsNotTrusted() {
        gateway.shown = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDZ";
        try (Drover drover = drover("spark-user")) {
            ClusterStatus status = withGateway(drover).describe();

            assertThat(status.state()).isEqualTo(ClusterState.STARTING);
            assertThat(gateway.forwarded()).isEmpty();
        }
    }

    @Test
    void aUserWhomTheGatewayDoesNotKnowGetsNoFurther() {
        try (Drover drover = drover("somebody")) {
            assertThat(withGateway(drover).describe().state()).isEqualTo(ClusterState.STARTING);
            assertThat(gateway.forwarded()).isEmpty();
        }
    }
}
