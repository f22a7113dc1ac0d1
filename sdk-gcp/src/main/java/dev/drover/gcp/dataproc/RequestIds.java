package dev.drover.gcp.dataproc;

import dev.drover.Attempt;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Tokens by which Dataproc knows a request that is sent again, at most 40 characters. It remembers them longer than the
 * cluster lives, and answers with what was begun then; so each request has its own, and not each attempt, for which there
 * may be one cluster after the other.
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
