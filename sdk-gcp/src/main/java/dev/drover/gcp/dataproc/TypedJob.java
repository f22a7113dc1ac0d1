package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.Job;
import com.google.cloud.dataproc.v1.PySparkJob;
import com.google.cloud.dataproc.v1.QueryList;
import com.google.cloud.dataproc.v1.SparkJob;
import com.google.cloud.dataproc.v1.SparkSqlJob;
import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobSpec;
import dev.drover.JobStatus;
import dev.drover.PySpark;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A job of Dataproc's own kinds: nothing is staged, and whoever may list jobs reads all of it. */
final class TypedJob implements JobForm {

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(
                Capability.SPARK_JAR,
                Capability.PYSPARK,
                Capability.SPARK_SQL,
                Capability.QUEUES,
                Capability.DRIVER_LOGS);
    }

    @Override
    public void check(JobSpec job) {
        if (!job.options().env().isEmpty()) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "Dataproc's jobs give their drivers no environment variables. Set DataprocOptions.staging, with"
                            + " which Drover does, or leave out "
                            + job.options().env().keySet() + ".");
        }
    }

    @Override
    public Job.Builder prepare(JobSpec job, Attempt attempt) {
        Map<String, String> properties = JobProperties.of(job, attempt);
        List<String> arguments = job.options().args();
        if (job instanceof SparkJar jar) {
            SparkJob.Builder spark = SparkJob.newBuilder()
                    .setMainClass(jar.mainClass())
                    .addJarFileUris(jar.jar().toString())
                    .addAllArgs(arguments)
                    .putAllProperties(properties);
            jar.jars().forEach(each -> spark.addJarFileUris(each.toString()));
            return Job.newBuilder().setSparkJob(spark);
        }
        if (job instanceof PySpark python) {
            PySparkJob.Builder spark = PySparkJob.newBuilder()
                    .setMainPythonFileUri(python.script().toString())
                    .addAllArgs(arguments)
                    .putAllProperties(properties);
            python.pyFiles().stream().map(StorageUri::toString).forEach(spark::addPythonFileUris);
            return Job.newBuilder().setPysparkJob(spark);
        }
        if (job instanceof SparkSql sql) {
            SparkSqlJob.Builder spark = SparkSqlJob.newBuilder().putAllProperties(properties);
            sql.text()
                    .ifPresent(text -> spark.setQueryList(QueryList.newBuilder().addQueries(text)));
            sql.file().ifPresent(file -> spark.setQueryFileUri(file.toString()));
            return Job.newBuilder().setSparkSqlJob(spark);
        }
        throw new DroverException(
                ErrorCode.UNSUPPORTED,
                "Dataproc has no jobs for commands. Set DataprocOptions.staging, with which Drover runs them.");
    }

    @Override
    public void stage(JobSpec job, Attempt attempt, Job prepared) {}

    @Override
    public void withdraw(Job prepared) {}

    @Override
    public void tidy(Job accepted) {}

    /** A driver that has failed has a code, but Dataproc does not tell it. */
    @Override
    public JobStatus complete(JobStatus status, Job job) {
        return status;
    }
}
