package dev.drover;

import dev.drover.spi.RateBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How native calls are guarded: how often they are tried, when circuit breakers open, how many run at a time and how
 * often an account may call. Immutable.
 *
 * <p>The defaults suit control planes, which answer few calls and dislike storms; docs/guard.md says where each comes
 * from.
 */
public final class GuardOptions {
    private static final int MOST_TRIES = 20;
    private static final int WIDEST_WINDOW = 10_000;
    private static final int MOST_CALLS = 10_000;
    private static final double LOWEST_RATE = 0.001;
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Four tries, breakers that open at half of 20 calls, 64 calls per endpoint, the platforms' own budgets. */
    public static final GuardOptions DEFAULT = builder().build();

    private final int maxTries;
    private final Duration backoffBase;
    private final Duration backoffCap;
    private final int breakerWindow;
    private final int breakerMinimumCalls;
    private final double breakerFailureRate;
    private final Duration breakerOpen;
    private final int breakerTrials;
    private final int callsPerEndpoint;
    private final Map<String, List<RateBudget>> budgets;

    private GuardOptions(Builder builder) {
        maxTries = builder.maxTries;
        backoffBase = builder.backoffBase;
        backoffCap = builder.backoffCap;
        breakerWindow = builder.breakerWindow;
        breakerMinimumCalls = builder.breakerMinimumCalls;
        breakerFailureRate = builder.breakerFailureRate;
        breakerOpen = builder.breakerOpen;
        breakerTrials = builder.breakerTrials;
        callsPerEndpoint = builder.callsPerEndpoint;
        Map<String, List<RateBudget>> copy = new LinkedHashMap<>();
        builder.budgets.forEach((account, of) -> copy.put(account, List.copyOf(of)));
        budgets = Map.copyOf(copy);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** How often one request is sent at most. */
    public int maxTries() {
        return maxTries;
    }

    /** The longest pause before the second try; it doubles with each try. */
    public Duration backoffBase() {
        return backoffBase;
    }

    /** The longest pause before any try. */
    public Duration backoffCap() {
        return backoffCap;
    }

    /** How many of an endpoint's last calls its breaker remembers. */
    public int breakerWindow() {
        return breakerWindow;
    }

    /** How many calls it must remember before it judges; at most the window. */
    public int breakerMinimumCalls() {
        return breakerMinimumCalls;
    }

    /** The share of failed calls at which it opens, 0.001 to 1. */
    public double breakerFailureRate() {
        return breakerFailureRate;
    }

    /** How long it stays open. */
    public Duration breakerOpen() {
        return breakerOpen;
    }

    /** How many calls it then lets through to decide. */
    public int breakerTrials() {
        return breakerTrials;
    }

    /** How many calls may run at one endpoint at a time. */
    public int callsPerEndpoint() {
        return callsPerEndpoint;
    }

    /** The budgets that hold for an account beside those that its platform declares. */
    public List<RateBudget> budgets(String account) {
        return budgets.getOrDefault(account, List.of());
    }

    /** Builds {@link GuardOptions}; every method returns this builder. */
    public static final class Builder {
        private int maxTries = 4;
        private Duration backoffBase = Duration.ofMillis(100);
        private Duration backoffCap = Duration.ofSeconds(10);
        private int breakerWindow = 20;
        private int breakerMinimumCalls = 10;
        private double breakerFailureRate = 0.5;
        private Duration breakerOpen = Duration.ofSeconds(30);
        private int breakerTrials = 3;
        private int callsPerEndpoint = 64;
        private final Map<String, List<RateBudget>> budgets = new LinkedHashMap<>();

        private Builder() {}

        /**
         * How often one request is sent at most.
         *
         * @param most 1 to 20; by default 4, whose pauses add up to 0.7 seconds at most: a blip is bridged, and an
         *     outage is left to the breaker and to whoever waits
         * @throws DroverException INVALID_ARGUMENT outside of that
         */
        public Builder maxTries(int most) {
            maxTries = within("The number of tries", most, MOST_TRIES);
            return this;
        }

        /**
         * The pauses between tries: before try n+1 a random time from zero to {@code base} doubled n-1 times, and
         * never above {@code cap} ("full jitter").
         *
         * @param base 1 ms to a day; by default 100 ms
         * @param cap at least the base, to a day; by default 10 s
         * @throws DroverException INVALID_ARGUMENT outside of that
         */
        public Builder backoff(Duration base, Duration cap) {
            backoffBase = within("The base of pauses", base);
            backoffCap = within("The cap of pauses", cap);
            if (cap.compareTo(base) < 0) {
                throw DroverException.invalid(
                        "The cap of pauses must not be below their base; " + cap + " is below " + base + ".");
            }
            return this;
        }

        /**
         * When breakers open. Only failures of the endpoint itself count: refused connections, lost answers, answers
         * that say "I am failing". Requests that were at fault, slow answers, and calls that Drover did not send do
         * not.
         *
         * @param window how many of the last calls count, 1 to 10,000; by default 20: enough to tell trouble from bad
         *     luck, and soon filled
         * @param minimumCalls how many there must be before it judges, 1 to the window; by default 10
         * @param failureRate the share of failures at which it opens, 0.001 to 1; by default 0.5
         * @throws DroverException INVALID_ARGUMENT outside of that
         */
        public Builder breakerOpensAt(int window, int minimumCalls, double failureRate) {
            breakerWindow = within("The window of breakers", window, WIDEST_WINDOW);
            breakerMinimumCalls = within("The minimum of calls of breakers", minimumCalls, window);
            if (!(failureRate >= LOWEST_RATE && failureRate <= 1)) {
                throw DroverException.invalid(
                        "The failure rate of breakers must be " + LOWEST_RATE + " to 1, not " + failureRate + ".");
            }
            breakerFailureRate = failureRate;
            return this;
        }

        /**
         * How breakers close again.
         *
         * @param open how long a breaker refuses calls first, 1 ms to a day; by default 30 s, within which most
         *     restarts of a service end
         * @param trials how many calls then decide, 1 to 10,000; by default 3, so that one lucky call does not
         *     let a crowd in
         * @throws DroverException INVALID_ARGUMENT outside of that
         */
        public Builder breakerClosesAfter(Duration open, int trials) {
            breakerOpen = within("The time that breakers are open", open);
            breakerTrials = within("The number of trial calls of breakers", trials, MOST_CALLS);
            return this;
        }

        /**
         * How many calls may run at one endpoint at a time; others wait, within their deadline.
         *
         * @param most 1 to 10,000; by default 64, a tenth of what a Kubernetes API server takes from all its clients
         * @throws DroverException INVALID_ARGUMENT outside of that
         */
        public Builder callsPerEndpoint(int most) {
            callsPerEndpoint = within("The number of calls per endpoint", most, MOST_CALLS);
            return this;
        }

        /**
         * Limits an account further than its platform does: to leave room for others that use it. May be called again;
         * all budgets hold at once, so that the tightest decides. All locations of a
         * scheme that use an account share its buckets; without accounts, each location has its own.
         *
         * @param account as the provider names it; empty for platforms without accounts
         */
        public Builder budget(String account, RateBudget budget) {
            budgets.computeIfAbsent(account, a -> new ArrayList<>()).add(budget);
            return this;
        }

        private static int within(String what, int value, int most) {
            if (value < 1 || value > most) {
                throw DroverException.invalid(what + " must be 1 to " + most + ", not " + value + ".");
            }
            return value;
        }

        private static Duration within(String what, Duration value) {
            if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
                throw DroverException.invalid(what + " must be a millisecond to a day, not " + value + ".");
            }
            return value;
        }

        public GuardOptions build() {
            return new GuardOptions(this);
        }
    }
}
