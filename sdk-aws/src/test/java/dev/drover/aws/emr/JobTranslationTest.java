package dev.drover.aws.emr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.Attempt;
import dev.drover.Command;
import dev.drover.DroverException;
import dev.drover.DynamicAllocation;
import dev.drover.ErrorCode;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import dev.drover.aws.emr.EmrOptions.DeployMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobTranslationTest {
    private static final Attempt ATTEMPT = new Attempt(Attempt.Kind.JOB, RequestKey.of("etl"), 1);
    private static final StorageUri JAR = StorageUri.parse("s3://code/app.jar");

    private static List<String> words(JobSpec job, DeployMode mode) {
        return SparkWords.of(job, ATTEMPT, mode, List.of("-f", "given.sql"));
    }

    @Test
    void aJarHasItsOptionsBeforeItAndItsArgumentsBehind() {
        JobSpec job = SparkJar.of(JAR, "com.acme.Etl")
                .jars(StorageUri.parse("s3://code/a.jar"), StorageUri.parse("s3://code/b.jar"))
                .args("--day", "it's")
                .driver(Resources.of(2, 3000))
                .executors(3)
                .queue("night")
                .name("Etl of the day")
                .conf("spark.x", "a=b c")
                .build();

        assertThat(words(job, DeployMode.CLIENT))
                .containsSequence(
                        "spark-submit", "--master", "yarn", "--deploy-mode", "client", "--name", "Etl of the day")
                .containsSequence("--driver-memory", "3000m")
                .containsSequence("--queue", "night")
                .containsSequence("--conf", "spark.x=a=b c")
                .containsSequence("--conf", "spark.yarn.maxAppAttempts=1")
                .containsSequence("--conf", "spark.executor.instances=3")
                .as("EMR has it on, which would make the number a beginning")
                .containsSequence("--conf", "spark.dynamicAllocation.enabled=false")
                .containsSequence("--jars", "s3://code/a.jar,s3://code/b.jar", "s3://code/app.jar", "--day", "it's")
                .doesNotContain("--driver-cores");
    }

    @Test
    void inYarnTheDriverHasItsCoresItsVariablesAndATag() {
        JobSpec job = SparkJar.of(JAR, "A")
                .env("GREETING", "hello")
                .conf("spark.yarn.tags", "mine")
                .dynamicAllocation(DynamicAllocation.between(1, 4))
                .build();

        assertThat(words(job, DeployMode.CLUSTER))
                .containsSequence("--deploy-mode", "cluster")
                .containsSequence("--driver-cores", "1")
                .containsSequence("--conf", "spark.yarn.appMasterEnv.GREETING=hello")
                .containsSequence("--conf", "spark.yarn.tags=mine," + ATTEMPT.name())
                .containsSequence("--conf", "spark.yarn.submit.waitAppCompletion=true")
                .containsSequence("--conf", "spark.dynamicAllocation.enabled=true")
                .doesNotContain("spark.dynamicAllocation.enabled=false");
    }

    @Test
    void pythonAndSqlAndCommands() {
        assertThat(words(
                        PySpark.script(StorageUri.parse("s3://code/x.py"))
                                .pyFiles(StorageUri.parse("s3://code/x.whl"))
                                .args("a")
                                .build(),
                        DeployMode.CLIENT))
                .endsWith("--py-files", "s3://code/x.whl", "s3://code/x.py", "a");
        assertThat(words(SparkSql.text("SELECT 1").build(), DeployMode.CLUSTER))
                .startsWith("spark-sql", "--master", "yarn", "--deploy-mode", "client")
                .endsWith("-f", "given.sql");
        assertThat(words(SparkSql.file(StorageUri.parse("s3://code/q.sql")).build(), DeployMode.CLIENT))
                .endsWith("-f", "s3://code/q.sql");
        assertThat(words(Command.of("ls").args("-l", "a b").build(), DeployMode.CLUSTER))
                .containsExactly("ls", "-l", "a b");
    }

    @ParameterizedTest
    @CsvSource({
        "spark.driver.memory, 2g",
        "spark.driver.cores, 2",
        "spark.master, local",
        "spark.submit.deployMode, cluster",
        "spark.app.name, mine",
        "spark.yarn.queue, night",
        "spark.yarn.maxAppAttempts, 2",
        "spark.yarn.submit.waitAppCompletion, false"
    })
    void propertiesThatDroverOwnsAreRefused(String property, String value) {
        JobSpec job = SparkJar.of(JAR, "A").conf(property, value).build();

        assertThatThrownBy(() -> new PlainStep().check(job))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining(property);
    }

    @Test
    void whatTheMachinesCannotReadIsRefused() {
        assertThatThrownBy(() -> new PlainStep()
                        .check(SparkJar.of(StorageUri.parse("mem://x/a.jar"), "A")
                                .build()))
                .hasMessageContaining("Upload it to S3");
    }

    @Test
    void argumentsThatAreTooLongNeedAStagingPlace() {
        PlainStep plain = new PlainStep();
        plain.check(SparkJar.of(JAR, "A").args("x".repeat(9_500)).build());

        assertThatThrownBy(() -> plain.check(
                        SparkJar.of(JAR, "A").args("x".repeat(10_100)).build()))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                .hasMessageContaining("10240")
                .hasMessageContaining("staging");
    }

    @Test
    void variablesOfAPlainStepAreArgumentsOfEnv() {
        JobSpec job = SparkSql.text("SELECT 1").env("A", "b c").build();

        assertThat(new PlainStep().prepare(job, ATTEMPT))
                .startsWith("env", "A=b c", "spark-sql")
                .endsWith("-e", "SELECT 1");
    }
}
