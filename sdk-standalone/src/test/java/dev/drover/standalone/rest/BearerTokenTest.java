package dev.drover.standalone.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokenTest {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    @Test
    void isSignedAndExpires() throws Exception {
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(KEY);

        String[] parts =
                BearerToken.sign(Secret.of(key), Instant.ofEpochSecond(1000)).split("\\.", -1);

        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        byte[] signature = mac.doFinal((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(Base64.getUrlDecoder().decode(parts[2])).isEqualTo(signature);
        assertThat(decode(parts[0])).isEqualTo("{\"alg\":\"HS256\"}");
        assertThat(decode(parts[1])).contains("\"exp\":1300");
    }

    private static String decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c2hvcnQ", "no base64 !", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZQ"})
    void refusesAKeyWithoutShowingIt(String key) {
        DroverException error =
                catchThrowableOfType(DroverException.class, () -> BearerToken.sign(Secret.of(key), Instant.EPOCH));

        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(error).hasMessageNotContaining(key).hasNoCause();
    }
}
