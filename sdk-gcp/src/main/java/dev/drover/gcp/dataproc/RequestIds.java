package dev.drover.gcp.dataproc;

import dev.drover.Attempt;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Tokens by which Dataproc knows a request that is sent again, at most 40 characters, and answers with what it has begun.
 * Each request has its own, and not each attempt: there may be one cluster after the other for an attempt, and Google names
 * no time after which it forgets.
 */
final class RequestIds {
    private static final int RANDOM = 16;

    private final RandomGenerator random;

    RequestIds(RandomGenerator random) {
        this.random = random;
    }

    /** For the making of an attempt's cluster; it begins like the attempt's name. */
    String of(Attempt attempt) {
        return attempt.name(Attempt.MAX_NAME - RANDOM - 1) + "-" + hex();
    }

    /** For anything else. */
    String next() {
        return hex() + hex();
    }

    private String hex() {
        return HexFormat.of().toHexDigits(random.nextLong());
    }
}
