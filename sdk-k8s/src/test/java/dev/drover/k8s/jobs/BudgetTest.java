package dev.drover.k8s.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.Drover;
import dev.drover.RequestKey;
import dev.drover.k8s.SparkOperator;
import dev.drover.testkit.spark.FastClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kubeflow's operator is not sent more than it bears. */
class BudgetTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"KUBEFLOW, 30, true", "APACHE, 3, false"})
    void applicationsOfKubeflowsAreSentSlowly(SparkOperator operator, int faster, boolean slowly) {
        FastClock clock = new FastClock(faster);
        try (JobsWorld world = JobsWorld.idle(folder)) {
            Drover drover =
                    world.open(world.drover(JobsWorld.options(operator).build()).clock(clock));
            for (int i = 0; i < 20; i++) {
                drover.jobs(JobsWorld.CLUSTER).submit(JobsWorld.jar().build(), RequestKey.of("many", "" + i));
            }
            world.kube.clearTraffic();
            Instant start = clock.instant();

            for (int i = 20; i < 20 + 60; i++) {
                drover.jobs(JobsWorld.CLUSTER).submit(JobsWorld.jar().build(), RequestKey.of("many", "" + i));
            }

            Duration took = Duration.between(start, clock.instant());
            double aMinute = 60.0 * 60_000 / took.toMillis();
            assertThat(aMinute < 150).as(aMinute + " a minute").isEqualTo(slowly);
        }
    }

    @Test
    void theFirstMinuteTooIsWithinWhatItBears() {
        assertThat(new dev.drover.k8s.provider.KubeProviderFactory().budgets("k8s"))
                .singleElement()
                .satisfies(budget ->
                        assertThat(budget.burst() + 60 * budget.perSecond()).isLessThan(150));
    }
}
