package dev.drover.samples.multimno;

import dev.drover.ClusterRequest;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.PySpark;
import dev.drover.StorageUri;
import dev.drover.bootstrap.PythonEnvironment;
import dev.drover.bundle.Uploaded;
import dev.drover.pipeline.MultimnoPipeline;
import dev.drover.pipeline.Pipeline;
import dev.drover.pipeline.PipelineTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the application runs, which drover.yaml decides alone: the cluster that it declares, among whose Spark properties are
 * those of the application.
 */
record Place(ClusterRequest cluster) {
    private static final Duration READY = Duration.ofMinutes(30);

    /** @throws DroverException NOT_FOUND if the configuration declares no cluster called mobility */
    static Place of(Drover drover) {
        return Optional.ofNullable(drover.declaredClusters().get("mobility"))
                .map(Place::new)
                .orElseThrow(() -> DroverException.invalid("The configuration declares no cluster 'mobility'."));
    }

    /** Where the code is uploaded to, and read from by the cluster. */
    StorageUri code() {
        return StorageUri.parse(property("code")).asPrefix();
    }

    /** What is done on every machine before there are jobs. */
    PythonEnvironment python(Uploaded code) {
        return PythonEnvironment.builder("mobility")
                .folder(property("venv"))
                .wheel(code.uri(Deployment.WHEEL))
                .packages(code.target().resolve(Deployment.REQUIREMENTS))
                .jar(code.uri(Deployment.JAR))
                .jarsFolder(property("jars"))
                .build();
    }

    /** The components of a pipeline.json, on a cluster of their own. */
    Pipeline pipeline(Path file, Uploaded code) {
        PythonEnvironment python = python(code);
        PySpark main = PySpark.script(code.uri(Deployment.MAIN))
                .conf(python.properties())
                .conf(name("home"), property("home"))
                .build();
        return MultimnoPipeline.running(main).workdir(code.target().toString()).read(file).toBuilder()
                .on(new PipelineTarget.NewCluster(
                        cluster.location(),
                        cluster.spec().toBuilder().bootstrap(python.bootstrap()).build(),
                        READY))
                .build();
    }

    private String property(String last) {
        return Optional.ofNullable(cluster.spec().conf().get(name(last)))
                .orElseThrow(() -> DroverException.invalid(
                        "The cluster 'mobility' of the configuration has no property " + name(last) + "."));
    }

    private static String name(String last) {
        return "spark.mobility." + last;
    }
}
