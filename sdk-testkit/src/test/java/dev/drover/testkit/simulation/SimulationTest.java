package dev.drover.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * 20,000 seeds; {@code -Dsimulation.seeds=1000000} takes a million, {@code -Dsimulation.seed=N} replays one:
 *
 * <pre>./mvnw -pl sdk-testkit -am test -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed=N</pre>
 */
class SimulationTest {

    @Test
    void thePromisesHoldWhateverFails() throws InterruptedException {
        Seeds seeds = Seeds.asAsked();

        Seeds.Summary summary = seeds.run();

        assertThat(summary.broken())
                .as("broken promises; replay with -Dsimulation.seed=N")
                .isEmpty();
        assertThat(summary.seeds()).isEqualTo(seeds.count());
        if (seeds.count() > 1_000) {
            assertThat(summary.runs()).as("runs").isGreaterThan(seeds.count());
            assertThat(summary.crashes()).as("crashes").isGreaterThan(seeds.count() / 10);
            assertThat(summary.surplus()).as("surplus runs found").isPositive();
        }
    }
}
