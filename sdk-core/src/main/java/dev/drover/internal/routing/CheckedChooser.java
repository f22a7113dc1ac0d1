package dev.drover.internal.routing;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.routing.Candidate;
import dev.drover.routing.Chooser;
import dev.drover.routing.RoutingPolicy;
import dev.drover.routing.RoutingRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chooser whose answers can be relied on: it returns a member of the list that it was given, or throws a
 * {@link DroverException} of effect NONE. What the policy breaks is INVALID_ARGUMENT, since the policy is what the user
 * gave us. A policy that never returns cannot be helped. Safe for use by many threads if the policy's chooser is.
 */
public final class CheckedChooser implements Chooser {
    private final String policy;
    private final Chooser chooser;

    private CheckedChooser(String policy, Chooser chooser) {
        this.policy = policy;
        this.chooser = chooser;
    }

    /**
     * Starts a policy.
     *
     * @throws DroverException INVALID_ARGUMENT if it throws or returns null
     */
    public static CheckedChooser start(RoutingPolicy policy) {
        String name = policy.getClass().getName();
        try {
            return new CheckedChooser(name, required(name, "as its chooser", policy.start()));
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            throw typed(name, "start", e);
        }
    }

    @Override
    public Candidate choose(RoutingRequest request, List<Candidate> candidates) {
        try {
            return memberOf(candidates, required(policy, "as its choice", chooser.choose(request, candidates)));
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            throw typed(policy, "choose a cluster for " + request.key(), e);
        }
    }

    private static <T> T required(String policy, String role, @Nullable T answer) {
        if (answer == null) {
            throw DroverException.invalid("The routing policy " + policy + " returned null " + role + "; correct it.");
        }
        return answer;
    }

    /** The pool's own candidate, also where the policy returned a copy of it. */
    private Candidate memberOf(List<Candidate> candidates, Candidate chosen) {
        ClusterId cluster = chosen.cluster();
        int hash = chosen.hashCode();
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            // Candidates hash by cluster alone, and the number is at hand: nearly all are told apart without a look at
            // texts.
            if (candidate.hashCode() == hash && candidate.cluster().equals(cluster)) {
                return candidate;
            }
        }
        throw DroverException.invalid("The routing policy " + policy + " chose " + cluster + ", which is none of the "
                + candidates.size() + " candidates that it was given; correct it.");
    }

    private static DroverException typed(String policy, String task, Throwable error) {
        if (error instanceof DroverException typed && typed.effect() == Effect.NONE) {
            return typed;
        }
        if (error instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new DroverException(
                ErrorCode.INVALID_ARGUMENT,
                Effect.NONE,
                false,
                "The routing policy " + policy + " was asked to " + task + " and threw "
                        + error.getClass().getName() + "; correct it. Nothing was sent.",
                error);
    }
}
