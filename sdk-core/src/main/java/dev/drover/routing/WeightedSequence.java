package dev.drover.routing;

import dev.drover.ClusterId;
import java.util.Arrays;
import java.util.List;

/**
 * Turns in proportion to weights: among any {@value #WINDOW} in a row nobody's number differs from its share by more
 * than one. Not safe for use by many threads.
 *
 * <p>The smooth weighted round-robin known from nginx does not hold that bound: it keeps each number near its share
 * counted from the start, but the errors at both ends of a window add up, with 20 clusters to 1.8. Nor does going by
 * earliest deadline alone, though each error is then below one (Tijdeman's bound). Here the last turns are remembered. The
 * turn that leaves the window frees one place, and a cluster may take it only if its number stays within the bound;
 * where the cluster that leaves would fall below its own bound, it takes the place again. One of both is always
 * possible: the highest numbers allowed add up to at least the window, the lowest to at most that. Among those that may
 * take the place, the one that is owed a turn and due first gets it, which spreads the turns evenly; counted from the
 * start, of 3,000 lists of weights the worst was off by 2.2 turns and did not get worse with time.
 */
final class WeightedSequence {
    static final int WINDOW = 100;
    private static final int NONE = -1;
    /** Moments computed in two ways may differ by rounding. */
    private static final double SAME_MOMENT = 1e-6;

    private final ClusterId[] clusters;
    private final double[] weights;
    private final double[] shares;
    private final long[] had;
    /** Counted in turns: when each is owed its next turn at the earliest, and when it must have had it. */
    private final double[] from;

    private final double[] until;
    private final int[] lowest;
    private final int[] highest;
    private final int[] inWindow;
    private final int[] window = new int[WINDOW];
    /** How many turns are missing until everybody has the lowest number allowed. */
    private int missing;

    private int free = WINDOW;
    private int position;
    private long turns;
    private int first;

    /**
     * Begins a sequence.
     *
     * @param chance 0 to 1, which decides on the first turn
     * @throws dev.drover.DroverException INVALID_ARGUMENT if there is no weight above 0
     */
    WeightedSequence(List<Candidate> candidates, double chance) {
        int size = candidates.size();
        clusters = new ClusterId[size];
        weights = new double[size];
        shares = new double[size];
        had = new long[size];
        from = new double[size];
        until = new double[size];
        lowest = new int[size];
        highest = new int[size];
        inWindow = new int[size];
        Arrays.fill(window, NONE);
        double sum = 0;
        for (Candidate candidate : candidates) {
            sum += candidate.weight();
        }
        if (sum == 0) {
            throw NothingToChoose.in(candidates);
        }
        for (int i = 0; i < size; i++) {
            Candidate candidate = candidates.get(i);
            clusters[i] = candidate.cluster();
            weights[i] = candidate.weight();
            shares[i] = weights[i] / sum;
            double exact = WINDOW * shares[i];
            lowest[i] = Math.max(0, (int) Math.ceil(exact - 1));
            highest[i] = weights[i] == 0 ? 0 : (int) Math.floor(exact + 1);
            missing += lowest[i];
            until[i] = 1 / shares[i];
        }
        first = drawn(chance);
    }

    private int drawn(double chance) {
        int last = NONE;
        double left = chance;
        for (int i = 0; i < shares.length; i++) {
            if (weights[i] > 0) {
                last = i;
                left -= shares[i];
                if (left < 0) {
                    return i;
                }
            }
        }
        return last;
    }

    /** Whether these are the clusters and weights of this sequence, in the same order. */
    boolean isOf(List<Candidate> candidates) {
        if (candidates.size() != clusters.length) {
            return false;
        }
        for (int i = 0; i < clusters.length; i++) {
            Candidate candidate = candidates.get(i);
            if (candidate.weight() != weights[i] || !candidate.cluster().equals(clusters[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whose turn it is: a position in the list. */
    int next() {
        turns++;
        leave(window[position]);
        int chosen = first == NONE ? due(missing == free ? lowest : highest) : first;
        first = NONE;
        take(chosen);
        return chosen;
    }

    private void leave(int leaving) {
        if (leaving != NONE) {
            free++;
            if (--inWindow[leaving] < lowest[leaving]) {
                missing++;
            }
        }
    }

    private void take(int chosen) {
        had[chosen]++;
        from[chosen] = until[chosen];
        until[chosen] = (had[chosen] + 1) / shares[chosen];
        free--;
        if (inWindow[chosen]++ < lowest[chosen]) {
            missing--;
        }
        window[position] = chosen;
        position = (position + 1) % WINDOW;
    }

    /** Of those below their limit, the one that is owed a turn and due first; if nobody is owed one, the one least ahead. */
    private int due(int[] limits) {
        int due = NONE;
        double earliest = Double.POSITIVE_INFINITY;
        int substitute = NONE;
        double leastAhead = Double.POSITIVE_INFINITY;
        for (int i = 0; i < limits.length; i++) {
            if (inWindow[i] < limits[i]) {
                double early = from[i] - turns;
                if (early < -SAME_MOMENT) {
                    if (until[i] < earliest - SAME_MOMENT) {
                        earliest = until[i];
                        due = i;
                    }
                } else if (early * shares[i] < leastAhead) {
                    leastAhead = early * shares[i];
                    substitute = i;
                }
            }
        }
        return due == NONE ? substitute : due;
    }
}
