package dev.drover.gcp.dataprocserverless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.cloud.dataproc.v1.Batch;
import com.google.cloud.dataproc.v1.CreateBatchRequest;
import com.google.cloud.dataproc.v1.ExecutionConfig;
import com.google.cloud.dataproc.v1.PySparkBatch;
import com.google.cloud.dataproc.v1.SparkBatch;
import dev.drover.Attempt;
import dev.drover.Command;
import dev.drover.DroverException;
import dev.drover.DynamicAllocation;
import dev.drover.ErrorCode;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.SchedulerMode;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import dev.drover.spi.StagedSql;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is asked of Google. */
class BatchRequestTest {
    private static final Attempt ATTEMPT = new Attempt(Attempt.Kind.JOB, RequestKey.of("etl"), 1);
    private static final StorageUri JAR = StorageUri.parse("gs://code/app.jar");
    private static final String KEY = "projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k";
    private static final DataprocServerlessOptions OPTIONS = DataprocServerlessOptions.builder()
            .runtime("2.2")
            .containerImage("europe-docker.pkg.dev/acme/etl/spark:7")
            .staging(StorageUri.parse("gs://bucket/staging"))
            .serviceAccount("etl@acme-data.iam.gserviceaccount.com")
            .subnetwork("etl")
            .networkTags("spark", "no-internet")
            .kmsKey(KEY)
            .ttl(Duration.ofHours(2))
            .conf("spark.a", "ours")
            .conf("spark.b", "ours")
            .build();

    private static BatchRequest requests(DataprocServerlessOptions options) {
        StagedSql staged = new StagedSql(
                options.staging(),
                uri -> {
                    throw new AssertionError("Nothing is stored here");
                },
                "Set staging.");
        return new BatchRequest(options, staged);
    }

    private static Batch batch(JobSpec job) {
        requests(OPTIONS).check(job);
        return requests(OPTIONS).of(job, ATTEMPT).getBatch();
    }

    private static Map<String, String> properties(JobSpec job) {
        return batch(job).getRuntimeConfig().getPropertiesMap();
    }

    @Test
    void aJar() {
        SparkJar job = SparkJar.of(JAR, "com.acme.Etl")
                .jars(StorageUri.parse("gs://code/lib.jar"), StorageUri.parse("file:///opt/more.jar"))
                .args("--day", "it's \"monday\"", "")
                .name("Nightly")
                .label("team", "data")
                .build();

        Batch batch = batch(job);

        assertThat(batch.getSparkBatch())
                .isEqualTo(SparkBatch.newBuilder()
                        .setMainClass("com.acme.Etl")
                        .addJarFileUris("gs://code/app.jar")
                        .addJarFileUris("gs://code/lib.jar")
                        .addJarFileUris("file:///opt/more.jar")
                        .addArgs("--day")
                        .addArgs("it's \"monday\"")
                        .addArgs("")
                        .build());
        assertThat(batch.getLabelsMap()).isEqualTo(Map.of("team", "data"));
        assertThat(batch.getRuntimeConfig().getPropertiesMap()).containsEntry("spark.app.name", "Nightly");
    }

    @Test
    void aScript() {
        Batch batch = batch(PySpark.script(StorageUri.parse("gs://code/main.py"))
                .pyFiles(StorageUri.parse("gs://code/etl.whl"))
                .args("x")
                .driver(Resources.of(4, 10_000))
                .build());

        assertThat(batch.getPysparkBatch())
                .isEqualTo(PySparkBatch.newBuilder()
                        .setMainPythonFileUri("gs://code/main.py")
                        .addPythonFileUris("gs://code/etl.whl")
                        .addArgs("x")
                        .build());
        assertThat(batch.getRuntimeConfig().getPropertiesMap())
                .containsEntry("spark.driver.memory", "10000m")
                .containsEntry("spark.driver.memoryOverhead", "4000m");
    }

    @Test
    void sqlByTextIsNamedByItsHashAndSqlByFileIsThatFile() {
        SparkSql text = SparkSql.text("SELECT 1").build();
        Batch batch = batch(text);

        assertThat(batch.getSparkSqlBatch().getQueryFileUri())
                .matches("gs://bucket/staging/sql/[0-9a-f]{64}\\.sql")
                .isEqualTo(batch(text).getSparkSqlBatch().getQueryFileUri())
                .isNotEqualTo(batch(SparkSql.text("SELECT 2").build())
                        .getSparkSqlBatch()
                        .getQueryFileUri());
        assertThat(batch.getRuntimeConfig().getPropertiesMap()).containsEntry("spark.sql.cli.print.header", "true");
        assertThat(batch(SparkSql.file(StorageUri.parse("gs://code/q.sql")).build())
                        .getSparkSqlBatch()
                        .getQueryFileUri())
                .isEqualTo("gs://code/q.sql");
    }

