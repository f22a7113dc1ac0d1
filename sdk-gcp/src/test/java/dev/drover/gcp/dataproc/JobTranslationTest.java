package dev.drover.gcp.dataproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.google.cloud.dataproc.v1.Job;
import com.google.cloud.dataproc.v1.PySparkJob;
import com.google.cloud.dataproc.v1.SparkJob;
import dev.drover.Attempt;
import dev.drover.Command;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.Secret;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobTranslationTest {
    private static final Attempt ATTEMPT = new Attempt(Attempt.Kind.JOB, RequestKey.of("etl", "day"), 1);
    private static final StorageUri JAR = JobWorld.CODE.resolve("app.jar");
    private static final LaunchedRun RUN = new LaunchedRun(JobWorld.STAGING, ATTEMPT.name(), "0123456789abcdef");

    private static Job typed(JobSpec job) {
        return new TypedJob().prepare(job, ATTEMPT).build();
    }

    @Test
    void aJarIsASparkJob() {
        SparkJob spark = typed(SparkJar.of(JAR, "com.acme.Etl")
                        .jars(JobWorld.CODE.resolve("lib.jar"))
                        .args("--day", "", "it's")
                        .driver(Resources.of(1, 2048))
                        .executors(3)
                        .queue("night")
                        .conf("spark.a", "b=c, d")
                        .name("Etl of the day")
                        .build())
                .getSparkJob();

        assertThat(spark.getMainClass()).isEqualTo("com.acme.Etl");
        assertThat(spark.getJarFileUrisList()).containsExactly("gs://code/app.jar", "gs://code/lib.jar");
        assertThat(spark.getArgsList()).containsExactly("--day", "", "it's");
        assertThat(spark.getPropertiesMap())
                .containsOnly(
                        entry("spark.a", "b=c, d"),
                        entry("spark.app.name", "Etl of the day"),
                        entry("spark.driver.memory", "2048m"),
                        entry("spark.dynamicAllocation.enabled", "false"),
                        entry("spark.executor.instances", "3"),
                        entry("spark.submit.deployMode", "client"),
                        entry("spark.yarn.maxAppAttempts", "1"),
                        entry("spark.yarn.queue", "night"));
    }

    @Test
    void aScriptIsAPySparkJob() {
        PySparkJob spark = typed(PySpark.script(JobWorld.CODE.resolve("main.py"))
                        .pyFiles(JobWorld.CODE.resolve("etl.whl"))
                        .args("x")
                        .build())
                .getPysparkJob();

        assertThat(spark.getMainPythonFileUri()).isEqualTo("gs://code/main.py");
        assertThat(spark.getPythonFileUrisList()).containsExactly("gs://code/etl.whl");
        assertThat(spark.getArgsList()).containsExactly("x");
        assertThat(spark.getPropertiesMap()).containsEntry("spark.app.name", ATTEMPT.name());
    }

    @Test
    void statementsAreOneQueryAndAFileStaysOne() {
        assertThat(typed(SparkSql.text("SELECT ';'; SELECT 2").build())
                        .getSparkSqlJob()
                        .getQueryList()
                        .getQueriesList())
                .containsExactly("SELECT ';'; SELECT 2");
        assertThat(typed(SparkSql.file(JobWorld.CODE.resolve("a.sql")).build())
                        .getSparkSqlJob()
                        .getQueryFileUri())
                .isEqualTo("gs://code/a.sql");
    }

    @Test
    void nothingIsStartedAgainByDataproc() {
        assertThat(typed(SparkJar.of(JAR, "A").build()).hasScheduling()).isFalse();
        assertThat(Job.newBuilder().setPigJob(RUN.job()).build().getPigJob().getContinueOnFailure())
                .isFalse();
    }

    @Test
    void whatPigReadsIsOursAlone() {
        assertThat(RUN.job().getQueryList().getQueriesList())
                .containsExactly(
                        "sh mkdir -m 700 /tmp/drover-" + ATTEMPT.name() + "-0123456789abcdef",
                        "fs -copyToLocal gs://staging/drover/runs/" + ATTEMPT.name() + "/0123456789abcdef.sh"
                                + " /tmp/drover-" + ATTEMPT.name() + "-0123456789abcdef/job.sh",
                        "fs -rm -skipTrash gs://staging/drover/runs/" + ATTEMPT.name() + "/0123456789abcdef.sh",
                        "sh exec bash /tmp/drover-" + ATTEMPT.name() + "-0123456789abcdef/job.sh")
                .allMatch(query -> query.matches("[A-Za-z0-9 /:._-]+") && !query.contains("--"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's; rm -rf /", "$(reboot) -- x", "ä€😀", "'"})
    void noKeyReachesPig(String part) {
        Attempt hostile = new Attempt(Attempt.Kind.JOB, RequestKey.of(part, "x"), 1);

        Job job = new LaunchedJob(
                        JobWorld.STAGING,
                        uri -> {
                            throw new AssertionError(uri);
                        },
                        () -> 7L)
                .prepare(Command.of("true").build(), hostile)
                .build();

        assertThat(job.getPigJob().getQueryList().getQueriesList())
                .hasSize(4)
                .allMatch(query -> query.matches("[A-Za-z0-9 /:._-]+") && !query.contains("--"));
    }

    @Test
    void aRunIsKnownByItsQueriesInItsOwnStagingPlaceOnly() {
        Job job = Job.newBuilder().setPigJob(RUN.job()).build();

        assertThat(LaunchedRun.of(job, JobWorld.STAGING)).contains(RUN);
        assertThat(LaunchedRun.of(job, StorageUri.parse("gs://staging/other/"))).isEmpty();
        assertThat(LaunchedRun.of(typed(SparkJar.of(JAR, "A").build()), JobWorld.STAGING))
                .isEmpty();
    }

    @Test
    void theScriptHoldsTheSecretAndTheJobDoesNot() {
        JobSpec job =
                SparkJar.of(JAR, "A").secret("TOKEN", Secret.of("s3c'r3t")).build();

        assertThat(JobScript.of(job, ATTEMPT, RUN.exitCode())).contains("export TOKEN='s3c'\\''r3t'\n");
        assertThat(RUN.job().toString()).doesNotContain("s3c");
        assertThat(typed(job).toString()).doesNotContain("s3c");
    }

    static Stream<Arguments> refused() {
        SparkJar.Builder jar = SparkJar.of(JAR, "A");
        return Stream.of(
                Arguments.of(SparkJar.of(StorageUri.parse("s3://b/a.jar"), "A"), "Upload it to Cloud Storage"),
                Arguments.of(PySpark.script(JobWorld.CODE.resolve("a,b.py")), "comma"),
                Arguments.of(jar.conf("spark.driver.memory", "1g"), "driver(Resources"),
                Arguments.of(SparkJar.of(JAR, "A").conf("spark.master", "local"), "YARN"),
                Arguments.of(SparkJar.of(JAR, "A").conf("spark.submit.deployMode", "cluster"), "client mode"),
                Arguments.of(SparkJar.of(JAR, "A").conf("spark.app.name", "x"), "name(...)"),
                Arguments.of(SparkJar.of(JAR, "A").conf("spark.yarn.queue", "x"), "queue(...)"),
                Arguments.of(SparkJar.of(JAR, "A").conf("spark.yarn.maxAppAttempts", "2"), "runs twice"),
                Arguments.of(SparkJar.of(JAR, "A").label("Team", "data"), "lower-case"),
                Arguments.of(SparkJar.of(JAR, "A").label("team", "Data"), "lower-case"),
                Arguments.of(SparkJar.of(JAR, "A").args("ä".repeat(65_536)), "131071 bytes"),
                Arguments.of(
                        SparkJar.of(JAR, "A")
                                .args(List.of("x".repeat(131_000)).stream()
                                        .flatMap(each ->
                                                Stream.generate(() -> each).limit(9))
                                        .toList()),
                        "1048576 bytes together"),
                Arguments.of(SparkJar.of(JAR, "A").args("a\0b"), "zero byte"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(JobSpec.Builder<?> job, String why) {
        assertThatThrownBy(() -> JobRules.check(job.build()))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining(why);
    }

    @Test
    void tooManyLabelsAreRefused() {
        SparkJar.Builder job = SparkJar.of(JAR, "A");
        for (int i = 0; i < 33; i++) {
            job.label("l" + i, "");
        }

        assertThatThrownBy(() -> JobRules.check(job.build())).hasMessageContaining("32 labels");
    }

    @Test
    void withoutStagingVariablesAreRefusedAndNamed() {
        JobSpec job = SparkJar.of(JAR, "A").env("REGION", "x").build();

        assertThatThrownBy(() -> new TypedJob().check(job))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                .hasMessageContaining("REGION")
                .hasMessageContaining("DataprocOptions.staging");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://b/x/", "gs://b/it's/", "gs://b/a b/", "gs://bucket/a--b/", "gs://bucket/$HOME/"})
    void stagingPlacesThatPigWouldReadOtherwiseAreRefused(String uri) {
        assertThatThrownBy(() -> DataprocOptions.builder().staging(StorageUri.parse(uri)))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("staging place");
    }

    @Test
    void stagingPlacesEndWithASlash() {
        Map.of("gs://bucket/a", "gs://bucket/a/", "gs://bucket/", "gs://bucket/")
                .forEach((given, kept) -> assertThat(DataprocOptions.builder()
                                .staging(StorageUri.parse(given))
                                .build()
                                .staging())
                        .contains(StorageUri.parse(kept)));
    }
}
