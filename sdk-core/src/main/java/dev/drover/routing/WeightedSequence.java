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
 * take the place, one that is owed something and whose turn is due first gets it, which spreads the turns evenly and
 * makes the shares right in the long run.
 */
final class WeightedSequence {
    static final int WINDOW = 100;
    private static final int NONE = -1;
    /** What is owed is a sum of rounded numbers, and zero may come out as this. */
    private static final double ROUNDING = 1e-9;

    private final ClusterId[] clusters;
    private final double[] weights;
    private final double[] shares;
    /** The share of all turns so far less the turns had. */
    private final double[] owed;

    private final int[] lowest;
    private final int[] highest;
    private final int[] inWindow;
    private final int[] window = new int[WINDOW];
    /** How many turns are missing until everybody has the lowest number allowed. */
    private int missing;

    private int free = WINDOW;
    private int position;
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
        owed = new double[size];
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
        leave(window[position]);
        for (int i = 0; i < shares.length; i++) {
            owed[i] += shares[i];
        }
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
        owed[chosen]--;
        free--;
        if (inWindow[chosen]++ < lowest[chosen]) {
            missing--;
        }
        window[position] = chosen;
        position = (position + 1) % WINDOW;
    }

    /** Of those below their limit, the one whose turn is due first; if nobody is owed one, who has had least too many. */
    private int due(int[] limits) {
        int due = NONE;
        double earliest = Double.POSITIVE_INFINITY;
        int substitute = NONE;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < shares.length; i++) {
            if (inWindow[i] < limits[i]) {
                if (owed[i] > ROUNDING) {
                    double turnsLeft = (1 - owed[i]) / shares[i];
                    if (turnsLeft < earliest) {
                        earliest = turnsLeft;
                        due = i;
                    }
                } else if (owed[i] > most) {
                    most = owed[i];
                    substitute = i;
                }
            }
        }
        return due == NONE ? substitute : due;
    }
}
