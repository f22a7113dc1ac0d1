package dev.drover;

import static dev.drover.FakePlatform.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.spi.CallContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A list is refused before anything is sent where the scheme, or the one cluster, cannot tell Drover's runs. */
class ListRefusalTest {
    private static final Set<Capability> WITHOUT = EnumSet.complementOf(EnumSet.of(Capability.LIST_JOBS));

    private static void assertRefused(FakePlatform platform) {
        try (Drover drover = Drover.builder().factories(List.of(platform)).build()) {
            assertThatThrownBy(() -> drover.jobs(CLUSTER).list(JobQuery.RECENT))
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                    .hasMessageContaining(CLUSTER.toString())
                    .hasMessageContaining("LIST_JOBS");
            assertThat(platform.calls).isEmpty();
        }
    }

    @Test
    void aSchemeThatCannotIsNotEvenAskedForItsClusters() {
        assertRefused(new FakePlatform() {
            @Override
            public Set<Capability> capabilities(String scheme) {
                return WITHOUT;
            }

            @Override
            public Set<Capability> capabilities(ClusterId cluster, CallContext context) {
                calls.add("look at the cluster");
                return WITHOUT;
            }
        });
    }

    @Test
    void aClusterThatCannotIsNotListed() {
        assertRefused(new FakePlatform() {
            @Override
            public Set<Capability> capabilities(ClusterId cluster, CallContext context) {
                return WITHOUT;
            }
        });
    }
}
