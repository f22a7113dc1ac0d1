package dev.drover.gcp.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.DroverException;
import dev.drover.gcp.GcpOptions;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTest {
    @Test
    void googleIsAskedUnlessSomebodySaysOtherwise() {
        assertThat(Server.of(GcpOptions.standard(), Optional.empty()))
                .isEqualTo(new Server("https://storage.googleapis.com", false));
        assertThat(Server.of(GcpOptions.builder().anonymous().build(), Optional.of(" ")))
                .isEqualTo(new Server("https://storage.googleapis.com", true));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:4443, http://localhost:4443",
        "http://127.0.0.1:9, http://127.0.0.1:9",
        "https://gcs.acme.example/, https://gcs.acme.example",
        "[::1]:80, http://[::1]:80"
    })
    void anEmulatorIsAskedWithoutCredentials(String said, String address) {
        assertThat(Server.of(GcpOptions.standard(), Optional.of(said))).isEqualTo(new Server(address, true));
    }

    @Test
    void anEmulatorGetsCredentialsThatWereChosen() {
        GcpOptions chosen = GcpOptions.builder().serviceAccount("etl@acme").build();

        assertThat(Server.of(chosen, Optional.of("localhost:1")).anonymous()).isFalse();
    }

    @Test
    void anEndpointGoesBeforeAnEmulator() {
        GcpOptions options =
                GcpOptions.builder().endpoint(URI.create("http://127.0.0.1:7/")).build();

        assertThat(Server.of(options, Optional.of("localhost:1"))).isEqualTo(new Server("http://127.0.0.1:7", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:4443/path", "ftp://localhost", "a b", "http://"})
    void whatIsNoAddressIsRefused(String said) {
        GcpOptions options = GcpOptions.standard();

        assertThatThrownBy(() -> Server.of(options, Optional.of(said)))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("STORAGE_EMULATOR_HOST");
    }
}
