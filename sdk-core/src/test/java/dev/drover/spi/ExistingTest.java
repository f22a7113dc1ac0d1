package dev.drover.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ExistingTest {

    @Test
    void whatIsThereIsGiven() {
        assertThat(Existing.of(() -> "it")).contains("it");
    }

    @Test
    void onlyWhatIsNotFoundIsEmpty() {
        assertThat(Existing.of(failing(ErrorCode.NOT_FOUND))).isEmpty();
        assertThatThrownBy(() -> Existing.of(failing(ErrorCode.PERMISSION_DENIED)))
                .hasMessageContaining("no such luck");
    }

    private static Supplier<String> failing(ErrorCode code) {
        return () -> {
            throw new DroverException(code, "no such luck");
        };
    }
}
