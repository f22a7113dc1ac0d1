package dev.drover.standalone.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.drover.Attempt;
import dev.drover.Capability;
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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobTranslationTest {
    private static final Attempt ATTEMPT = new Attempt(Attempt.Kind.JOB, RequestKey.of("refresh-token", "x"), 1);
    private static final StorageUri JAR = StorageUri.parse("file:/app/my etl.jar");
    private static final StorageUri AGENT = StorageUri.parse("s3://acme/stage/agent.jar");
    private static final JobDefaults BARE =
            new JobDefaults(Map.of("spark.a", "cluster", "spark.b", "cluster"), Optional.empty(), Optional.empty());
    private static final JobDefaults STAGED =
            new JobDefaults(Map.of(), Optional.of(StorageUri.parse("s3://acme/stage/")), Optional.of("/opt/pyspark"));

    private static SparkJar.Builder etl() {
        return SparkJar.of(JAR, "com.acme.Etl");
    }

    @Test
    void aJarRunsBareWithoutAgent() {
        SubmissionRequest request = JobTranslation.toRequest(
                etl().args("a")
                        .conf("spark.b", "job")
                        .driver(Resources.of(2, 2048))
                        .build(),
                ATTEMPT,
                BARE,
                Optional.empty());

        assertThat(request.appResource()).isEqualTo("file:/app/my%20etl.jar");
        assertThat(request.mainClass()).isEqualTo("com.acme.Etl");
        assertThat(request.appArgs()).containsExactly("a");
        assertThat(request.sparkProperties())
                .containsEntry("spark.a", "cluster")
                .containsEntry("spark.b", "job")
                .containsEntry("spark.jars", "file:/app/my%20etl.jar")
                .containsEntry("spark.driver.cores", "2")
                .containsEntry("spark.driver.memory", "2048m")
                .containsEntry("spark.driver.supervise", "false")
                .containsEntry("spark.app.name", ATTEMPT.name())
                .doesNotContainKey("spark.master");
    }

    /** Spark hides values with these words in them from the log that find reads. */
    @Test
    void requestIdHoldsNoWordThatSparkHides() {
        assertThat(JobTranslation.requestId(ATTEMPT)).doesNotContainPattern("(?i)secret|password|token|access[.]?key");
        assertThat(ATTEMPT.name()).contains("token");
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                arguments(
                        etl().args("x", "{{USER_JAR}}").build(),
                        new String[] {"java", "com.acme.Etl", "x", "{{USER_JAR}}"}),
                arguments(
                        Command.of("bash").args("-c", "exit 3").build(),
                        new String[] {"command", "bash", "-c", "exit 3"}),
                arguments(SparkSql.text("select 1").build(), new String[] {"sql", "--text", "select 1"}),
                arguments(
                        SparkSql.file(StorageUri.parse("s3://acme/q.sql")).build(),
                        new String[] {"sql", "--file", "s3a://acme/q.sql"}),
                arguments(
                        PySpark.script(StorageUri.parse("s3://acme/x.py"))
                                .pyFiles(StorageUri.parse("s3://acme/a.zip"), StorageUri.parse("s3://acme/b.py"))
                                .name("my job")
                                .args("--day", "1")
                                .build(),
                        new String[] {
                            "pyspark",
                            "--name",
                            "my job",
                            "--py-files",
                            "s3a://acme/a.zip,s3a://acme/b.py",
                            "s3a://acme/x.py",
                            "--day",
                            "1"
                        }));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindRunsThroughTheAgent(JobSpec job, String[] args) {
        JobTranslation.check(job, STAGED);

        SubmissionRequest request = JobTranslation.toRequest(job, ATTEMPT, STAGED, Optional.of(AGENT));

        assertThat(request.appResource()).isEqualTo("s3a://acme/stage/agent.jar");
        assertThat(request.mainClass()).isEqualTo(AgentJar.mainClass(ATTEMPT));
        assertThat(request.appArgs())
                .isEqualTo(Stream.of(args)
                        .map(dev.drover.standalone.agent.Arguments::encode)
                        .toList())
                .noneMatch(arg -> arg.startsWith("{{"));
        assertThat(request.environmentVariables().containsKey("SPARK_HOME")).isEqualTo(job instanceof PySpark);
    }

    @Test
    void secretsGoIntoTheEnvironmentOnly() {
        SubmissionRequest request = JobTranslation.toRequest(
                etl().env("A", "1").secret("TOKEN", Secret.of("geheim")).build(), ATTEMPT, STAGED, Optional.of(AGENT));

        assertThat(request.environmentVariables()).isEqualTo(Map.of("A", "1", "TOKEN", "geheim"));
        assertThat(request.sparkProperties().toString() + request.appArgs()).doesNotContain("geheim");
    }

    @ParameterizedTest
    @CsvSource({
        "spark.master, spark://h:7077",
        "spark.driver.supervise, true",
        "spark.driver.memory, 4g",
        "spark.driver.cores, 4",
        "spark.drover.requestId, x",
        "spark.x, {{AWS_SECRET_ACCESS_KEY}}"
    })
    void refusesPropertiesThatBreakWhatItPromises(String name, String value) {
        assertThat(checkFails(etl().conf(name, value).build(), STAGED).code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void refusesWhatCannotRunThere() {
        assertThat(checkFails(Command.of("true").build(), BARE).code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(checkFails(etl().args("{{WORKER_URL}}").build(), BARE).code())
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        JobDefaults noPython = new JobDefaults(Map.of(), STAGED.staging(), Optional.empty());
        PySpark python = PySpark.script(StorageUri.parse("file:/x.py")).build();
        assertThat(checkFails(python, noPython)).hasMessageContaining("pysparkHome");
        assertThat(checkFails(
                        SparkJar.of(StorageUri.parse("file:/a,b.jar"), "C").build(), STAGED))
                .hasMessageContaining("comma");
    }

    private static DroverException checkFails(JobSpec job, JobDefaults defaults) {
        return catchThrowableOfType(DroverException.class, () -> JobTranslation.check(job, defaults));
    }

    @Test
    void capabilitiesFollowFromTheDefaults() {
        assertThat(BARE.capabilities())
                .containsExactlyInAnyOrder(
                        Capability.SPARK_JAR, Capability.SECRETS, Capability.DRIVER_LOGS, Capability.METRICS);
        assertThat(STAGED.capabilities()).contains(Capability.COMMAND, Capability.PYSPARK, Capability.EXIT_CODE);
    }

    @ParameterizedTest
    @CsvSource({
        "file:/a/b.jar, file:/a/b.jar",
        "s3://b/k.jar, s3a://b/k.jar",
        "gs://b/k.jar, gs://b/k.jar",
        "hdfs://nn:8020/k.jar, hdfs://nn:8020/k.jar",
        "http://h:80/k.jar, http://h:80/k.jar",
        "file:/a b/50%/#.jar, file:/a%20b/50%25/%23.jar"
    })
    void writesUrisAsSparkReadsThem(String given, String expected) {
        assertThat(SparkUri.of(StorageUri.parse(given))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1", "---"})
    void everyKeyGivesAName(String key) {
        assertThat(JobTranslation.requestId(new Attempt(Attempt.Kind.JOB, RequestKey.of(key), 1)))
                .hasSizeLessThan(21);
    }
}
