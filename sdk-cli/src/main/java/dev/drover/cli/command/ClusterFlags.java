package dev.drover.cli.command;

import dev.drover.ClusterSpec;
import dev.drover.Resources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a cluster shall be like, in options. */
final class ClusterFlags {
    @Option(names = "--workers", paramLabel = "N", description = "How many workers; by default 1.")
    private Optional<Integer> workers = Optional.empty();

    @Option(
            names = "--worker",
            paramLabel = "CORESxMEMORY",
            description = "What each worker offers; by default 2x2GiB.")
    private Optional<Resources> worker = Optional.empty();

    @Option(names = "--spark", paramLabel = "VERSION", description = "Spark's version, such as 4.2.0.")
    private Optional<String> spark = Optional.empty();

    @Option(names = "--release", paramLabel = "LABEL", description = "The platform's release, such as emr-7.2.0.")
    private Optional<String> release = Optional.empty();

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            description = "End it after this time without jobs, such as 30m.")
    private Optional<Duration> idleTimeout = Optional.empty();

    @Option(names = "--max-age", paramLabel = "TIME", description = "End it at this age, such as 8h.")
    private Optional<Duration> maxAge = Optional.empty();

    @Option(
            names = "--bootstrap",
            paramLabel = "FILE",
            description = "A script that runs on its machines before the workers start; may be repeated.")
    private List<Path> bootstrap = List.of();

    @Option(
            names = "--conf",
            paramLabel = "PROPERTY=VALUE",
            description = "A Spark property for every job that does not set it; may be repeated.")
    private Map<String, String> conf = new LinkedHashMap<>();

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "A label; may be repeated.")
    private Map<String, String> labels = new LinkedHashMap<>();

    /** Whether any of them was used. */
    boolean given() {
        return workers.isPresent()
                || worker.isPresent()
                || spark.isPresent()
                || release.isPresent()
                || idleTimeout.isPresent()
                || maxAge.isPresent()
                || !bootstrap.isEmpty()
                || !conf.isEmpty()
                || !labels.isEmpty();
    }

    ClusterSpec spec() {
        ClusterSpec.Builder spec =
                ClusterSpec.builder().workers(workers.orElse(1), worker.orElse(Resources.of(2, 2048)));
        spark.ifPresent(spec::sparkVersion);
        release.ifPresent(spec::release);
        idleTimeout.ifPresent(spec::idleTimeout);
        maxAge.ifPresent(spec::maxAge);
        conf.forEach(spec::conf);
        labels.forEach(spec::label);
        bootstrap.forEach(script -> spec.bootstrap(Scripts.action(script).build()));
        return spec.build();
    }
}
