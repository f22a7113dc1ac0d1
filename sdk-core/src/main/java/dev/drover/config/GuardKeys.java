package dev.drover.config;

import dev.drover.GuardOptions;
import dev.drover.spi.RateBudget;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;
import java.time.Duration;

/** The keys under {@code guard}, of {@link GuardOptions}. */
final class GuardKeys {
    private static final int MOST = 10_000;

    private GuardKeys() {}

    static Keys<GuardOptions> keys() {
        return Keys.of(GuardOptions::builder, GuardOptions.Builder::build)
                .key(
                        "maxTries",
                        Kinds.integer(1, 20),
                        "How often one request is sent at most; by default 4.",
                        GuardOptions.Builder::maxTries)
                .key(
                        "backoff",
                        backoff().kind(),
                        "The pauses between tries.",
                        (guard, pauses) -> guard.backoff(pauses.base, pauses.cap))
                .key(
                        "breaker",
                        breaker().kind(),
                        "When circuit breakers open, and close again.",
                        (guard, breaker) -> breaker.apply(guard))
                .key(
                        "callsPerEndpoint",
                        Kinds.integer(1, MOST),
                        "How many calls may run at one endpoint at a time; by default 64.",
                        GuardOptions.Builder::callsPerEndpoint)
                .key(
                        "budgets",
                        Kinds.list(Budget.keys().kind()),
                        "Limits on an account beside the platform's own.",
                        (guard, all) -> all.forEach(each -> guard.budget(each.account, each.budget())))
                .end();
    }

    private static final class Pauses {
        private Duration base = Duration.ofMillis(100);
        private Duration cap = Duration.ofSeconds(10);
    }

    private static Keys<Pauses> backoff() {
        return Keys.of(Pauses::new, pauses -> pauses)
                .key(
                        "base",
                        Kinds.duration(),
                        "The longest pause before the second try; by default 100ms.",
                        (pauses, base) -> pauses.base = base)
                .key(
                        "cap",
                        Kinds.duration(),
                        "The longest pause before any try; by default 10s.",
                        (pauses, cap) -> pauses.cap = cap)
                .end();
    }

    private static final class Breaker {
        private int window = 20;
        private int minimumCalls = 10;
        private double failureRate = 0.5;
        private Duration open = Duration.ofSeconds(30);
        private int trials = 3;

        void apply(GuardOptions.Builder guard) {
            guard.breakerOpensAt(window, minimumCalls, failureRate).breakerClosesAfter(open, trials);
        }
    }

    private static Keys<Breaker> breaker() {
        return Keys.of(Breaker::new, breaker -> breaker)
                .key(
                        "window",
                        Kinds.integer(1, MOST),
                        "How many of the last calls count; by default 20.",
                        (breaker, calls) -> breaker.window = calls)
                .key(
                        "minimumCalls",
                        Kinds.integer(1, MOST),
                        "How many there must be before it judges; by default 10.",
                        (breaker, calls) -> breaker.minimumCalls = calls)
                .key(
                        "failureRate",
                        Kinds.number(0.001, 1),
                        "The share of failures at which it opens; by default 0.5.",
                        (breaker, share) -> breaker.failureRate = share)
                .key(
                        "open",
                        Kinds.duration(),
                        "How long it refuses calls; by default 30s.",
                        (breaker, time) -> breaker.open = time)
                .key(
                        "trials",
                        Kinds.integer(1, MOST),
                        "How many calls then decide; by default 3.",
                        (breaker, calls) -> breaker.trials = calls)
                .end();
    }

    private static final class Budget {
        private String account = "";
        private String api = RateBudget.ALL;
        private int burst = 1;
        private double perSecond = 1;

        RateBudget budget() {
            return new RateBudget(api, burst, perSecond);
        }

        static Keys<Budget> keys() {
            return Keys.of(Budget::new, budget -> budget)
                    .key(
                            "account",
                            Kinds.text(),
                            "As the provider names it; by default that of platforms without accounts.",
                            (budget, name) -> budget.account = name)
                    .key(
                            "api",
                            Kinds.text(),
                            "The call that is limited; by default all together.",
                            (budget, name) -> budget.api = name)
                    .required(
                            "burst",
                            Kinds.integer(1, 1_000_000),
                            "How many calls may come at once.",
                            (budget, calls) -> budget.burst = calls)
                    .required(
                            "perSecond",
                            Kinds.number(0.000001, 1_000_000),
                            "How many calls there may be each second in the long run.",
                            (budget, calls) -> budget.perSecond = calls)
                    .end();
        }
    }
}
