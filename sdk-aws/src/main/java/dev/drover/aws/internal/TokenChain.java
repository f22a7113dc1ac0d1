package dev.drover.aws.internal;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Tokens for clusters. A cluster's key names the living one, however many there were before it, but AWS answers a token
 * that it remembers with the cluster that it made then, which may have ended. So the token of the next one names the one
 * before it: every process that asks walks the same way, and repeats meet the same cluster. Pure.
 */
public final class TokenChain {
    /** AWS takes tokens of 64 characters; its ids have 16 to 25. */
    private static final int LONGEST_NAME = 36;
    /** AWS is not known to remember tokens for long, so a chain ends soon. */
    private static final int MOST = 50;

    private TokenChain() {}

    /**
     * Makes the living cluster of an attempt, or finds it.
     *
     * @param make sends a request with a token
     * @param ended whether a cluster is known to have ended
     */
    public static ClusterId create(Attempt attempt, Function<String, ClusterId> make, Predicate<ClusterId> ended) {
        String name = attempt.name(LONGEST_NAME);
        String token = name;
        for (int made = 0; made < MOST; made++) {
            ClusterId cluster = make.apply(token);
            if (!ended.test(cluster)) {
                return cluster;
            }
            token = name + "-" + cluster.name();
        }
        throw new DroverException(
                ErrorCode.CONFLICT,
                "AWS remembers " + MOST + " ended clusters of key " + attempt.key() + ". Use another key.");
    }
}
