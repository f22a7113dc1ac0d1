package dev.drover.aws.fake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.testkit.spark.SparkMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class AwsMachineTest {
    private final TestS3 s3 = new TestS3("code");
    private Path folder;
    private SparkMachine spark;

    @BeforeAll
    void start(@TempDir Path temp) {
        folder = temp;
        spark = AwsMachine.at(temp.resolve("machine"), s3.endpoint());
    }

    @AfterAll
    void stop() {
        spark.close();
        s3.close();
    }

    @Test
    void filesGoToS3AndComeBackAndAreRemoved() {
        SparkMachine.Run run = bash("""
                set -e
                printf 'a\\nb' > local
                aws s3 cp --only-show-errors --sse AES256 local s3://code/x/y
                aws s3 cp --quiet s3://code/x/y back
                cat back
                aws s3 rm --quiet s3://code/x/y
                aws s3 cp s3://code/x/y back || echo "gone $?"
                """);

        assertThat(run.ended().join()).isZero();
        assertThat(new String(run.stdout(), UTF_8)).isEqualTo("a\nbgone 1\n");
        assertThat(new String(run.stderr(), UTF_8)).contains("(404)", "s3://code/x/y");
    }

    @Test
    void aMissingJarAndAMissingClassAreSaidAsSparkSaysThem() throws Exception {
        SparkMachine.Run jar = bash("spark-submit --class a.B s3://code/no.jar");
        assertThat(jar.ended().join()).isEqualTo(1);
        assertThat(new String(jar.stderr(), UTF_8)).contains("FileNotFoundException", "s3://code/no.jar");

        Path empty = Files.createFile(folder.resolve("empty.jar"));
        SparkMachine.Run type = bash("spark-submit --class a.B " + empty);
        assertThat(type.ended().join()).isEqualTo(101);
        assertThat(new String(type.stderr(), UTF_8)).isEqualTo("Error: Failed to load class a.B.\n");
    }

    private SparkMachine.Run bash(String script) {
        return spark.start(List.of("bash", "-c", script), Map.of());
    }
}
