package dev.drover.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadedTest {
    private final Uploaded uploaded = new Uploaded(
            StorageUri.parse("s3://code/etl/"),
            List.of("etl/main.py", "etl/readers.py", "lib/helpers.whl", "settings.yaml"),
            4,
            0,
            100);

    @Test
    void aFileHasAUri() {
        assertThat(uploaded.uri("etl/main.py")).isEqualTo(StorageUri.parse("s3://code/etl/etl/main.py"));
    }

    @ParameterizedTest
    @CsvSource({
        "main.py, etl/main.py",
        "etl/mian.py, etl/main.py",
        "Settings.yaml, settings.yaml",
        "etl/reader.py, etl/readers.py"
    })
    void aNearMissIsNamed(String wanted, String near) {
        assertThatThrownBy(() -> uploaded.uri(wanted)).isInstanceOfSatisfying(DroverException.class, error -> {
            assertThat(error.code()).isEqualTo(ErrorCode.NOT_FOUND);
            assertThat(error)
                    .hasMessageContaining("'" + wanted + "'")
                    .hasMessageContaining("Did you mean '" + near + "'");
        });
    }

    @Test
    void whatIsNearNothingIsToldWhatThereIs() {
        assertThatThrownBy(() -> uploaded.uri("zzzzzzzzzzzzzzzzzzzzzzzz"))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("It has 4 files, such as 'etl/main.py', 'etl/readers.py', 'lib/helpers.whl'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etl/main.py",
                "etl/../main.py",
                "./main.py",
                "etl//main.py",
                "etl/",
                ".drover/manifest.json"
            })
    void whatIsNoNameIsInvalid(String name) {
        assertThatThrownBy(() -> uploaded.uri(name))
                .isInstanceOfSatisfying(
                        DroverException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }
}
