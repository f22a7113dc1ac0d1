package dev.drover.routing;

import java.util.List;
import java.util.random.RandomGenerator;

/** The less loaded of two clusters drawn at random. No state. */
final class PowerOfTwoChoices implements Chooser {

    @Override
    public Candidate choose(RoutingRequest request, List<Candidate> candidates) {
        int size = candidates.size();
        if (size == 0) {
            throw NothingToChoose.in(candidates);
        }
        RandomGenerator random = request.random();
        int first = random.nextInt(size);
        int second = size == 1 ? first : otherThan(first, size, random);
        Candidate one = candidates.get(first);
        Candidate two = candidates.get(second);
        if (one.weight() == 0 || two.weight() == 0) {
            return choose(request, NothingToChoose.without0(candidates));
        }
        return two.loadWithOneMore() < one.loadWithOneMore() ? two : one;
    }

    private static int otherThan(int first, int size, RandomGenerator random) {
        int drawn = random.nextInt(size - 1);
        return drawn < first ? drawn : drawn + 1;
    }
}
