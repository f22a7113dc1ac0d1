package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {

    @ParameterizedTest
    @CsvSource({
        "spark://host:7077,             spark,       host:7077,            ''",
        "spark://h1:7077-h2:7077,       spark,       h1:7077-h2:7077,      ''",
        "emr://eu-west-1/j-3ABC,        emr,         eu-west-1,            j-3ABC",
        "dataproc://acme/europe-west1/etl, dataproc, acme/europe-west1,    etl",
        "local://localhost/quick-1f,    local,       localhost,            quick-1f",
    })
    void clusterIdsParseBack(String text, String scheme, String authority, String name) {
        ClusterId id = ClusterId.parse(text);

        assertThat(id).isEqualTo(new ClusterId(new Location(scheme, authority), name));
        assertThat(id).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "spark",
                "spark:host",
                "://x",
                "Spark://host",
                "spark://",
                "spark://ho st",
                "spark://host/",
                "emr://a//b",
                "emr://a/b#c",
                "emr://a/b?c",
                "emr://a/b%20c",
                "emr://a/bé",
                "emr://a/b\nc"
            })
    void whatIsNoClusterIdIsRefused(String text) {
        assertThatThrownBy(() -> ClusterId.parse(text))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @Test
    void hugeIdsAreRefusedWithoutBeingRepeated() {
        assertThatThrownBy(() -> ClusterId.parse("emr://" + "x".repeat(100_000)))
                .isInstanceOf(DroverException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark://host:7077#driver-20261121093528-0000",
                "emr://eu-west-1/j-3ABC#s-9XYZ",
                "k8s://prod/etl#ns/app#1"
            })
    void jobIdsParseBack(String text) {
        assertThat(JobId.parse(text)).hasToString(text);
        assertThat(JobId.parse(JobId.parse(text).toString())).isEqualTo(JobId.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"spark://host:7077", "spark://host:7077#", "spark://host:7077#a b", "#x"})
    void whatIsNoJobIdIsRefused(String text) {
        assertThatThrownBy(() -> JobId.parse(text)).isInstanceOf(DroverException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s3://bucket/a b/ü%2F+#?.txt", "s3://bucket/", "s3://bucket/dir/", "file:///tmp/x", "gs://b/a//b"
            })
    void storageUrisKeepThePathAsItIs(String text) {
        assertThat(StorageUri.parse(text)).hasToString(text);
    }

    @Test
    void filesAreStorageToo() {
        StorageUri uri = StorageUri.of(Path.of("/tmp/a b/../c.jar"));

        assertThat(uri).hasToString("file:///tmp/c.jar").isEqualTo(StorageUri.parse("file:/tmp/c.jar"));
        assertThat(uri.toPath()).isEqualTo(Path.of("/tmp/c.jar"));
        assertThat(uri.fileName()).isEqualTo("c.jar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://bucket/../x", "s3://bucket/a/./b", "s3://bucket/a\u0000b", "s3://bucket//x", "s3:x"})
    void hostilePathsAreRefused(String text) {
        assertThatThrownBy(() -> StorageUri.parse(text))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @Test
    void resolvingPutsOneSlashBetween() {
        assertThat(StorageUri.parse("s3://b/etl").resolve("app.jar")).hasToString("s3://b/etl/app.jar");
        assertThat(StorageUri.parse("s3://b/etl/").resolve("app.jar")).hasToString("s3://b/etl/app.jar");
        assertThat(StorageUri.parse("s3://b/").resolve("app.jar")).hasToString("s3://b/app.jar");
        assertThatThrownBy(() -> StorageUri.parse("s3://b/etl").resolve("../app.jar"))
                .isInstanceOf(DroverException.class);
    }
}
