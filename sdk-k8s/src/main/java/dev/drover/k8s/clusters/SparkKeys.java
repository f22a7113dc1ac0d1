package dev.drover.k8s.clusters;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * The keys of one cluster, in base64url.
 *
 * @param shared what the cluster's processes know each other by ({@code spark.authenticate.secret})
 * @param signing signs the tokens that the master's submission server asks for; only the master gets it
 */
record SparkKeys(String shared, String signing) {
    private static final int BYTES = 32;

    static SparkKeys fresh(SecureRandom random) {
        return new SparkKeys(key(random), key(random));
    }

    private static String key(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "SparkKeys";
    }
}
