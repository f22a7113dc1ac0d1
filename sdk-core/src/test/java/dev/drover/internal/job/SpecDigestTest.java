package dev.drover.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.Command;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.Resources;
import dev.drover.Secret;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What makes two specs the same. */
class SpecDigestTest {
    private static final StorageUri CODE = StorageUri.parse("s3://code/main.py");
    private static final StorageUri JAR = StorageUri.parse("s3://code/main.jar");

    private static PySpark.Builder job() {
        return PySpark.script(CODE);
    }

    private static String of(PySpark.Builder job) {
        return SpecDigest.of(job.build());
    }

    @Test
    void specsThatDifferHaveDifferentDigests() {
        List<String> digests = List.of(
                of(job()),
                SpecDigest.of(SparkJar.of(JAR, "com.acme.Main").build()),
                SpecDigest.of(SparkJar.of(JAR, "com.acme.Other").build()),
                SpecDigest.of(
                        SparkSql.file(StorageUri.parse("s3://code/main.sql")).build()),
                SpecDigest.of(SparkSql.text("SELECT 1").build()),
                SpecDigest.of(Command.of("ls").build()),
                of(job().args("a", "b")),
                of(job().args("b", "a")),
                of(job().args("ab")),
                of(job().args("a", "b", "")),
                of(job().name("a")),
                of(job().conf("spark.a", "b")),
                of(job().conf("spark.ab", "")),
                of(job().env("A", "b")),
                of(job().label("A", "b")),
                of(job().secret("A", Secret.of("b"))),
                of(job().driver(Resources.of(2, 1024))),
                of(job().executor(Resources.of(2, 1024))),
                of(job().executors(2)),
                of(job().pyFiles(CODE)),
                of(job().customize(StringBuilder.class, "one", b -> {})),
                of(job().customize(StringBuilder.class, "two", b -> {})),
                of(job().customize(StringBuffer.class, "one", b -> {})));

        assertThat(digests).doesNotHaveDuplicates().allMatch(digest -> digest.matches("[0-9a-f]{64}"));
    }

    @Test
    void theSameIsTheSame() {
        JobSpec one = job().conf("spark.a", "1").conf("spark.b", "2").build();
        JobSpec other = job().conf("spark.b", "2").conf("spark.a", "1").build();

        assertThat(SpecDigest.of(one)).isEqualTo(SpecDigest.of(other));
        assertThat(of(job().secret("A", Secret.of("old"))))
                .as("a secret's value")
                .isEqualTo(of(job().secret("A", Secret.of("new"))));
        assertThat(of(job().customize(StringBuilder.class, "one", b -> b.append(1))))
                .as("what a customizer of that label does")
                .isEqualTo(of(job().customize(StringBuilder.class, "one", b -> b.append(2))));
        assertThat(of(job().queue("a"))).as("a queue").isEqualTo(of(job().queue("b")));
    }
}
