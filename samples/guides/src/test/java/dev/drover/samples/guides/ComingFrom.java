package dev.drover.samples.guides;

import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.ClusterNodes;
import dev.drover.ClusterSpec;
import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.JobHandle;
import dev.drover.JobLogs.Source;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.SubmitOptions;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.bootstrap.PythonEnvironment;
import dev.drover.bundle.PackageBundle;
import dev.drover.bundle.Uploaded;
import dev.drover.routing.ClusterPool;
import dev.drover.routing.Requirement;
import java.nio.file.Path;
import java.time.Duration;

/** The code of docs/coming-from.md. */
final class ComingFrom {

    private ComingFrom() {}

    /** The code says {@code Drover.open(...)}: where a variable and a type could be meant, Java takes the variable. */
    @FunctionalInterface
    interface Opener {
        Drover open(Path file);
    }

    static void batchProcessingGateway(Opener Drover, JobSpec job) throws InterruptedException {
        try (Drover drover = Drover.open(Path.of("drover.yaml"))) {
            ClusterPool pool = drover.pool("jobs").requiring(Requirement.sparkVersion("4.2"));
            JobHandle run = pool.submit(job, RequestKey.of("report", "2026-11-21")); // POST /spark
            System.out.println(run.status().state()); // GET /spark/{id}/status
            run.logs().tail(Source.STDOUT, 100).forEach(System.out::println); // GET /log?subId={id}
            run.cancel(); // DELETE /spark/{id}
        }
    }

    static void emrOperators(Drover drover, JobSpec step, String dagRun) throws InterruptedException {
        ClusterSpec spec = ClusterSpec.builder()
                .release("emr-7.2.0")
                .workers(4, Resources.of(4, 12_288))
                .idleTimeout(Duration.ofMinutes(30))
                .build();
        ClusterHandle cluster = drover.clusters("emr://eu-west-1").create(spec, RequestKey.of("etl", dagRun));
        try {
            cluster.awaitReady(Duration.ofMinutes(20));
            cluster.jobs()
                    .submit(step, RequestKey.of("etl", dagRun, "clean"), SubmitOptions.rerunUnlessSucceeded(3))
                    .awaitSuccess(Duration.ofHours(2));
        } finally {
            cluster.terminate();
        }
    }

    static JobSpec sparkSubmit() {
        return SparkJar.of(StorageUri.parse("s3://acme/etl.jar"), "com.acme.Etl")
                .name("etl")
                .jars(StorageUri.parse("s3://acme/lib.jar"))
                .driver(Resources.of(2, 4096))
                .executor(Resources.of(4, 8192))
                .executors(10)
                .queue("daily")
                .conf("spark.sql.shuffle.partitions", "200")
                .args("--day", "2026-11-21")
                .build();
    }

    static void mrjob(Drover drover) throws InterruptedException {
        Uploaded app = drover.upload(PackageBundle.directory(Path.of("build/app")), "s3://acme-code/etl/");
        PythonEnvironment python = PythonEnvironment.builder("etl")
                .wheel(app.uri("etl-1.0-py3-none-any.whl"))
                .requirement("numpy==2.3.4")
                .build();
        ClusterSpec spec = ClusterSpec.builder()
                .workers(4, Resources.of(4, 12_288))
                .bootstrap(python.bootstrap())
                .idleTimeout(Duration.ofMinutes(10))
                .build();
        ClusterHandle cluster = drover.clusters("emr://eu-west-1").create(spec, RequestKey.of("etl-cluster"));
        cluster.awaitReady(Duration.ofMinutes(20));
        PySpark job = PySpark.script(app.uri("main.py"))
                .conf(python.properties())
                .args("s3://acme-data/input/")
                .build();
        cluster.jobs().submit(job, RequestKey.of("etl", "2026-11-21")).awaitSuccess(Duration.ofHours(2));
    }

    static void cloudmesh(Drover drover) {
        ClusterHandle cluster = drover.cluster(ClusterId.parse("spark-hosts://lab/etl"));
        ClusterNodes nodes = cluster.nodes();
        nodes.run(BootstrapAction.file("setup", Path.of("setup.sh")).build());
        nodes.put(Content.of(Path.of("model.bin")), "models/model.bin");
        nodes.get("node2", "/var/tmp/result.csv", Path.of("result.csv"));
        cluster.resize(6);
        cluster.detach(); // out of sight, still running; terminate() ends it
    }
}
