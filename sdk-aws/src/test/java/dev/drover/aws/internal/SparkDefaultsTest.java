package dev.drover.aws.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.Attempt;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobOptions;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What travels as properties, and what as words. */
class SparkDefaultsTest {
    private static final String VARIABLE = "spark.env.";
    private static final StorageUri JAR = StorageUri.parse("s3://code/app.jar");
    private static final Attempt ATTEMPT = new Attempt(Attempt.Kind.JOB, RequestKey.of("etl", "monday"), 1);

    private static JobOptions options(UnaryOperator<SparkJar.Builder> change) {
        return change.apply(SparkJar.of(JAR, "com.acme.Etl")).build().options();
    }

    @Test
    void theJobGoesBeforeTheDefaultsAndTheEnvironmentIsAmongTheProperties() {
        JobOptions options = options(job -> job.conf("spark.a", "x y=\"z\"")
                .env("GREETING", "it's $HOME \\ äöü€")
                .driver(Resources.of(2, 3_000))
                .name("Etl of monday"));

        assertThat(SparkDefaults.of(options, ATTEMPT, Map.of("spark.a", "1", "spark.b", "2"), VARIABLE))
                .containsExactly(
                        Map.entry("spark.a", "x y=\"z\""),
                        Map.entry("spark.app.name", "Etl of monday"),
                        Map.entry("spark.b", "2"),
                        Map.entry("spark.driver.cores", "2"),
                        Map.entry("spark.driver.memory", "3000m"),
                        Map.entry("spark.env.GREETING", "it's $HOME \\ äöü€"));
    }

    static Stream<UnaryOperator<SparkJar.Builder>> untaken() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 98; i++) {
            many.put("spark.p" + i, "v");
        }
        return Stream.of(
                job -> job.conf("spark.driver.memory", "1g"),
                job -> job.conf("spark.a", ""),
                job -> job.conf("spark.a", "x".repeat(1_025)),
                job -> job.conf("spark.a", " x"),
                job -> job.env("A", "  "),
                job -> job.env("A", "two\nlines"),
                job -> job.conf(many));
    }

    @ParameterizedTest
    @MethodSource("untaken")
    void whatCannotBePassedIsRefused(UnaryOperator<SparkJar.Builder> change) {
        JobOptions options = options(change);

        DroverException refused =
                catchThrowableOfType(DroverException.class, () -> SparkDefaults.check(options, Map.of(), VARIABLE));

        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void parametersHoldTheClassAndTheFilesOnly() {
        assertThat(SubmitParameters.of(SparkJar.of(JAR, "com.acme.Etl")
                        .jars(StorageUri.parse("s3://code/a.jar"), StorageUri.parse("s3://code/b-1.0.jar"))
                        .args("not here")
                        .build()))
                .hasValue("--class com.acme.Etl --jars s3://code/a.jar,s3://code/b-1.0.jar");
        PySpark python = PySpark.script(StorageUri.parse("s3://code/main.py")).build();
        assertThat(SubmitParameters.of(python)).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://code/a b.jar",
                "s3://code/a,b.jar",
                "s3://code/it's.jar",
                "s3://code/a\"b.jar",
                "s3://code/$x.jar",
                "gs://code/a.jar"
            })
    void namesThatMightBeReadOtherwiseAreRefused(String jar) {
        SparkJar job =
                SparkJar.of(JAR, "com.acme.Etl").jars(StorageUri.parse(jar)).build();

        assertThat(catchThrowableOfType(DroverException.class, () -> SubmitParameters.of(job))
                        .code())
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void labelsAreTags() {
        assertThat(Tags.of(Map.of("team", "data @ acme", "b", ""))).containsEntry("team", "data @ acme");
        for (Map<String, String> bad : Stream.of(Map.of("aws:team", "x"), Map.of("team", "a;b"), Map.of("", "x"))
                .toList()) {
            assertThat(catchThrowableOfType(DroverException.class, () -> Tags.of(bad))
                            .code())
                    .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        }
        assertThatCode(() -> RoleArn.require("arn:aws-us-gov:iam::123456789012:role/team/jobs"))
                .doesNotThrowAnyException();
        assertThat(catchThrowableOfType(DroverException.class, () -> RoleArn.require("jobs"))
                        .code())
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }
}
