package dev.drover.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * Shares by weight, evenly spread. Each list of clusters and weights has a {@link WeightedSequence} of its own, so that a
 * request which may go to only some of the clusters does not disturb the shares of the others. The lists used last are
 * remembered, under a lock that is held for arithmetic only; a list that was forgotten begins anew, at random in
 * proportion to its weights.
 */
final class SmoothWeighted implements Chooser {
    static final int REMEMBERED = 32;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<WeightedSequence> lastUsedFirst = new ArrayList<>();

    @Override
    public Candidate choose(RoutingRequest request, List<Candidate> candidates) {
        lock.lock();
        try {
            return candidates.get(sequenceOf(candidates, request.random()).next());
        } finally {
            lock.unlock();
        }
    }

    private WeightedSequence sequenceOf(List<Candidate> candidates, RandomGenerator random) {
        for (int i = 0; i < lastUsedFirst.size(); i++) {
            WeightedSequence known = lastUsedFirst.get(i);
            if (known.isOf(candidates)) {
                if (i > 0) {
                    lastUsedFirst.add(0, lastUsedFirst.remove(i));
                }
                return known;
            }
        }
        WeightedSequence begun = new WeightedSequence(candidates, random.nextDouble());
        if (lastUsedFirst.size() == REMEMBERED) {
            lastUsedFirst.remove(REMEMBERED - 1);
        }
        lastUsedFirst.add(0, begun);
        return begun;
    }
}
