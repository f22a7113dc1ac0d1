package dev.drover.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import dev.drover.aws.AwsOptions;
import dev.drover.aws.s3.S3Options.Encryption;
import java.util.List;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is refused before anything is sent, and in which parts objects go. */
class S3OptionsTest {
    private static final long MIB = 1 << 20;

    @Test
    void wrongOptionsAreRefused() {
        S3Options.Builder options = S3Options.builder();
        List<ThrowingCallable> wrong = List.of(
                () -> options.partSize(5 * MIB - 1),
                () -> options.partSize(513 * MIB),
                () -> options.parallelism(0),
                () -> options.parallelism(65),
                () -> options.storageClass("standard"),
                () -> options.encryption(Encryption.S3, "alias/code"),
                () -> options.encryption(Encryption.KMS, "a key\nand more"));
        for (ThrowingCallable call : wrong) {
            assertInvalid(call);
        }
    }

    @Test
    void theLastChoiceOfEncryptionHolds() {
        S3Options options = S3Options.builder()
                .encryption(Encryption.KMS, "alias/code")
                .encryption(Encryption.KMS_TWO_LAYERS)
                .build();

        assertThat(options.encryption()).isEqualTo(Encryption.KMS_TWO_LAYERS);
        assertThat(options.kmsKey()).isEmpty();
    }

    @Test
    void aLocationNamesABucket() {
        try (Drover drover = Drover.builder()
                .configure("s3://", AwsOptions.builder().region("eu-west-1").build())
                .build()) {
            StorageUri odd = StorageUri.parse("s3://a,b/x");
            assertInvalid(() -> drover.storage(odd).stat(odd));
        }
    }

    @Test
    void tenThousandPartsAreAlwaysEnough() {
        long[] lengths = LongStream.of(9 * MIB, 80_000 * MIB, 80_000 * MIB + 1, 1L << 40, (5L << 40) - 1, 5L << 40)
                .toArray();
        for (long length : lengths) {
            PartPlan plan = PartPlan.of(S3World.uri("x"), length, 8 * MIB, 8);

            assertThat(plan.parts()).as("%d bytes", length).isBetween(2, 10_000);
            assertThat(plan.start(1)).isZero();
            assertThat(plan.end(plan.parts())).isEqualTo(length);
            assertThat(plan.start(plan.parts())).isLessThan(length);
            assertThat(plan.parallelism()).isBetween(2, 8);
            assertThat(plan.partSize() * plan.parallelism())
                    .as("memory")
                    .isLessThanOrEqualTo(Math.max(64 * MIB, 2 * plan.partSize()));
        }
        assertInvalid(() -> PartPlan.of(S3World.uri("x"), (5L << 40) + 1, 8 * MIB, 8));
    }

    @Test
    void oneAtATimeIsOne() {
        assertThat(PartPlan.of(S3World.uri("x"), 5L << 40, 8 * MIB, 1).parallelism())
                .isOne();
    }

    @Test
    void textsAreInTheOrderOfTheirBytes() {
        assertThat(List.of("b", "\uD83D\uDE00", "a", "\uFFFC", "", "ab", "\uD83D\uDE01").stream()
                        .sorted(Utf8Order.INSTANCE))
                .containsExactly("", "a", "ab", "b", "\uFFFC", "\uD83D\uDE00", "\uD83D\uDE01");
    }

    private static void assertInvalid(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }
}
