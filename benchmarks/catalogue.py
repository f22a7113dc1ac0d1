"""All benchmarks of the page, in its order."""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Benchmark:
    """A command that reports figures.

    small: the same with the least that shows whether it works at all.
    tools: programs without which it would lack its peer.
    """
    name: str
    title: str
    command: str
    small: str
    tools: tuple = ()


JAVA = "java -cp benchmarks/target/benchmarks.jar dev.drover.benchmarks."
SMALL_HEAP = "java -Xmx1g -XX:+UseSerialGC -cp benchmarks/target/benchmarks.jar dev.drover.benchmarks."
LARGE_HEAP = "java -Xmx8g -XX:+UseSerialGC -cp benchmarks/target/benchmarks.jar dev.drover.benchmarks."
AWS = ("aws",)

BENCHMARKS = (
    Benchmark("submission", "Submission, until a Spark 4.2.0 master has accepted it",
              JAVA + "SubmissionBenchmark 60", JAVA + "SubmissionBenchmark 1"),
    Benchmark("submissions-per-second", "Submissions per second, where the platform answers at once",
              JAVA + "SubmissionsPerSecondBenchmark 20000 5", JAVA + "SubmissionsPerSecondBenchmark 200 1"),
    Benchmark("kube-submissions", "Submissions to Kubernetes",
              JAVA + "KubeSubmissionsBenchmark 400 5", JAVA + "KubeSubmissionsBenchmark 5 1 5"),
    Benchmark("local-start", "Local cluster ready: one master, two workers, Spark 4.2.0",
              JAVA + "LocalClusterStartBenchmark 9", JAVA + "LocalClusterStartBenchmark 1"),
    Benchmark("pipeline", "A pipeline beyond its steps", JAVA + "PipelineOverhead 3", JAVA + "PipelineOverhead 1"),
    Benchmark("s3-tls", "S3 over TLS", JAVA + "S3TransferBenchmark 3 1024 /tmp https",
              JAVA + "S3TransferBenchmark 1 16 /tmp https", AWS),
    Benchmark("s3-http", "S3 over plain HTTP", JAVA + "S3TransferBenchmark 3 1024 /tmp",
              JAVA + "S3TransferBenchmark 1 16 /tmp", AWS),
    Benchmark("gcs", "Cloud Storage", JAVA + "GcsTransferBenchmark 3 1024 /tmp",
              JAVA + "GcsTransferBenchmark 1 16 /tmp"),
    Benchmark("bundle-upload", "Upload of 2,000 files to a folder",
              JAVA + "BundleUploadBenchmark", JAVA + "BundleUploadBenchmark 1 0"),
    Benchmark("package-push", "Package push of 5,000 files", JAVA + "PackagePushBenchmark 3 /tmp",
              JAVA + "PackagePushBenchmark 1 /tmp", AWS),
    Benchmark("package-push-moto", "Package push of 5,000 files to moto",
              f"its/moto {JAVA}PackagePushBenchmark 3 /tmp", f"its/moto {JAVA}PackagePushBenchmark 1 /tmp", AWS),
    Benchmark("emr-calls", "Calls to EMR: 200 steps on 4 clusters, from submission to end",
              JAVA + "EmrCallsBenchmark", JAVA + "EmrCallsBenchmark"),
    Benchmark("dataproc-calls", "Calls to Dataproc: 200 jobs on 4 clusters, from submission to end",
              JAVA + "DataprocCallsBenchmark", JAVA + "DataprocCallsBenchmark"),
    Benchmark("kube-calls", "Calls to Kubernetes: 1,000 applications to their ends",
              JAVA + "KubeCallsBenchmark", JAVA + "KubeCallsBenchmark 20 2 5"),
    Benchmark("tracking", "Waiting", SMALL_HEAP + "TrackingBenchmark", SMALL_HEAP + "TrackingBenchmark"),
    Benchmark("airflow", "Airflow tasks", JAVA + "AirflowTasksBenchmark 200 40 60",
              JAVA + "AirflowTasksBenchmark 2 2 3"),
    Benchmark("cold-start-emr", "Cold start of a program that submits one step to EMR",
              "its/moto benchmarks/cold-start.py emr 7", "its/moto benchmarks/cold-start.py emr 1", AWS),
    Benchmark("cold-start-dataproc", "Cold start of a program that submits one job to Dataproc",
              "benchmarks/cold-start.py dataproc 7", "benchmarks/cold-start.py dataproc 1"),
    Benchmark("command-start", "The drover command", "its/moto benchmarks/command-start.py 9",
              "its/moto benchmarks/command-start.py 1", AWS),
    Benchmark("footprint", "A Drover that does nothing",
              SMALL_HEAP + "FootprintBenchmark 15", SMALL_HEAP + "FootprintBenchmark 1"),
    Benchmark("pool-shares", "Shares of a pool, and a cluster that dies",
              JAVA + "PoolSharesBenchmark", JAVA + "PoolSharesBenchmark"),
    Benchmark("routing", "Routing: one decision", "benchmarks/jmh.py RoutingBenchmark -wi 2 -i 200 -w 1s -r 20ms -f 1",
              "benchmarks/jmh.py RoutingBenchmark -wi 0 -i 1 -r 20ms -f 1"),
    Benchmark("guard", "The guard around a native call",
              "benchmarks/jmh.py GuardBenchmark -f 2 -wi 10 -w 300ms -i 40 -r 150ms",
              "benchmarks/jmh.py GuardBenchmark -f 1 -wi 0 -i 1 -r 20ms"),
    Benchmark("scale", "A million jobs on a thousand clusters",
              LARGE_HEAP + "ScaleBenchmark", SMALL_HEAP + "ScaleBenchmark 10 1000"),
)
