package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.SubmitOptions.OnEnded;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers may ask of a key that was used before. */
class SubmitOptionsTest {
    @ParameterizedTest
    @EnumSource(JobState.class)
    void everythingIsReturnedByDefault(JobState state) {
        assertThat(SubmitOptions.DEFAULT.on(state)).isEqualTo(OnEnded.RETURN);
        assertThat(SubmitOptions.DEFAULT.returnsAlways()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void whatDidNotSucceedRunsAgainWhereAsked(JobState state) {
        SubmitOptions options = SubmitOptions.rerunUnlessSucceeded(3);

        boolean rerun = state.terminal() && state != JobState.SUCCEEDED;
        assertThat(options.on(state)).isEqualTo(rerun ? OnEnded.RERUN : OnEnded.RETURN);
        assertThat(options.returnsAlways()).isFalse();
        assertThat(options.maxAttempts()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1_001, Integer.MAX_VALUE})
    void attemptsAreOneToAThousand(int most) {
        assertThatThrownBy(() -> SubmitOptions.builder().maxAttempts(most)).hasMessageStartingWith("INVALID_ARGUMENT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void aTimeoutIsAboveZero(Duration timeout) {
        assertThatThrownBy(() -> SubmitOptions.builder().timeout(timeout)).hasMessageStartingWith("INVALID_ARGUMENT");
    }

    @Test
    void aCustomizersLabelSaysWhatItDoes() {
        for (String label : new String[] {"", " ", "a\nb", "x".repeat(101)}) {
            assertThatThrownBy(() -> new Customizer<>(StringBuilder.class, label, b -> {}))
                    .hasMessageStartingWith("INVALID_ARGUMENT");
        }
    }
}
