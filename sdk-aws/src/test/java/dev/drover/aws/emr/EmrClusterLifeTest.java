package dev.drover.aws.emr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Request;
import dev.drover.ClusterHandle;
import dev.drover.ClusterNode.Role;
import dev.drover.ClusterPlan;
import dev.drover.ClusterSpec;
import dev.drover.ClusterStatus;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Machine;
import dev.drover.NodeGroup;
import dev.drover.Purchase;
import dev.drover.RequestKey;
import dev.drover.StorageUri;
import dev.drover.aws.fake.AwsFault;
import dev.drover.aws.fake.FakeService;
import dev.drover.aws.fake.Reply;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.testkit.spark.FastClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import software.amazon.awssdk.services.emr.model.RunJobFlowRequest;

/** Clusters whose bootstrap actions really run, and what is known of them before. */
@TestInstance(Lifecycle.PER_CLASS)
class EmrClusterLifeTest {
    private static final Duration PATIENCE = Duration.ofHours(1);

    @AutoClose
    private final EmrWorld world = EmrWorld.running(new Subnets());

    @AutoClose
    private final Drover drover = open("subnet-0a1b2c3d");

    private Drover open(String... subnets) {
        return world.builder(
                        new FastClock(20),
                        options -> options.staging(EmrWorld.STAGING)
                                .logs(EmrWorld.LOGS)
                                .subnets(subnets))
                .operationTimeout(PATIENCE)
                .build();
    }

    private ClusterHandle create(ClusterSpec.Builder spec) {
        return drover.clusters(EmrWorld.HERE).create(spec.build(), RequestKey.random());
    }

    private ClusterHandle with(BootstrapAction.Builder action) {
        return create(ClusterSpec.builder().bootstrap(action.build()));
    }

    @Test
    void aBootstrapActionGetsItsArgumentsAndVariablesAsTheyAre() throws Exception {
        String nasty = "it's \"quoted\" $HOME `id` äöü€ ;&|";
        ClusterHandle cluster = with(BootstrapAction.script(
                        "mark", "printf '%s|%s|%s' \"$1\" \"$2\" \"$GREETING\" > mark; aws s3 cp mark s3://code/mark")
                .args(nasty, "")
                .env("GREETING", nasty));

        ClusterStatus ready = cluster.awaitReady(PATIENCE);

        assertThat(ready.sparkVersion()).hasValue("3.5.1");
        assertThat(ready.nodes(Role.MASTER)).singleElement().satisfies(node -> {
            assertThat(node.cores()).isEqualTo(4);
            assertThat(node.address()).endsWith(":8032");
        });
        assertThat(text("s3://code/mark")).isEqualTo(nasty + "||" + nasty);
    }

    private String text(String uri) throws IOException {
        StorageUri where = StorageUri.parse(uri);
        try (InputStream in = drover.storage(where).get(where)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aBootstrapActionThatFailsShowsTheEndOfItsLog() {
        ClusterHandle cluster = with(BootstrapAction.script("fonts", "echo no such font >&2\nexit 3\n"));

        assertThatThrownBy(() -> cluster.awaitReady(PATIENCE))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FAILED))
                .hasMessageContaining("bootstrap action 1 returned a non-zero return code")
                .hasMessageContaining("no such font");
    }

    @Test
    void aBootstrapActionThatTakesTooLongIsEnded() {
        ClusterHandle cluster = with(
                BootstrapAction.script("slow", "#!/bin/bash\nexec sleep 600\n").timeout(Duration.ofSeconds(1)));

        assertThatThrownBy(() -> cluster.awaitReady(PATIENCE)).hasMessageContaining("slow took longer than 1 s");
    }

    @Test
    void fleetsResizeToo() throws InterruptedException {
        ClusterHandle cluster = create(ClusterSpec.builder()
                .workerNodes(NodeGroup.of(Machine.type("m7i.xlarge"))
                        .purchase(Purchase.SPOT_ELSE_ON_DEMAND)
                        .build()));
        assertThat(cluster.awaitReady(PATIENCE).nodes(Role.WORKER)).hasSize(1);

        cluster.resize(3);

        assertThat(cluster.awaitReady(PATIENCE).nodes(Role.WORKER)).hasSize(3);
    }

