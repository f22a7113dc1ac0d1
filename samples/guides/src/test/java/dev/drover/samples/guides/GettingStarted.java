package dev.drover.samples.guides;

import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.EphemeralCluster;
import dev.drover.JobHandle;
import dev.drover.JobStatus;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.Secret;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.aws.ec2.Ec2SparkOptions;
import dev.drover.aws.emr.EmrOptions;
import dev.drover.aws.emreks.EmrEksOptions;
import dev.drover.aws.emrserverless.EmrServerlessOptions;
import dev.drover.bundle.PackageBundle;
import dev.drover.bundle.Uploaded;
import dev.drover.gcp.dataproc.DataprocOptions;
import dev.drover.gcp.dataprocserverless.DataprocServerlessOptions;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.clusters.KubeSparkOptions;
import dev.drover.standalone.SparkMasterOptions;
import dev.drover.standalone.hosts.HostsOptions;
import dev.drover.standalone.hosts.SshHost;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** The code of docs/getting-started.md, on the platforms that it is given. */
@SuppressWarnings("InconsistentCapitalization") // of Drover, the variable, and drover: see there
final class GettingStarted {
    private static final RequestKey KEY = RequestKey.of("etl-cluster");
    private static final String SHA_512 = "0".repeat(128);

    /** The code says {@code Drover.builder()}: where a variable and a type could be meant, Java takes the variable. */
    @SuppressWarnings("MemberName") // so that it is the variable
    private final Platforms Drover;

    /** Begins a Drover that finds them. */
    @FunctionalInterface
    interface Platforms {
        Drover.Builder builder();
    }

    GettingStarted(Platforms platforms) {
        Drover = platforms;
    }

    static JobStatus run(Drover drover, ClusterId cluster, String code) throws InterruptedException {
        Uploaded app = drover.upload(PackageBundle.directory(Path.of("build/app")), code); // skips what is there
        JobHandle job = drover.jobs(cluster)
                .submit(
                        SparkJar.of(app.uri("etl.jar"), "com.acme.Etl")
                                .args("--day", "2026-11-21")
                                .build(),
                        RequestKey.of("etl", "2026-11-21")); // the same key never runs twice
        System.out.println(job.id()); // any other process finds the run by this
        return job.awaitSuccess(Duration.ofHours(2)); // throws with the root cause if the job fails
    }

    void thisMachine() throws InterruptedException {
        ClusterSpec spec =
                ClusterSpec.builder().workers(2, Resources.of(2, 2048)).build();
        try (Drover drover = Drover.builder().build();
                EphemeralCluster own = drover.ephemeralCluster("local://localhost", spec, KEY, Duration.ofMinutes(5))) {
            run(drover, own.cluster().id(), Path.of("build/code").toUri().toString());
        }
    }

    void master() throws InterruptedException {
        try (Drover drover = Drover.builder()
                .configure(
                        "spark://10.0.0.5:7077",
                        SparkMasterOptions.builder()
                                .staging(StorageUri.parse("file:///shared/drover/"))
                                .build())
                .build()) {
            run(drover, ClusterId.parse("spark://10.0.0.5:7077"), "file:///shared/code/");
        }
    }

    void hosts() throws InterruptedException {
        try (Drover drover = Drover.builder()
                .configure(
                        "spark-hosts://lab",
                        HostsOptions.builder()
                                .host(SshHost.of("node1").address("10.0.0.5").build())
                                .host(SshHost.of("node2").address("10.0.0.6").build())
                                .user("spark")
                                .identity(Path.of("/home/me/.ssh/id_ecdsa"))
                                .sparkHome("/opt/spark")
                                .staging(StorageUri.parse("s3://acme-drover/staging/"))
                                .build())
                .build()) {
            ClusterHandle cluster = drover.clusters("spark-hosts://lab")
                    .create(ClusterSpec.builder().build(), KEY);
            cluster.awaitReady(Duration.ofMinutes(5));
            run(drover, cluster.id(), "s3://acme-code/etl/");
        }
    }

    void emr() throws InterruptedException {
        try (Drover drover = Drover.builder()
                .configure(
                        "emr://eu-west-1",
                        EmrOptions.builder()
                                .staging(StorageUri.parse("s3://acme-drover/staging/"))
                                .build())
                .build()) {
            run(drover, ClusterId.parse("emr://eu-west-1/j-3KLM4NOPQRST5"), "s3://acme-code/etl/");
        }
    }

