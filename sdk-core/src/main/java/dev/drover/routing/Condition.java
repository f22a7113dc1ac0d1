package dev.drover.routing;

import java.util.function.BiFunction;
import java.util.function.BiPredicate;

/** A requirement made of a test and of words; the words are put together only when nobody passes. */
record Condition(BiPredicate<RoutingRequest, Candidate> test, BiFunction<RoutingRequest, Candidate, String> words)
        implements Requirement {

    @Override
    public boolean metBy(RoutingRequest request, Candidate candidate) {
        return test.test(request, candidate);
    }

    @Override
    public String lackOf(RoutingRequest request, Candidate candidate) {
        return words.apply(request, candidate);
    }
}
