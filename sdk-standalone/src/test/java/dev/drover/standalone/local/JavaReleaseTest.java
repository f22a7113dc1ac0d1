package dev.drover.standalone.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaReleaseTest {

    @TempDir
    private Path home;

    @ParameterizedTest
    @CsvSource({"25.0.3, 3.5.8", "24, 3.5.0"})
    void sparkThreeIsRefusedOnAJavaThatItDoesNotRunOn(String java, String spark) throws IOException {
        write(java);
        assertThatThrownBy(() -> JavaRelease.require(home, spark))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                .hasMessageContaining("Java 17");
    }

    @ParameterizedTest
    @CsvSource({"17.0.15, 3.5.8", "21, 3.5.8", "25.0.3, 4.2.0", "1.8.0_402, 3.5.8"})
    void whatRunsPasses(String java, String spark) throws IOException {
        write(java);
        assertThatCode(() -> JavaRelease.require(home, spark)).doesNotThrowAnyException();
    }

    @Test
    void aFolderThatDoesNotSayPasses() {
        assertThatCode(() -> JavaRelease.require(home, "3.5.8")).doesNotThrowAnyException();
    }

    private void write(String version) throws IOException {
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    }
}