    static void emrCluster(Drover drover) throws InterruptedException {
        ClusterSpec spec = ClusterSpec.builder()
                .workers(2, Resources.of(4, 12_288))
                .idleTimeout(Duration.ofMinutes(30)) // EMR ends it, whatever becomes of this program
                .build();
        ClusterHandle cluster = drover.clusters("emr://eu-west-1").create(spec, KEY);
        cluster.awaitReady(Duration.ofMinutes(20));
        run(drover, cluster.id(), "s3://acme-code/etl/");
    }

    void emrServerless() throws InterruptedException {
        try (Drover drover = Drover.builder()
                .configure(
                        "emr-serverless://eu-west-1",
                        EmrServerlessOptions.builder()
                                .executionRole("arn:aws:iam::123456789012:role/jobs")
                                .logs(StorageUri.parse("s3://acme-logs/emr/"))
                                .build())
                .build()) {
            run(drover, ClusterId.parse("emr-serverless://eu-west-1/00fkht2eodujab09"), "s3://acme-code/etl/");
        }
    }

    void emrOnEks() throws InterruptedException {
        try (Drover drover = Drover.builder()
                .configure(
                        "emr-eks://eu-west-1",
                        EmrEksOptions.builder()
                                .executionRole("arn:aws:iam::123456789012:role/jobs")
                                .release("emr-7.9.0-latest")
                                .logs(StorageUri.parse("s3://acme-logs/emr/"))
                                .build())
                .build()) {
            run(drover, ClusterId.parse("emr-eks://eu-west-1/0b1c2d3e4f5g6h7i8j9k0l1m2"), "s3://acme-code/etl/");
        }
    }

    void ec2() throws InterruptedException {
        try (Drover drover = Drover.builder()
                .configure(
                        "ec2-spark://eu-west-1",
                        Ec2SparkOptions.builder()
                                .image("ami-0abcdef1234567890")
                                .sparkTarball(
                                        URI.create("https://archive.apache.org/dist/spark/spark-4.2.0/"
                                                + "spark-4.2.0-bin-hadoop3.tgz"),
                                        SHA_512)
                                .subnets("subnet-0a1b2c3d")
                                .allow("10.0.0.0/16") // where this program runs
                                .clusterKey(Secret.file(Path.of("/etc/drover/ec2-cluster-key")))
                                .instanceProfile("spark-nodes")
                                .staging(StorageUri.parse("s3://acme-drover/staging/"))
                                .build())
                .build()) {
            ClusterSpec spec = ClusterSpec.builder()
                    .workers(2, Resources.of(4, 12_288))
                    .maxAge(Duration.ofHours(8))
                    .build();
            ClusterHandle cluster = drover.clusters("ec2-spark://eu-west-1").create(spec, KEY);
            cluster.awaitReady(Duration.ofMinutes(10));
            run(drover, cluster.id(), "s3://acme-code/etl/");
        }
    }

    void dataproc() throws InterruptedException {
        try (Drover drover = Drover.builder()
                .configure(
                        "dataproc://acme-data/europe-west1",
                        DataprocOptions.builder()
                                .staging(StorageUri.parse("gs://acme-drover/staging/"))
                                .build())
                .build()) {
            run(drover, ClusterId.parse("dataproc://acme-data/europe-west1/shared"), "gs://acme-code/etl/");
        }
    }

    void dataprocServerless() throws InterruptedException {
        try (Drover drover = Drover.builder()
                .configure(
                        "dataproc-serverless://acme-data",
                        DataprocServerlessOptions.builder()
                                .staging(StorageUri.parse("gs://acme-drover/staging/"))
                                .build())
                .build()) {
            run(drover, ClusterId.parse("dataproc-serverless://acme-data/europe-west1"), "gs://acme-code/etl/");
        }
    }

    void kubernetes() throws InterruptedException {
        try (Drover drover = Drover.builder()
                .configure(
                        "k8s://production",
                        KubeJobOptions.builder().image("acme/spark:4.2.0").build())
                .build()) {
            run(drover, ClusterId.parse("k8s://production/spark"), "s3://acme-code/etl/");
        }
    }

    void standaloneOnKubernetes() throws InterruptedException {
        try (Drover drover = Drover.builder()
                .configure(
                        "k8s-spark://production/spark",
                        KubeSparkOptions.builder()
                                .image("acme/spark:4.2.0")
                                .staging(StorageUri.parse("s3://acme-drover/staging/"))
                                .build())
                .build()) {
            ClusterHandle cluster = drover.clusters("k8s-spark://production/spark")
                    .create(
                            ClusterSpec.builder()
                                    .workers(2, Resources.of(2, 4096))
                                    .build(),
                            KEY);
            cluster.awaitReady(Duration.ofMinutes(5));
            run(drover, cluster.id(), "s3://acme-code/etl/");
        }
    }
}
