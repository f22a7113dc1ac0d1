package dev.drover.standalone.rest;

import dev.drover.DroverException;
import dev.drover.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that Spark's {@code org.apache.spark.ui.JWSFilter} accepts: compact JWS (RFC 7515) with HS256. The filter
 * checks the signature and, where there is one, the time of expiry.
 */
final class BearerToken {
    /** Long enough for clocks that differ, short enough that a token seen on the wire is soon worthless. */
    static final Duration VALID_FOR = Duration.ofMinutes(5);

    private static final int MINIMUM_KEY_BYTES = 32;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private BearerToken() {}

    /**
     * A token that expires {@link #VALID_FOR} from now.
     *
     * @throws DroverException INVALID_ARGUMENT if the key is not base64url or has fewer than 32 bytes
     */
    static String sign(Secret key, Instant now) {
        String claims = "{\"sub\":\"drover\",\"exp\":" + now.plus(VALID_FOR).getEpochSecond() + "}";
        String signed = encode("{\"alg\":\"HS256\"}") + "." + encode(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(decode(key), "HmacSHA256"));
            return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every JDK has HmacSHA256", e);
        }
    }

    private static byte[] decode(Secret key) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(key.reveal());
        } catch (IllegalArgumentException e) {
            // Without the cause: its message shows characters of the key.
            throw DroverException.invalid("The signing key " + key + " is not base64url.");
        }
        if (bytes.length < MINIMUM_KEY_BYTES) {
            throw DroverException.invalid("The signing key " + key + " has " + bytes.length + " bytes; Spark asks for "
                    + MINIMUM_KEY_BYTES + " or more.");
        }
        return bytes;
    }

    private static String encode(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
