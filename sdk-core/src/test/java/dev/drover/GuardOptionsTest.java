package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.spi.RateBudget;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What can be set at the guard, and within which bounds. */
class GuardOptionsTest {

    @Test
    void keepsWhatWasSet() {
        RateBudget budget = new RateBudget("ListSteps", 5, 0.25);
        GuardOptions.Builder builder = GuardOptions.builder()
                .maxTries(2)
                .backoff(Duration.ofMillis(5), Duration.ofSeconds(1))
                .breakerOpensAt(50, 20, 0.25)
                .breakerClosesAfter(Duration.ofMinutes(1), 5)
                .callsPerEndpoint(7)
                .budget("acme", budget);
        GuardOptions options = builder.build();
        builder.budget("acme", budget).maxTries(9);

        assertThat(options.maxTries()).isEqualTo(2);
        assertThat(options.backoffBase()).isEqualTo(Duration.ofMillis(5));
        assertThat(options.backoffCap()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.breakerWindow()).isEqualTo(50);
        assertThat(options.breakerMinimumCalls()).isEqualTo(20);
        assertThat(options.breakerFailureRate()).isEqualTo(0.25);
        assertThat(options.breakerOpen()).isEqualTo(Duration.ofMinutes(1));
        assertThat(options.breakerTrials()).isEqualTo(5);
        assertThat(options.callsPerEndpoint()).isEqualTo(7);
        assertThat(options.budgets("acme")).containsExactly(budget);
        assertThat(options.budgets("other")).isEmpty();
    }

    @Test
    void refusesWhatMakesNoSense() {
        Duration ok = Duration.ofSeconds(1);
        List<Consumer<GuardOptions.Builder>> wrong = List.of(
                b -> b.maxTries(0),
                b -> b.maxTries(21),
                b -> b.backoff(Duration.ZERO, ok),
                b -> b.backoff(ok, Duration.ofMillis(999)),
                b -> b.backoff(ok, Duration.ofDays(2)),
                b -> b.breakerOpensAt(0, 0, 0.5),
                b -> b.breakerOpensAt(10, 11, 0.5),
                b -> b.breakerOpensAt(10, 10, 0),
                b -> b.breakerOpensAt(10, 10, 1.01),
                b -> b.breakerOpensAt(10, 10, Double.NaN),
                b -> b.breakerOpensAt(10, 10, Double.MIN_VALUE),
                b -> b.breakerClosesAfter(Duration.ofNanos(1), 3),
                b -> b.breakerClosesAfter(Duration.ofSeconds(-1), 3),
                b -> b.breakerClosesAfter(ok, 0),
                b -> b.callsPerEndpoint(0),
                b -> b.callsPerEndpoint(Integer.MIN_VALUE));

        for (Consumer<GuardOptions.Builder> each : wrong) {
            assertThatThrownBy(() -> each.accept(GuardOptions.builder()))
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
        }
    }
}
