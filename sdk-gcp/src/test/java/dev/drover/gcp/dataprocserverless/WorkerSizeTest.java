package dev.drover.gcp.dataprocserverless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Resources;
import dev.drover.gcp.dataprocserverless.WorkerSize.Tier;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerSizeTest {

    @ParameterizedTest
    @CsvSource({
        // asked: cores, heap, overhead or none, Python, tier; given: cores, heap, overhead
        "1, 512, , false, STANDARD, 4, 3712, 384",
        "4, 3712, , false, STANDARD, 4, 3712, 384",
        "4, 3713, , false, STANDARD, 4, 3713, 384",
        "5, 1024, , false, STANDARD, 8, 7808, 384",
        "2, 8000, , false, STANDARD, 4, 8000, 800",
        "2, 8000, , true, STANDARD, 4, 8000, 3200",
        "1, 512, , true, STANDARD, 4, 3712, 384",
        "4, 26996, , false, STANDARD, 4, 26996, 2700",
        "4, 26997, , false, STANDARD, 8, 26997, 2700",
        "16, 107985, , false, STANDARD, 16, 107985, 10799",
        "4, 26997, , false, PREMIUM, 4, 26997, 2700",
        "16, 300000, , false, PREMIUM, 16, 300000, 30000",
        "16, 357469, , false, PREMIUM, 16, 357469, 35747",
        "1, 1000, 5000, false, STANDARD, 4, 1000, 5000",
        "1, 1000, 512, true, STANDARD, 4, 3584, 512",
        "9, 256, 0, false, STANDARD, 16, 16384, 0"
    })
    void theSmallestThatOffersIt(
            int cores, int heap, Integer overhead, boolean python, Tier tier, int vCpu, int given, int beside) {
        WorkerSize size = WorkerSize.offering(Resources.of(cores, heap), optional(overhead), python, tier);

        assertThat(size).isEqualTo(new WorkerSize(vCpu, given, beside));
    }

    @ParameterizedTest
    @CsvSource({
        "17, 1024, , STANDARD",
        "1, 107986, , STANDARD",
        "1, 1024, 117761, STANDARD",
        "1, 357470, , PREMIUM",
        "1, 1024, 2147483647, PREMIUM",
        "1, 67108864, , PREMIUM"
    })
    void noneIsEndless(int cores, int heap, Integer overhead, Tier tier) {
        DroverException refused = catchThrowableOfType(
                DroverException.class,
                () -> WorkerSize.offering(Resources.of(cores, heap), optional(overhead), false, tier));

        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(refused).hasMessageContaining("up to 16 cores");
    }

    private static OptionalInt optional(Integer number) {
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
