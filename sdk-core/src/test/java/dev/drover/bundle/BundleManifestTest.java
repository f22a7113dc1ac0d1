package dev.drover.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleManifestTest {
    private static final String SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        BundleManifest manifest = new BundleManifest(new TreeMap<>(Map.of(
                "main.py", new FileDigest(4, SHA), "odd \"name\"\u00fc.txt", new FileDigest(5_000_000_000L, SHA))));

        assertThat(BundleManifest.parse(manifest.toJson())).isEqualTo(manifest);
        assertThat(BundleManifest.parse(BundleManifest.EMPTY.toJson())).isEqualTo(BundleManifest.EMPTY);
    }

    @Test
    void theFormatIsThis() throws IOException {
        BundleManifest manifest = new BundleManifest(new TreeMap<>(Map.of("a/b", new FileDigest(4, SHA))));

        assertThat(new String(manifest.toJson(), StandardCharsets.UTF_8))
                .isEqualTo("{\"format\":1,\"files\":{\"a/b\":{\"size\":4,\"sha256\":\"" + SHA + "\"}}}");
    }

    @Test
    void fieldsOfLaterVersionsArePassedOver() throws IOException {
        String json = "{\"by\":{\"name\":\"x\"},\"files\":{\"a\":{\"mode\":[1],\"size\":4,\"sha256\":\"" + SHA
                + "\"}},\"format\":1}";

        assertThat(parse(json).files()).containsExactly(Map.entry("a", new FileDigest(4, SHA)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"format\":1",
                "{\"format\":2,\"files\":{}}",
                "{\"format\":\"1\",\"files\":{}}",
                "{\"format\":1,\"files\":[]}",
                "{\"format\":1,\"files\":{\"a\":null}}",
                "{\"format\":1,\"files\":{\"a\":{\"size\":4}}}",
                "{\"format\":1,\"files\":{\"a\":{\"size\":4,\"sha256\":\"short\"}}}",
                "{\"format\":1,\"files\":{\"a\":{\"size\":-4,\"sha256\":\"" + SHA + "\"}}}",
                "{\"format\":1,\"files\":{\"a\":{\"size\":\"x\",\"sha256\":\"" + SHA + "\"}}}",
                "{\"format\":1,\"files\":{}}{}"
            })
    void anythingElseIsRefused(String json) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(IOException.class);
    }

    private static BundleManifest parse(String json) throws IOException {
        return BundleManifest.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