    @Test
    void aCustomizerChangesTheRequestButNotTheName() {
        ClusterHandle cluster = create(ClusterSpec.builder()
                .customize(RunJobFlowRequest.Builder.class, "root volume", request -> request.ebsRootVolumeSize(50)));
        assertThat(world.emr
                        .cluster(cluster.id().name())
                        .request()
                        .path("EbsRootVolumeSize")
                        .asInt())
                .isEqualTo(50);

        assertThatThrownBy(() -> create(ClusterSpec.builder()
                        .customize(RunJobFlowRequest.Builder.class, "name", request -> request.name("mine"))))
                .hasMessageContaining("changed the name");
    }

    // Plans

    private ClusterPlan plan(Drover with, ClusterSpec.Builder spec) {
        return with.clusters(EmrWorld.HERE).plan(spec.build());
    }

    @Test
    void aPlanSaysWhatIsMadeAndWhoSeesToItsLimits() {
        ClusterPlan plan = plan(
                drover,
                ClusterSpec.builder()
                        .idleTimeout(Duration.ofHours(2))
                        .bootstrap(BootstrapAction.script("fonts", "true").build())
                        .customize(RunJobFlowRequest.Builder.class, "kms key", request -> {}));

        assertThat(plan.problems()).isEmpty();
        assertThat(plan.creates()).anyMatch(line -> line.contains("emr-7.13.0") && line.contains("kms key"));
        assertThat(plan.items()).extracting(ClusterPlan.Item::kind).contains("cluster", "instance", "bootstrap-action");
        assertThat(plan.limits())
                .anyMatch(line -> line.startsWith("native: ") && line.contains("PT2H"))
                .anyMatch(line -> line.startsWith("on the node: ") && line.contains("fonts"))
                .anyMatch(line -> line.startsWith("reaper only: ") && line.contains("age"));
        assertThat(plan(drover, ClusterSpec.builder()).limits())
                .anyMatch(line -> line.startsWith("reaper only: ") && line.contains("idle"));
    }

    @Test
    void aPlanSaysWhatIsWrong() {
        assertThat(plan(drover, ClusterSpec.builder().release("emr-99.0.0")).problems())
                .containsExactly("there is no release emr-99.0.0 in eu-west-1");
        assertThat(plan(drover, ClusterSpec.builder().idleTimeout(Duration.ofDays(30)))
                        .problems())
                .singleElement()
                .asString()
                .contains("7 days");
        try (Drover twice = open("subnet-0a1b2c3d", "subnet-0a1b2c3e")) {
            assertThat(plan(twice, ClusterSpec.builder()).problems())
                    .anyMatch(line -> line.contains("both in zone eu-west-1a"))
                    .anyMatch(line -> line.contains("several networks"));
        }
        try (Drover unknown = open("subnet-00000000")) {
            assertThat(plan(unknown, ClusterSpec.builder()).problems())
                    .singleElement()
                    .asString()
                    .contains("not all subnets are there", "subnet-00000000");
        }
    }

    @Test
    void whatCannotBeCheckedIsSaidSo() {
        world.aws.always("DescribeReleaseLabel", AwsFault.refuse(500, "", "not implemented"));
        try {
            assertThat(plan(drover, ClusterSpec.builder()).problems())
                    .singleElement()
                    .asString()
                    .contains("could not be checked");
        } finally {
            world.aws.recover("DescribeReleaseLabel");
        }
    }

    /** Two subnets of one zone and two networks. */
    private static final class Subnets implements FakeService {
        @Override
        public Optional<String> operation(Request request) {
            return Optional.of("DescribeSubnets")
                    .filter(name -> request.getBodyAsString().contains("Action=" + name));
        }

        @Override
        public Reply perform(String operation, Request request) {
            String body = request.getBodyAsString();
            if (body.contains("subnet-00000000")) {
                return error(400, "InvalidSubnetID.NotFound", "The subnet ID 'subnet-00000000' does not exist");
            }
            StringBuilder set = new StringBuilder();
            for (String id : new String[] {"subnet-0a1b2c3d", "subnet-0a1b2c3e"}) {
                if (body.contains(id)) {
                    set.append("<item><subnetId>" + id + "</subnetId><vpcId>vpc-" + id.charAt(id.length() - 1)
                            + "</vpcId><availabilityZone>eu-west-1a</availabilityZone></item>");
                }
            }
            return Reply.xml("<DescribeSubnetsResponse><subnetSet>" + set + "</subnetSet></DescribeSubnetsResponse>");
        }

        @Override
        public Reply error(int status, String code, String message) {
            return Reply.xml("<Response><Errors><Error><Code>" + code + "</Code><Message>" + message
                            + "</Message></Error></Errors><RequestID>1</RequestID></Response>")
                    .withStatus(status);
        }
    }
}
