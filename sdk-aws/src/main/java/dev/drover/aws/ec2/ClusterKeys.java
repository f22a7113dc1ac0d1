package dev.drover.aws.ec2;

import dev.drover.DroverException;
import dev.drover.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of clusters, derived from the location's cluster key and the id of the cluster's security group, which EC2
 * never gives twice: every JVM that shares the configuration derives the same, and no two clusters share one.
 */
final class ClusterKeys {
    private static final String HMAC = "HmacSHA256";
    private static final int MINIMUM = 16;

    private final Secret clusterKey;

    ClusterKeys(Secret clusterKey) {
        this.clusterKey = clusterKey;
    }

    /** What the cluster's processes know each other by ({@code spark.authenticate.secret}); in base64url. */
    String authSecret(String groupId) {
        return derive("spark.authenticate", groupId);
    }

    /** Signs the tokens that the master's submission server asks for; in base64url. Only the master gets it. */
    String signingKey(String groupId) {
        return derive("submission", groupId);
    }

    private String derive(String purpose, String groupId) {
        byte[] key = clusterKey.reveal().getBytes(StandardCharsets.UTF_8);
        if (key.length < MINIMUM) {
            throw DroverException.invalid(
                    "The cluster key " + clusterKey + " is shorter than " + MINIMUM + " characters.");
        }
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            byte[] derived = mac.doFinal((purpose + ":" + groupId).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(derived);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every JDK has " + HMAC, e);
        }
    }
}
