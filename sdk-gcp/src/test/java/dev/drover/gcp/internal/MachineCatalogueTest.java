package dev.drover.gcp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Machine;
import dev.drover.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineCatalogueTest {
    private final MachineCatalogue catalogue = MachineCatalogue.load();

    @ParameterizedTest(name = "{0} cores, {1} MiB: {2}")
    @CsvSource({
        "1,   256,    n2-highcpu-2",
        "2,   2049,   n2-standard-2",
        "2,   8192,   n2-standard-2",
        "2,   8193,   n2-highmem-2",
        "2,   16385,  n2-highmem-4",
        "3,   1024,   n2-highcpu-4",
        "4,   16384,  n2-standard-4",
        "20,  65536,  c3-standard-22",
        "129, 65536,  c3-standard-176",
        "200, 65536,  n2d-standard-224",
    })
    void theSmallestThatIsLargeEnough(int cores, int memoryMiB, String type) {
        assertThat(catalogue.type(Machine.atLeast(cores, memoryMiB))).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({"225, 1024", "2, 1441793"})
    void nothingIsLargeEnough(int cores, int memoryMiB) {
        assertThatThrownBy(() -> catalogue.type(Machine.atLeast(cores, memoryMiB)))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("n2d-standard-224");
    }

    @ParameterizedTest
    @CsvSource({
        "n2-standard-8, 8, 32768",
        "n2-highmem-128, 128, 884736",
        "e2-highcpu-16, 16, 16384",
        "c3-highmem-22, 22, 180224",
        "n4-standard-80, 80, 327680"
    })
    void whatTypesHave(String type, int cores, int memoryMiB) {
        assertThat(catalogue.of(type)).contains(Resources.of(cores, memoryMiB));
    }

    @Test
    void aTypeThatIsNamedOutrightWins() {
        assertThat(catalogue.of("n1-standard-4")).isEmpty();
        assertThat(catalogue.type(Machine.type("n1-standard-4"))).isEqualTo("n1-standard-4");
    }
}
