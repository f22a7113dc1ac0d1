package dev.drover.standalone.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildEnvironmentTest {
    private static final Map<String, String> OWN = Map.of(
            "PATH", "/bin",
            "LC_ALL", "C",
            "AWS_PROFILE", "dev",
            "SPARK_LOCAL_IP", "10.0.0.1",
            "SPARK_HOME", "/opt/spark",
            "_SPARK_AUTH_SECRET", "x",
            "JAVA_TOOL_OPTIONS", "-Xmx1m",
            "PYSPARK_PYTHON", "python3.12");

    @Test
    void childrenInheritAllButWhatSteersSparkAndJava() {
        LocalOptions options = LocalOptions.builder()
                .javaHome(Path.of("/jdk"))
                .environment("EXTRA", "1")
                .build();

        assertThat(new ChildEnvironment(options, OWN).base())
                .isEqualTo(Map.of(
                        "PATH", "/bin",
                        "LC_ALL", "C",
                        "AWS_PROFILE", "dev",
                        "PYSPARK_PYTHON", "python3.12",
                        "EXTRA", "1",
                        "JAVA_HOME", "/jdk"));
    }

    @Test
    void orTheMinimum() {
        LocalOptions options = LocalOptions.builder()
                .javaHome(Path.of("/jdk"))
                .inheritEnvironment(false)
                .build();

        assertThat(new ChildEnvironment(options, OWN).base())
                .isEqualTo(Map.of("PATH", "/bin", "LC_ALL", "C", "JAVA_HOME", "/jdk"));
    }

    @Test
    void daemonsAreToldWhereSparkIsAndToStayOnThisMachine() {
        ChildEnvironment environment = new ChildEnvironment(LocalOptions.defaults(), OWN);
        SparkInstallation spark = new SparkInstallation(Path.of("/cache/spark"), "4.2.0", "2.13");

        assertThat(environment.daemons(spark, new RunFolder(Path.of("/runs/a"))))
                .containsEntry("SPARK_HOME", "/cache/spark")
                .containsEntry("SPARK_SCALA_VERSION", "2.13")
                .containsEntry("SPARK_LOCAL_IP", "127.0.0.1")
                .containsEntry("SPARK_LOCAL_DIRS", "/runs/a/tmp");
    }
}