    @Test
    void theSurroundings() {
        Batch batch = batch(SparkJar.of(JAR, "A").build());

        assertThat(batch.getRuntimeConfig().getVersion()).isEqualTo("2.2");
        assertThat(batch.getRuntimeConfig().getContainerImage()).isEqualTo("europe-docker.pkg.dev/acme/etl/spark:7");
        assertThat(batch.getEnvironmentConfig().getExecutionConfig())
                .isEqualTo(ExecutionConfig.newBuilder()
                        .setServiceAccount("etl@acme-data.iam.gserviceaccount.com")
                        .setSubnetworkUri("etl")
                        .addNetworkTags("spark")
                        .addNetworkTags("no-internet")
                        .setKmsKey(KEY)
                        .setStagingBucket("bucket")
                        .setTtl(com.google.protobuf.Duration.newBuilder().setSeconds(7_200))
                        .build());
        Batch bare = requests(DataprocServerlessOptions.standard())
                .of(SparkJar.of(JAR, "A").build(), ATTEMPT)
                .getBatch();
        assertThat(bare.getEnvironmentConfig().getExecutionConfig()).isEqualTo(ExecutionConfig.getDefaultInstance());
        assertThat(bare.getRuntimeConfig().getVersion()).isEmpty();
    }

    @Test
    void properties() {
        assertThat(properties(SparkJar.of(JAR, "A")
                        .conf("spark.b", "theirs")
                        .env("GREETING", "it's $HOME")
                        .scheduler(SchedulerMode.FAIR)
                        .executor(Resources.of(5, 20_000))
                        .conf("spark.executor.memoryOverhead", "4g")
                        .executors(3)
                        .build()))
                .isEqualTo(Map.ofEntries(
                        Map.entry("spark.a", "ours"),
                        Map.entry("spark.b", "theirs"),
                        Map.entry("spark.app.name", ATTEMPT.name()),
                        Map.entry("spark.dataproc.driverEnv.GREETING", "it's $HOME"),
                        Map.entry("spark.scheduler.mode", "FAIR"),
                        Map.entry("spark.driver.cores", "4"),
                        Map.entry("spark.driver.memory", "3712m"),
                        Map.entry("spark.driver.memoryOverhead", "384m"),
                        Map.entry("spark.executor.cores", "8"),
                        Map.entry("spark.executor.memory", "20000m"),
                        Map.entry("spark.executor.memoryOverhead", "4096m"),
                        Map.entry("spark.executor.instances", "3"),
                        Map.entry("spark.dynamicAllocation.enabled", "false")));
    }

    @Test
    void dynamicAllocationLeavesShuffleFilesToGoogle() {
        Map<String, String> properties = properties(SparkJar.of(JAR, "A")
                .dynamicAllocation(DynamicAllocation.between(2, 40))
                .build());

        assertThat(properties)
                .containsEntry("spark.dynamicAllocation.enabled", "true")
                .containsEntry("spark.dynamicAllocation.minExecutors", "2")
                .containsEntry("spark.dynamicAllocation.maxExecutors", "40")
                .containsEntry("spark.dynamicAllocation.executorIdleTimeout", "60s")
                .doesNotContainKey("spark.dynamicAllocation.shuffleTracking.enabled");
        assertThat(properties(SparkJar.of(JAR, "A")
                        .conf("spark.dynamicAllocation.shuffleTracking.enabled", "true")
                        .conf("spark.cores.max", "7")
                        .build()))
                .containsEntry("spark.dynamicAllocation.shuffleTracking.enabled", "true")
                .containsEntry("spark.cores.max", "7");
    }

