package dev.drover.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What names say: kinds of files, builds of jars, references. */
class PackageNamingTest {

    @ParameterizedTest
    @CsvSource({
        "main.py, ENTRY_POINT",
        "job.SQL, ENTRY_POINT",
        "launch.sh, ENTRY_POINT",
        "etl/main.py, OTHER",
        "etl-1.0-py3-none-any.whl, WHEEL",
        "wheels/etl-1.0-py3-none-any.whl, WHEEL",
        "requirements/pandas-2.2.3-cp39.whl, REQUIREMENT",
        "requirements/list.txt, REQUIREMENT",
        "env/jars/sedona.jar, JAR",
        "archives/venv.tar.gz, ARCHIVE",
        "lib.egg, ARCHIVE",
        "conf/etl.ini, CONFIGURATION",
        "conf/udf.jar, JAR",
        "README, OTHER",
        "py, OTHER"
    })
    void theNameOfAFileSaysItsKind(String name, FileKind kind) {
        assertThat(FileKind.of(name)).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "sedona-spark-shaded-3.5_2.12-1.6.1.jar, 3.5, 2.12",
                "iceberg-spark-runtime-3.4_2.13-1.5.0.jar, 3.4, 2.13",
                "hudi-spark3.5-bundle_2.12-0.15.0.jar, 3.5, 2.12",
                "delta-spark_2.13-4.0.0.jar, -, 2.13",
                "rapids-4-spark_2.12-24.10.0.jar, -, 2.12",
                "mongo-spark-connector_2.12-10.4.0.jar, -, 2.12",
                "geotools-wrapper-1.6.1-28.2.jar, -, -",
                "spark-udfs-1.2.jar, -, -",
                "app_2.12.jar, -, 2.12",
                "jars/spark-3.5_2.12/x.jar, 3.5, 2.12",
                "spark-4.0.1/x.jar, 4.0.1, -",
                "jars/scala-2.13/x.jar, -, 2.13",
                "spark-4.0/x-3.5_2.12-1.jar, 4.0, 2.12",
                "my_2.5/x.jar, -, -"
            })
    void theNameOfAJarSaysItsSpark(String name, String spark, String scala) {
        JarName jar = JarName.of(name);

        assertThat(jar.spark()).isEqualTo(Optional.ofNullable(spark));
        assertThat(jar.scala()).isEqualTo(Optional.ofNullable(scala));
    }

    @Test
    void jarsAreChosenByTheClustersSpark() {
        List<String> jars = List.of(
                "geotools-wrapper-1.6.1-28.2.jar",
                "sedona-spark-shaded-3.4_2.12-1.6.1.jar",
                "sedona-spark-shaded-3.5_2.12-1.6.1.jar",
                "sedona-spark-shaded-3.5_2.13-1.6.1.jar");

        assertThat(Jars.fitting(jars, SparkBuild.of("3.5.8"), "package x"))
                .containsExactly("geotools-wrapper-1.6.1-28.2.jar", "sedona-spark-shaded-3.5_2.12-1.6.1.jar");
        assertThat(Jars.fitting(jars, new SparkBuild("3.5.2-amzn-1", "2.13"), "package x"))
                .containsExactly("geotools-wrapper-1.6.1-28.2.jar", "sedona-spark-shaded-3.5_2.13-1.6.1.jar");
        for (String other : List.of("4.0.1", "3.50.1", "3.6")) {
            assertThatThrownBy(() -> Jars.fitting(jars, SparkBuild.of(other), "package x"))
                    .isInstanceOfSatisfying(DroverException.class, error -> {
                        assertThat(error.code()).isEqualTo(ErrorCode.NOT_FOUND);
                        assertThat(error)
                                .hasMessageContaining("package x")
                                .hasMessageContaining("sedona-spark-shaded-3.4_2.12-1.6.1.jar")
                                .hasMessageContaining("Spark " + other)
                                .hasMessageNotContaining("geotools");
                    });
        }
    }

    @Test
    void aBuildOfSparkHasTheScalaOfItsTime() {
        assertThat(SparkBuild.of("3.5.8").scala()).isEqualTo("2.12");
        assertThat(SparkBuild.of("4.2.0").scala()).isEqualTo("2.13");
        assertThat(SparkBuild.of("4.2.0")).hasToString("Spark 4.2.0 with Scala 2.13");
        for (String odd : List.of("", "3", "x", "3.5/..", "3.")) {
            assertThatThrownBy(() -> SparkBuild.of(odd)).isInstanceOf(DroverException.class);
        }
        assertThatThrownBy(() -> new SparkBuild("3.5.8", "2")).isInstanceOf(DroverException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "package://etl/main.py",
                "package://etl@1.4.0/main.py",
                "package://etl@1.4.0/jars/",
                "package://etl/",
                "package://etl@1/a b/\u00fc #1.py"
            })
    void aReferenceIsReadAsItIsWritten(String text) {
        assertThat(PackageReference.of(StorageUri.parse(text))).hasToString(text);
    }

    @Test
    void aReferenceHasParts() {
        PackageReference file = PackageReference.of(StorageUri.parse("package://etl@1.4.0/conf/a.ini"));
        PackageReference folder = PackageReference.of(StorageUri.parse("package://etl/jars/"));

        assertThat(file).isEqualTo(new PackageReference("etl", Optional.of("1.4.0"), "conf/a.ini"));
        assertThat(file.isPrefix()).isFalse();
        assertThat(folder).isEqualTo(new PackageReference("etl", Optional.empty(), "jars/"));
        assertThat(folder.isPrefix()).isTrue();
        assertThat(PackageReference.isOne(StorageUri.parse("s3://etl/main.py"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://etl/main.py",
                "package:///main.py",
                "package://etl@/main.py",
                "package://@1/main.py",
                "package://etl@1@2/main.py",
                "package://etl/a//b",
                "package://etl/.drover/x"
            })
    void whatIsNoReferenceIsInvalid(String text) {
        assertThatThrownBy(() -> PackageReference.of(StorageUri.parse(text)))
                .isInstanceOfSatisfying(
                        DroverException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }
}
