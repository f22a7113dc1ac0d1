package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.bootstrap.BootstrapAction;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a platform lacks is refused before it is asked. */
class ClusterNeedsTest {
    private static final NodeGroup NODES = NodeGroup.of(Machine.atLeast(4, 8192))
            .orElse(Machine.type("m7g.xlarge"))
            .build();
    private static final NodeGroup SPOT = NodeGroup.of(Machine.type("m7g.xlarge"))
            .purchase(Purchase.SPOT_ELSE_ON_DEMAND)
            .build();

    private final FakePlatform platform = new FakePlatform();

    static Stream<Arguments> needs() {
        return Stream.of(
                needs(Capability.CREATE_CLUSTER, spec -> spec),
                needs(
                        Capability.BOOTSTRAP_ACTIONS,
                        spec -> spec.bootstrap(
                                BootstrapAction.script("fonts", "true").build())),
                needs(Capability.IDLE_TERMINATION, spec -> spec.idleTimeout(Duration.ofHours(1))),
                needs(Capability.MAX_AGE, spec -> spec.maxAge(Duration.ofHours(1))),
                needs(Capability.SHUFFLE_SERVICE, spec -> spec.shuffleService(true)),
                needs(Capability.MACHINES, spec -> spec.master(NODES)),
                needs(Capability.MACHINES, spec -> spec.workerNodes(NODES)),
                needs(Capability.SPOT, spec -> spec.workerNodes(SPOT)),
                needs(Capability.GATEWAY, spec -> spec.gateway(NODES)),
                needs(Capability.AUTOSCALING, spec -> spec.scaling(Scaling.between(1, 4))),
                needs(Capability.RELEASES, spec -> spec.release("emr-7.2.0")),
                needs(Capability.LOG_ARCHIVE, spec -> spec.logs(StorageUri.parse("mem://logs/"))));
    }

    private static Arguments needs(Capability capability, UnaryOperator<ClusterSpec.Builder> asked) {
        return Arguments.of(capability, asked);
    }

    @ParameterizedTest
    @MethodSource("needs")
    void whatIsAskedForNeedsACapability(Capability capability, UnaryOperator<ClusterSpec.Builder> asked) {
        ClusterSpec spec = asked.apply(ClusterSpec.builder()).build();
        try (Drover drover = Drover.builder().factories(List.of(platform)).build()) {
            ClusterProvider clusters = drover.clusters("fake://here");
            assertThat(clusters.create(spec, RequestKey.random()).started()).isTrue();

            platform.capabilities.remove(capability);
            platform.calls.clear();

            assertThatThrownBy(() -> clusters.create(spec, RequestKey.random()))
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                    .hasMessageContaining(capability.name());
            assertThat(platform.calls).isEmpty();
        }
    }

    @Test
    void aCustomizerThatNobodyIsMeantByIsRefused() {
        ClusterSpec spec = ClusterSpec.builder()
                .customize(StringBuilder.class, "a tag", request -> request.append("tag"))
                .build();
        try (Drover drover = Drover.builder().factories(List.of(platform)).build()) {
            ClusterProvider clusters = drover.clusters("fake://here");

            for (Runnable call :
                    Set.<Runnable>of(() -> clusters.create(spec, RequestKey.random()), () -> clusters.plan(spec))) {
                assertThatThrownBy(call::run)
                        .isInstanceOfSatisfying(
                                DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                        .hasMessageContaining("a tag");
            }
            assertThat(platform.calls).isEmpty();
        }
    }
}
