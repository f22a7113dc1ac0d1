package dev.drover.its;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.Capability;
import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.ClusterSpec;
import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.JobFailedException;
import dev.drover.JobHandle;
import dev.drover.JobLogs.Source;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.RootCause.Category;
import dev.drover.StorageUri;
import dev.drover.standalone.local.LocalOptions;
import dev.drover.testkit.JobConformance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of jobs, and Python jobs, on a local cluster of the Spark that pip installed. */
abstract class PySparkFromPyPi extends JobConformance {
    private static final String LOCATION = "local://localhost";

    private final String version;
    private final LocalOptions options;
    private final Drover drover;

    @TempDir
    static Path folder;

    private ClusterHandle cluster;

    PySparkFromPyPi(String version) {
        String suffix = version.replace('.', '_');
        this.version = version;
        this.options = LocalOptions.builder()
                .sparkHome(Path.of(System.getenv("DROVER_ITS_PYSPARK_" + suffix)))
                .environment("PYSPARK_PYTHON", System.getenv("DROVER_ITS_PYTHON_" + suffix))
                .build();
        this.drover = builder().build();
    }

    @BeforeAll
    final void makeCluster() throws InterruptedException {
        ClusterSpec spec =
                ClusterSpec.builder().workers(2, Resources.of(4, 4096)).build();
        cluster = drover.clusters(LOCATION).create(spec, RequestKey.random());
        assertThat(cluster.awaitReady(Duration.ofMinutes(3)).sparkVersion()).contains(version);
    }

    @AfterAll
    final void end() {
        drover.close();
    }

    @Override
    protected Drover drover() {
        return drover;
    }

    @Override
    protected final Drover.Builder builder() {
        return Drover.builder().configure(LOCATION, options);
    }

    @Override
    protected ClusterId cluster() {
        return cluster.id();
    }

    @Override
    protected StorageUri codeFolder() {
        return StorageUri.of(folder).asPrefix();
    }

    private StorageUri put(String name, String text) {
        StorageUri uri = codeFolder().resolve(name);
        return drover.storage(uri).put(uri, Content.of(text)).uri();
    }

    private JobHandle submit(PySpark.Builder job) {
        return drover.jobs(cluster.id())
                .submit(
                        job.driver(Resources.of(1, 512))
                                .executor(Resources.of(1, 512))
                                .executors(1)
                                .build(),
                        RequestKey.random());
    }

    private static String text(JobHandle job, Source source) {
        return String.join("\n", job.logs().tail(source, 1000));
    }

    @Test
    void aPythonJobUsesExecutorsAndItsOwnModules() throws Exception {
        assertThat(drover.capabilities(cluster.id())).contains(Capability.PYSPARK);
        StorageUri module = codeFolder().resolve("helpers.zip");
        drover.storage(module).put(module, Content.of(zip("helpers.py", "def twice(x):\n    return 2 * x\n")));
        StorageUri script = put("sum of twice.py", """
                import sys
                from pyspark.sql import SparkSession
                from pyspark.sql.functions import udf
                from helpers import twice

                spark = SparkSession.builder.getOrCreate()
                rows = spark.range(10).select(udf(twice, "long")("id").alias("t")).groupBy().sum("t").collect()
                print("the sum is", rows[0][0], "and the argument is", sys.argv[1], spark.sparkContext.master)
                """);

        JobHandle job = submit(PySpark.script(script).pyFiles(module).args("it's ünique $HOME"));
        JobStatus end = job.awaitSuccess(patience());

        assertThat(end.exitCode()).hasValue(0);
        assertThat(text(job, Source.STDOUT))
                .contains("the sum is 90 and the argument is it's ünique $HOME spark://127.0.0.1:");
    }

    @Test
    void aPythonExitCodeIsNotJustAFailure() throws InterruptedException {
        JobStatus end = submit(PySpark.script(put("exit.py", "import sys\nsys.exit(2)\n")))
                .await(patience());

        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.exitCode()).hasValue(2);
    }

    @Test
    void aPythonTracebackIsTheRootCause() {
        StorageUri script = put("bad.py", "def day():\n    raise ValueError('no such day')\n\nday()\n");

        JobFailedException failed = catchThrowableOfType(
                JobFailedException.class, () -> submit(PySpark.script(script)).awaitSuccess(patience()));

        assertThat(failed.rootCause().category()).isEqualTo(Category.USER_CODE);
        assertThat(failed.rootCause().exception()).contains("ValueError");
        assertThat(failed.rootCause().message()).isEqualTo("no such day");
        assertThat(failed.status().exitCode()).hasValue(1);
    }

    @Test
    void aMissingPythonModuleIsNamed() {
        StorageUri script = put("missing.py", "import no_such_module\n");

        JobFailedException failed = catchThrowableOfType(
                JobFailedException.class, () -> submit(PySpark.script(script)).awaitSuccess(patience()));

        assertThat(failed.rootCause().category()).isEqualTo(Category.MISSING_CLASS);
        assertThat(failed.rootCause().message()).contains("no_such_module");
    }

    private static byte[] zip(String name, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }
}
