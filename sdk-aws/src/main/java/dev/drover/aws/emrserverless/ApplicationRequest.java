package dev.drover.aws.emrserverless;

import dev.drover.Attempt;
import dev.drover.ClusterSpec;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import dev.drover.aws.internal.SparkDefaults;
import dev.drover.aws.internal.Tags;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.emrserverless.model.Configuration;
import software.amazon.awssdk.services.emrserverless.model.CreateApplicationRequest;
import software.amazon.awssdk.services.emrserverless.model.InitialCapacityConfig;

/** Translates clusters into applications. Pure. */
final class ApplicationRequest {
    /** Lists show names and no tags. */
    private static final String DROVERS = "drover/";

    private static final Duration SHORTEST_IDLE = Duration.ofMinutes(1);
    private static final Duration LONGEST_IDLE = Duration.ofDays(7);

    private ApplicationRequest() {}

    static String name(Attempt attempt) {
        return DROVERS + attempt.name();
    }

    static boolean isDrovers(@Nullable String name) {
        return name != null && name.startsWith(DROVERS);
    }

    /**
     * The request, without name and token.
     *
     * @throws DroverException INVALID_ARGUMENT or UNSUPPORTED for what an application cannot be
     */
    static CreateApplicationRequest.Builder of(ClusterSpec spec, EmrServerlessOptions options) {
        CreateApplicationRequest.Builder request = CreateApplicationRequest.builder()
                .type("SPARK")
                .releaseLabel(release(spec, options))
                .tags(Tags.of(spec.labels()))
                .autoStartConfiguration(start -> start.enabled(true))
                .initialCapacity(warm(spec));
        idleMinutes(spec)
                .ifPresent(minutes ->
                        request.autoStopConfiguration(stop -> stop.enabled(true).idleTimeoutMinutes(minutes)));
        spec.scaling().ifPresent(range -> {
            WorkerSize size = WorkerSize.offering(spec.worker());
            int most = range.maxWorkers() + 1;
            request.maximumCapacity(
                    all -> all.cpu(size.cores() * most + " vCPU").memory(size.memoryGb() * most + " GB"));
        });
        logs(spec)
                .ifPresent(uri -> request.monitoringConfiguration(
                        monitoring -> monitoring.s3MonitoringConfiguration(s3 -> s3.logUri(uri.toString()))));
        if (!spec.conf().isEmpty()) {
            SparkDefaults.check(spec.conf());
            request.runtimeConfiguration(Configuration.builder()
                    .classification(SparkDefaults.CLASSIFICATION)
                    .properties(new TreeMap<>(spec.conf()))
                    .build());
        }
        return request;
    }

    static String release(ClusterSpec spec, EmrServerlessOptions options) {
        if (spec.sparkVersion().isPresent()) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "An application's release says its Spark; use ClusterSpec.release instead of sparkVersion.");
        }
        return spec.release()
                .or(options::release)
                .orElseThrow(() -> DroverException.invalid(
                        "An application needs a release, such as 'emr-7.9.0': set ClusterSpec.release or"
                                + " EmrServerlessOptions.release."));
    }

    /** Workers of a started application that wait for jobs; one more is for a driver. */
    private static Map<String, InitialCapacityConfig> warm(ClusterSpec spec) {
        WorkerSize size = WorkerSize.offering(spec.worker());
        return Map.of("DRIVER", warm(1, size), "EXECUTOR", warm(spec.workers(), size));
    }

    private static InitialCapacityConfig warm(int count, WorkerSize size) {
        return InitialCapacityConfig.builder()
                .workerCount((long) count)
                .workerConfiguration(worker -> worker.cpu(size.cpu()).memory(size.memory()))
                .build();
    }

    static Optional<Integer> idleMinutes(ClusterSpec spec) {
        return spec.idleTimeout().map(limit -> {
            if (limit.compareTo(SHORTEST_IDLE) < 0 || limit.compareTo(LONGEST_IDLE) > 0) {
                throw DroverException.invalid(
                        "An application stops after 1 minute to 7 days without jobs, not after " + limit + ".");
            }
            return (int) Math.ceil(limit.toSeconds() / 60.0);
        });
    }

    private static Optional<StorageUri> logs(ClusterSpec spec) {
        return spec.logs().map(uri -> {
            if (!uri.scheme().equals("s3")) {
                throw DroverException.invalid("EMR Serverless writes logs to S3, not to '" + uri + "'.");
            }
            return uri;
        });
    }
}