    @Test
    void thePremiumTierHasMoreMemory() {
        assertThat(properties(SparkJar.of(JAR, "A")
                        .driver(Resources.of(4, 80_000))
                        .conf("spark.dataproc.driver.compute.tier", "premium")
                        .build()))
                .containsEntry("spark.driver.cores", "4")
                .containsEntry("spark.driver.memory", "80000m");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("s3", SparkJar.of(StorageUri.parse("s3://code/app.jar"), "A")),
                refused("hdfs", SparkJar.of(JAR, "A").jars(StorageUri.parse("hdfs://code/lib.jar"))),
                refused("s3", PySpark.script(StorageUri.parse("s3://code/a.py"))),
                refused("s3", SparkSql.file(StorageUri.parse("s3://code/a.sql"))),
                refused("--conf", SparkJar.of(JAR, "A").args("--conf", "spark.x=y")),
                refused("17 cores", SparkJar.of(JAR, "A").driver(Resources.of(17, 1_024))),
                refused("200000 MiB", SparkJar.of(JAR, "A").executor(Resources.of(4, 200_000))),
                refused("driver(", SparkJar.of(JAR, "A").conf("spark.driver.memory", "1g")),
                refused("executor(", SparkJar.of(JAR, "A").conf("spark.executor.cores", "2")),
                refused("spark.master", SparkJar.of(JAR, "A").conf("spark.master", "yarn")),
                refused("spark.yarn.am.cores", SparkJar.of(JAR, "A").conf("spark.yarn.am.cores", "1")),
                refused(
                        "spark.shuffle.service.enabled",
                        SparkJar.of(JAR, "A").conf("spark.shuffle.service.enabled", "true")),
                refused("2 to 2000", SparkJar.of(JAR, "A").executors(1)),
                refused("2 to 2000", SparkJar.of(JAR, "A").executors(2_001)),
                refused("'0'", SparkJar.of(JAR, "A").dynamicAllocation(DynamicAllocation.between(0, 4))),
                refused("'many'", SparkJar.of(JAR, "A").conf("spark.dynamicAllocation.maxExecutors", "many")),
                refused("'1kb'", SparkJar.of(JAR, "A").conf("spark.driver.memoryOverhead", "1kb")),
                refused("Team", SparkJar.of(JAR, "A").label("Team", "data")),
                refused("a=B c", SparkJar.of(JAR, "A").label("a", "B c")),
                refused("drover-request", SparkJar.of(JAR, "A").label("drover-request", "mine")),
                refused("32", labelled(32)),
                refused("only", Command.of("ls")));
    }

    private static Arguments refused(String words, JobSpec.Builder<?> job) {
        return Arguments.of(words, job.build());
    }

    private static JobSpec.Builder<?> labelled(int count) {
        SparkJar.Builder job = SparkJar.of(JAR, "A");
        IntStream.range(0, count).forEach(i -> job.label("l" + i, ""));
        return job;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatCannotBeSentIsRefused(String words, JobSpec job) {
        DroverException refused = catchThrowableOfType(
                DroverException.class, () -> requests(OPTIONS).check(job));

        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(refused).hasMessageContaining(words);
    }

    @Test
    void limitsAreTaken() {
        assertThatCode(() -> requests(OPTIONS).check(labelled(31).build())).doesNotThrowAnyException();
        assertThatCode(() -> requests(OPTIONS)
                        .check(SparkJar.of(JAR, "A").executors(2_000).build()))
                .doesNotThrowAnyException();
    }

    @Test
    void sqlByTextNeedsAPlaceToPutIt() {
        DroverException refused = catchThrowableOfType(
                DroverException.class,
                () -> requests(DataprocServerlessOptions.standard())
                        .check(SparkSql.text("SELECT 1").build()));

        assertThat(refused.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(refused).hasMessageContaining("Set staging.");
    }

    @Test
    void theDigestIsOfTheRequestAndNotOfTheOrderOfItsMaps() {
        CreateBatchRequest.Builder one = CreateBatchRequest.newBuilder().setBatchId("a");
        CreateBatchRequest.Builder other = one.clone();
        for (int i = 0; i < 20; i++) {
            one.getBatchBuilder().putLabels("l" + i, "x");
            other.getBatchBuilder().putLabels("l" + (19 - i), "x");
        }

        String digest = RequestDigest.of(one.build());

        assertThat(digest).matches("r[0-9a-f]{32}").isEqualTo(RequestDigest.of(other.build()));
        one.getBatchBuilder().getSparkBatchBuilder().addArgs("more");
        assertThat(RequestDigest.of(one.build())).isNotEqualTo(digest);
    }
}
