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
            assertThat(summary.opened()).as("breakers that opened").isPositive();
            assertThat((double) summary.toTheHeavy() / summary.calm())
                    .as("share of the cluster of weight 3 beside one of weight 1, in %s calm seeds", summary.calm())
                    .isBetween(0.69, 0.81);
        }
    }
}
