package dev.drover.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.DroverListener;
import dev.drover.FakePlatform;
import dev.drover.FakePlatform.Fault;
import dev.drover.GuardOptions;
import dev.drover.JobHandle;
import dev.drover.JobState;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.SteppingClock;
import dev.drover.StorageUri;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Micrometer shows of a Drover's work. */
class DroverMetricsTest {
    private static final SparkJar JOB =
            SparkJar.of(StorageUri.parse("s3://code/app.jar"), "com.acme.Etl").build();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DroverMetrics metrics = new DroverMetrics(registry);
    private final FakePlatform platform = new FakePlatform();
    private final SteppingClock clock = new SteppingClock();
    private final Drover drover = Drover.builder()
            .factories(List.of(platform))
            .clock(clock)
            .guard(GuardOptions.builder().breakerOpensAt(4, 4, 1).build())
            .listener(DroverListener.NONE)
            .listener(metrics)
            .build();

    @AfterEach
    void close() {
        drover.close();
    }

    private JobHandle submit() {
        return drover.jobs(FakePlatform.CLUSTER).submit(JOB, RequestKey.of("etl"));
    }

    @Test
    void countsCallsByOutcomeAndJobsByState() throws InterruptedException {
        JobHandle job = submit();
        platform.failReads(Fault.UNREACHABLE);
        platform.set(job.id(), JobState.SUCCEEDED);
        job.await(Duration.ofMinutes(1));

        assertThat(registry.get("drover.calls")
                        .tags("scheme", "fake", "api", "submit", "outcome", "OK")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("drover.calls")
                        .tags("api", "describe", "outcome", "UNAVAILABLE")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("drover.calls.retried")
                        .tags("api", "describe", "failure", "UNAVAILABLE")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("drover.jobs.ended")
                        .tags("scheme", "fake", "state", "succeeded")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("drover.calls.active").gauge().value()).isZero();
    }

    @Test
    void showsCallsUnderWay() {
        platform.beforeSubmit = () ->
                assertThat(registry.get("drover.calls.active").gauge().value()).isEqualTo(1);

        submit();

        assertThat(platform.jobs).hasSize(1);
    }

    @Test
    void showsBreakersThatOpened() {
        JobHandle job = submit();
        assertThat(registry.find("drover.breaker.state").gauge()).isNull();
        Fault[] faults = new Fault[4];
        Arrays.fill(faults, Fault.UNREACHABLE);
        platform.failReads(faults);
        assertThatThrownBy(job::status).isInstanceOf(DroverException.class);
        assertThatThrownBy(job::status).hasMessageContaining("circuit breaker");

        assertThat(registry.get("drover.breaker.state")
                        .tags("endpoint", "fake")
                        .gauge()
                        .value())
                .isEqualTo(2);
        assertThat(registry.get("drover.calls.refused")
                        .tags("api", "describe", "why", "breaker_open")
                        .counter()
                        .count())
                .isEqualTo(1);
        drover.breakers().resetAll();
        assertThat(registry.get("drover.breaker.state").gauge().value()).isZero();
    }

    @Test
    void tagsHaveFewValues() throws InterruptedException {
        JobHandle job = submit();
        platform.set(job.id(), JobState.FAILED);
        job.await(Duration.ofMinutes(1));

        assertThat(registry.getMeters())
                .flatExtracting((Meter meter) -> meter.getId().getTags())
                .extracting(Tag::getValue)
                .noneMatch(value -> value.contains("etl") || value.contains("run-") || value.contains("//"));
    }

    @Test
    void closingTakesTheGaugesAway() {
        submit();
        metrics.close();

        assertThat(registry.find("drover.calls.active").gauge()).isNull();
        assertThat(registry.find("drover.calls").timer()).isNotNull();
    }

    @Test
    void tagsOfItsOwnTellDroversApart() {
        DroverMetrics other = new DroverMetrics(registry, Map.of("drover", "other"));
        try (Drover second = Drover.builder()
                .factories(List.of(platform))
                .clock(clock)
                .listener(other)
                .build()) {
            second.jobs(FakePlatform.CLUSTER).submit(JOB, RequestKey.of("two"));
        }
        submit();

        assertThat(registry.find("drover.calls.active").gauges()).hasSize(2);
    }
}
