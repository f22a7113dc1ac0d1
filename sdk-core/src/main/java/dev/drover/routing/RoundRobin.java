package dev.drover.routing;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One after the other. The state is a counter, which threads advance without a lock; after two billion turns it begins
 * again, with one jump. An int, since dividing a long takes several times as long.
 */
final class RoundRobin implements Chooser {
    private static final int UNSTARTED = -1;

    private final AtomicInteger turns = new AtomicInteger(UNSTARTED);

    @Override
    public Candidate choose(RoutingRequest request, List<Candidate> candidates) {
        int size = candidates.size();
        if (size == 0) {
            throw NothingToChoose.in(candidates);
        }
        int turn = nextTurn(request);
        Candidate next = candidates.get(turn % size);
        if (next.weight() > 0) {
            return next;
        }
        // Turns of clusters of weight 0 go round the others too, so that the next in the list does not inherit them
        // all.
        List<Candidate> positive = NothingToChoose.without0(candidates);
        return positive.get(turn / size % positive.size());
    }

    /** Starts anywhere: otherwise the first cluster would get every job of programs that submit just one. */
    private int nextTurn(RoutingRequest request) {
        if (turns.get() == UNSTARTED) {
            turns.compareAndSet(UNSTARTED, request.random().nextInt(Integer.MAX_VALUE));
        }
        return turns.getAndIncrement() & Integer.MAX_VALUE;
    }
}
