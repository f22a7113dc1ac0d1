package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.bootstrap.BootstrapAction;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is refused before anybody is asked. */
class ClusterNodesTest {
    private final FakePlatform platform = new FakePlatform();

    private ErrorCode refusal(ThrowingCallable call) {
        ErrorCode code = catchThrowableOfType(DroverException.class, call).code();
        assertThat(platform.calls).isEmpty();
        return code;
    }

    @Test
    void whatAPlatformCannotDoIsUnsupported() {
        platform.capabilities.removeAll(
                EnumSet.of(Capability.NODE_SCRIPTS, Capability.NAMED_WORKERS, Capability.DETACH));
        try (Drover drover = Drover.builder().factories(List.of(platform)).build()) {
            ClusterHandle cluster = drover.cluster(FakePlatform.CLUSTER);
            ClusterNodes nodes = cluster.nodes();
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> nodes.run(BootstrapAction.script("a", "true").build()),
                    () -> nodes.put(Content.of("x"), "file"),
                    () -> nodes.get("n", "file", Path.of("file")),
                    () -> nodes.add(List.of("n")),
                    () -> nodes.remove(List.of("n")),
                    cluster::detach)) {
                assertThat(refusal(call)).isEqualTo(ErrorCode.UNSUPPORTED);
            }
        }
    }

    @Test
    void aCapabilityWithoutADriverIsUnsupportedToo() {
        try (Drover drover = Drover.builder().factories(List.of(platform)).build()) {
            ClusterHandle cluster = drover.cluster(FakePlatform.CLUSTER);
            assertThat(refusal(cluster::detach)).isEqualTo(ErrorCode.UNSUPPORTED);
        }
    }

    @Test
    void aResultWithoutAnExitCodeIsNoSuccess() {
        assertThat(NodeResult.ended("n", 0, "").succeeded()).isTrue();
        assertThat(NodeResult.ended("n", 2, "").succeeded()).isFalse();
        assertThat(NodeResult.failed("n", "gone").succeeded()).isFalse();
    }
}
