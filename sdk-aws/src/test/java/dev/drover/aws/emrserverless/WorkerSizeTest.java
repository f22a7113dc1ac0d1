package dev.drover.aws.emrserverless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerSizeTest {

    @ParameterizedTest
    @CsvSource({
        "1, 512, 1, 2",
        "1, 2048, 1, 3",
        "2, 2048, 2, 4",
        "3, 2048, 4, 8",
        "1, 8000, 2, 9",
        "4, 28000, 8, 32",
        "8, 15000, 8, 20",
        "16, 100000, 16, 112",
        "16, 111000, 16, 120"
    })
    void theSmallestThatFits(int cores, int heapMiB, int vCpu, int gb) {
        assertThat(WorkerSize.offering(Resources.of(cores, heapMiB))).isEqualTo(new WorkerSize(vCpu, gb));
    }

    @Test
    void noneIsEndless() {
        for (Resources tooMuch : new Resources[] {Resources.of(17, 1_024), Resources.of(1, 120_000)}) {
            assertThat(catchThrowableOfType(DroverException.class, () -> WorkerSize.offering(tooMuch))
                            .code())
                    .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        }
    }
}
