package dev.drover.aws.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Machine;
import dev.drover.Resources;
import dev.drover.aws.internal.MachineCatalogue.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineCatalogueTest {
    private final MachineCatalogue catalogue = MachineCatalogue.load();

    @ParameterizedTest(name = "{0} cores, {1} MiB: {2} or {3}")
    @CsvSource({
        "1,   256,    c7i.large,    c7g.large",
        "2,   4096,   c7i.large,    c7g.large",
        "2,   4097,   m7i.large,    m7g.large",
        "2,   8192,   m7i.large,    m7g.large",
        "2,   8193,   r7i.large,    r7g.large",
        "2,   16385,  r7i.xlarge,   r7g.xlarge",
        "3,   1024,   c7i.xlarge,   c7g.xlarge",
        "4,   16384,  m7i.xlarge,   m7g.xlarge",
        "16,  65536,  m7i.4xlarge,  m7g.4xlarge",
        "33,  1024,   c7i.12xlarge, c7g.12xlarge",
        "64,  524288, r7i.16xlarge, r7g.16xlarge",
    })
    void theSmallestThatIsLargeEnough(int cores, int memoryMiB, String x86, String arm) {
        assertThat(catalogue.smallest(Resources.of(cores, memoryMiB))).isEqualTo(x86);
        assertThat(catalogue.smallest(Resources.of(cores, memoryMiB), Architecture.ARM64))
                .isEqualTo(arm);
        assertThat(catalogue.type(Machine.atLeast(cores, memoryMiB))).isEqualTo(x86);
    }

    @ParameterizedTest
    @CsvSource({"65, 1024", "2, 524289"})
    void nothingIsLargeEnough(int cores, int memoryMiB) {
        assertThatThrownBy(() -> catalogue.smallest(Resources.of(cores, memoryMiB)))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("r7i.16xlarge");
    }

    @ParameterizedTest
    @CsvSource({
        "m5.large, 2, 8192",
        "m6i.2xlarge, 8, 32768",
        "m7g.12xlarge, 48, 196608",
        "c6i.16xlarge, 64, 131072",
        "r6i.8xlarge, 32, 262144"
    })
    void whatTypesHave(String type, int cores, int memoryMiB) {
        assertThat(catalogue.of(type)).contains(Resources.of(cores, memoryMiB));
    }

    @Test
    void aTypeThatIsNamedOutrightWins() {
        assertThat(catalogue.of("u7i-12tb.224xlarge")).isEmpty();
        assertThat(catalogue.type(Machine.type("u7i-12tb.224xlarge"))).isEqualTo("u7i-12tb.224xlarge");
        assertThat(catalogue.type(Machine.type("t3.nano"), Architecture.ARM64)).isEqualTo("t3.nano");
    }
}
