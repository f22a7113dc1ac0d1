package dev.drover.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key's draw among candidates. Each gets a number u between 0 and 1 from the mixed hashes of key and cluster, and the
 * smallest {@code -ln(u) / weight} wins: of exponentially distributed times, one comes first in proportion to its rate.
 * A candidate's number depends on no other candidate, so a cluster that goes takes only its own keys along.
 *
 * <p>Not safe for use by many threads.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-bess-weighted-hrw">Weighted HRW</a>
 */
final class RendezvousDraw {
    private static final double ULP = 0x1p-52;

    private final long keyHash;
    private @Nullable Candidate winner;
    private double best = Double.POSITIVE_INFINITY;

    RendezvousDraw(long keyHash) {
        this.keyHash = keyHash;
    }

    /** Draws among all of them. */
    static Candidate among(List<Candidate> candidates, long keyHash) {
        RendezvousDraw draw = new RendezvousDraw(keyHash);
        for (int i = 0; i < candidates.size(); i++) {
            draw.offer(candidates.get(i));
        }
        return draw.winner(candidates);
    }

    /** Lets a candidate take part; one of weight 0 never wins. */
    void offer(Candidate candidate) {
        double weight = candidate.weight();
        // 1 - u, always between 0 and 1: its 52 bits and the half make both it and u exact.
        double rest = ((TextHash.mix(keyHash ^ candidate.idHash()) >>> 12) + 0.5) * ULP;
        // -ln(u) is at least 1 - u: nearly all are beaten without a logarithm.
        if (weight == 0 || rest > best * weight) {
            return;
        }
        // StrictMath gives the same bits on every platform; Math need not.
        double score = -StrictMath.log(1 - rest) / weight;
        if (score < best || (score == best && precedes(candidate))) {
            winner = candidate;
            best = score;
        }
    }

    private boolean precedes(Candidate candidate) {
        return winner != null
                && candidate.cluster().toString().compareTo(winner.cluster().toString()) < 0;
    }

    /** Who won of those that were offered, all of them from this list. */
    Candidate winner(List<Candidate> candidates) {
        if (winner == null) {
            throw NothingToChoose.in(candidates);
        }
        return winner;
    }
}
