package dev.drover.gcp.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.DroverException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class GcsOptionsTest {
    private static final long MIB = 1 << 20;

    @Test
    void whatCloudStorageWouldNotTakeIsRefused() {
        GcsOptions.Builder builder = GcsOptions.builder();
        List<ThrowingCallable> wrong = List.of(
                () -> builder.partSize(1000),
                () -> builder.partSize(256 * 1024 + 1),
                () -> builder.partSize(1024 * MIB),
                () -> builder.parallelism(0),
                () -> builder.parallelism(65),
                () -> builder.composeAbove(-1),
                () -> builder.storageClass("near line"),
                () -> builder.kmsKey("k"));

        for (ThrowingCallable each : wrong) {
            assertThatThrownBy(each).isInstanceOf(DroverException.class);
        }
    }

    @Test
    void partsAreAsManyAsThreeRoundsCompose() {
        PartPlan usual = PartPlan.of(1L << 30, 8 * MIB, 8);
        assertThat(usual.parts()).isEqualTo(128);
        assertThat(usual.parallelism()).isEqualTo(8);

        PartPlan largest = PartPlan.of(5L << 40, 8 * MIB, 8);
        assertThat(largest.parts()).isLessThanOrEqualTo(32 * 32 * 32);
        assertThat(largest.partSize() * largest.parts()).isGreaterThanOrEqualTo(5L << 40);
        assertThat(largest.parallelism()).isEqualTo(2);
    }
}
