package dev.drover.routing;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One after the other. The state is a counter, which threads advance without a lock. */
final class RoundRobin implements Chooser {
    private static final long UNSTARTED = -1;

    private final AtomicLong turns = new AtomicLong(UNSTARTED);

    @Override
    public Candidate choose(RoutingRequest request, List<Candidate> candidates) {
        int size = candidates.size();
        if (size == 0) {
            throw NothingToChoose.in(candidates);
        }
        long turn = nextTurn(request);
        Candidate next = candidates.get((int) (turn % size));
        if (next.weight() > 0) {
            return next;
        }
        // The turns of those that never get one go round the others too, one in each round, so that nobody inherits
        // all.
        List<Candidate> positive = NothingToChoose.without0(candidates);
        return positive.get((int) (turn / size % positive.size()));
    }

    /** Starts anywhere: otherwise the first cluster would get every job of programs that submit just one. */
    private long nextTurn(RoutingRequest request) {
        if (turns.get() == UNSTARTED) {
            turns.compareAndSet(UNSTARTED, request.random().nextInt(Integer.MAX_VALUE));
        }
        return turns.getAndIncrement();
    }
}
