package dev.drover.standalone.agent;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks HS256 tokens as Spark 4's {@code JWSFilter} does: the signature, and the times if the token has any. */
final class Jws {

    private static final int MINIMUM_KEY_BYTES = 32;
    private static final Pattern EXPIRES = Pattern.compile("\"exp\"\\s*:\\s*(\\d{1,15})");
    private static final Pattern NOT_BEFORE = Pattern.compile("\"nbf\"\\s*:\\s*(\\d{1,15})");
    private static final Pattern ALGORITHM = Pattern.compile("\"alg\"\\s*:\\s*\"HS256\"");

    private final SecretKeySpec key;

    /**
     * A checker for one key.
     *
     * @param base64UrlKey at least 32 bytes in base64url
     */
    Jws(String base64UrlKey) {
        byte[] bytes = Base64.getUrlDecoder().decode(base64UrlKey);
        if (bytes.length < MINIMUM_KEY_BYTES) {
            throw new IllegalArgumentException("the JWS key is shorter than 32 bytes");
        }
        key = new SecretKeySpec(bytes, "HmacSHA256");
    }

    /** Whether the value of an Authorization header holds a token signed with the key and valid now. */
    boolean admits(String authorization, long nowSeconds) {
        if (authorization == null || !authorization.startsWith("Bearer ")) {
            return false;
        }
        String[] parts = authorization.substring("Bearer ".length()).split("\\.", -1);
        try {
            if (parts.length != 3 || !isSigned(parts)) {
                return false;
            }
            String payload = decode(parts[1]);
            return ALGORITHM.matcher(decode(parts[0])).find()
                    && nowSeconds < time(EXPIRES, payload, Long.MAX_VALUE)
                    && nowSeconds >= time(NOT_BEFORE, payload, Long.MIN_VALUE);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private boolean isSigned(String[] parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] expected = mac.doFinal((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return MessageDigest.isEqual(expected, Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static String decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static long time(Pattern claim, String payload, long otherwise) {
        Matcher matcher = claim.matcher(payload);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : otherwise;
    }
}
