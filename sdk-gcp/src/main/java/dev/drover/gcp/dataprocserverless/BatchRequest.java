package dev.drover.gcp.dataprocserverless;

import com.google.cloud.dataproc.v1.Batch;
import com.google.cloud.dataproc.v1.CreateBatchRequest;
import com.google.cloud.dataproc.v1.ExecutionConfig;
import com.google.cloud.dataproc.v1.PySparkBatch;
import com.google.cloud.dataproc.v1.RuntimeConfig;
import com.google.cloud.dataproc.v1.SparkBatch;
import com.google.cloud.dataproc.v1.SparkSqlBatch;
import com.google.protobuf.Duration;
import dev.drover.Attempt;
import dev.drover.DroverException;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import dev.drover.spi.StagedSql;
import java.util.List;
import java.util.Set;

/** Translates jobs into batches. Pure. */
final class BatchRequest {
    /** {@code file} names what is in the image that the job runs from. */
    private static final Set<String> READABLE = Set.of("gs", "file");

    private final DataprocServerlessOptions options;
    private final StagedSql staged;

    BatchRequest(DataprocServerlessOptions options, StagedSql staged) {
        this.options = options;
        this.staged = staged;
    }

    /** Refuses what cannot be sent. */
    void check(JobSpec job) {
        workload(job, Batch.newBuilder());
        BatchProperties.check(job, options.conf());
        Labels.of(job.options().labels());
    }

    /** The request, without parent and ids. */
    CreateBatchRequest.Builder of(JobSpec job, Attempt attempt) {
        Batch.Builder batch = Batch.newBuilder();
        workload(job, batch);
        batch.putAllLabels(Labels.of(job.options().labels()));
        batch.setRuntimeConfig(runtime(job, attempt));
        batch.getEnvironmentConfigBuilder().setExecutionConfig(execution());
        return CreateBatchRequest.newBuilder().setBatch(batch);
    }

    private void workload(JobSpec job, Batch.Builder batch) {
        List<String> args = job.options().args();
        if (args.contains("--conf")) {
            throw DroverException.invalid("Dataproc Serverless would take the argument --conf for itself. Name it"
                    + " otherwise; Spark properties go into the job's conf.");
        }
        if (job instanceof SparkJar jar) {
            batch.setSparkBatch(SparkBatch.newBuilder()
                    .setMainClass(jar.mainClass())
                    // The main class needs its jar on the class path; only one of class and main jar may be said.
                    .addJarFileUris(readable(jar.jar()))
                    .addAllJarFileUris(readable(jar.jars()))
                    .addAllArgs(args));
        } else if (job instanceof PySpark python) {
            batch.setPysparkBatch(PySparkBatch.newBuilder()
                    .setMainPythonFileUri(readable(python.script()))
                    .addAllPythonFileUris(readable(python.pyFiles()))
                    .addAllArgs(args));
        } else if (job instanceof SparkSql sql) {
            batch.setSparkSqlBatch(SparkSqlBatch.newBuilder().setQueryFileUri(readable(staged.uri(sql))));
        } else {
            throw DroverException.invalid("Dataproc Serverless runs jars, Python scripts and SQL only.");
        }
    }

    private static List<String> readable(List<StorageUri> files) {
        return files.stream().map(BatchRequest::readable).toList();
    }

    private static String readable(StorageUri file) {
        if (!READABLE.contains(file.scheme())) {
            throw DroverException.invalid(
                    "Dataproc Serverless cannot read '" + file + "'. Put it into Cloud Storage, or into the image.");
        }
        return file.toString();
    }

    private RuntimeConfig runtime(JobSpec job, Attempt attempt) {
        RuntimeConfig.Builder runtime =
                RuntimeConfig.newBuilder().putAllProperties(BatchProperties.of(job, attempt, options.conf()));
        options.runtime().ifPresent(runtime::setVersion);
        options.containerImage().ifPresent(runtime::setContainerImage);
        return runtime.build();
    }

    private ExecutionConfig execution() {
        ExecutionConfig.Builder execution = ExecutionConfig.newBuilder().addAllNetworkTags(options.networkTags());
        options.serviceAccount().ifPresent(execution::setServiceAccount);
        options.subnetwork().ifPresent(execution::setSubnetworkUri);
        options.kmsKey().ifPresent(execution::setKmsKey);
        options.staging().map(StorageUri::authority).ifPresent(execution::setStagingBucket);
        options.ttl().ifPresent(limit -> execution.setTtl(Duration.newBuilder().setSeconds(limit.toSeconds())));
        return execution.build();
    }
}
