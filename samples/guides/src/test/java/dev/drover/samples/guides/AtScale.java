package dev.drover.samples.guides;

import dev.drover.Drover;
import dev.drover.GuardOptions;
import dev.drover.JobHandle;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.RequestKey;
import dev.drover.StorageUri;
import dev.drover.micrometer.DroverMetrics;
import dev.drover.routing.ClusterPool;
import dev.drover.spi.RateBudget;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The code of docs/at-scale.md. */
final class AtScale {

    private AtScale() {}

    static Drover one(MeterRegistry registry) {
        DroverMetrics metrics = new DroverMetrics(registry, Map.of("service", "etl"));
        return Drover.builder()
                .ledger("s3://acme-drover/keys/")
                .sharedStatus(StorageUri.parse("s3://acme-drover/status/"))
                .guard(GuardOptions.builder()
                        .budget("eu-west-1", new RateBudget("ListSteps", 5, 0.25)) // half of EMR's
                        .build())
                .listener(metrics)
                .build();
    }

    static void many(ClusterPool pool, Map<RequestKey, JobSpec> jobs, List<RequestKey> failed) {
        jobs.forEach((key, job) -> {
            JobHandle run = pool.submit(job, key);
            run.completion()
                    .thenAccept(
                            end -> { // no thread waits for it
                                if (end.state() != JobState.SUCCEEDED) {
                                    failed.add(key);
                                }
                            });
        });
    }

    static void clean(Drover drover) {
        drover.ledger().sweep().unresolved().forEach(System.out::println); // nobody has settled these
        drover.ledger().expire(Duration.ofDays(30));
    }
}
