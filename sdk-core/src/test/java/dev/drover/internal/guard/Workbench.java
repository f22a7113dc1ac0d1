package dev.drover.internal.guard;

import dev.drover.DroverListener;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.GuardOptions;
import dev.drover.Location;
import dev.drover.SteppingClock;
import dev.drover.spi.Failure;
import dev.drover.spi.Failure.Scope;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeException;
import dev.drover.spi.Provider;
import dev.drover.spi.RateBudget;
import dev.drover.spi.Safety;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A guard with a clock that moves when somebody waits, and a record of what was told. */
final class Workbench implements Provider, DroverListener {
    static final Location HERE = Location.parse("fake://here");
    static final Duration TIMEOUT = Duration.ofMinutes(1);
    static final String ENDPOINT = "api.here";

    final SteppingClock clock = new SteppingClock();
    final List<String> told = new ArrayList<>();
    final Guards guards;
    final Guard guard;

    Workbench(GuardOptions options, RateBudget... budgets) {
        guards = new Guards(clock, new SplittableRandom(7), new Listeners(List.of(this)), options, TIMEOUT);
        guard = guards.around(this, HERE, List.of(budgets));
    }

    Workbench() {
        this(GuardOptions.DEFAULT);
    }

    static NativeCall call(Safety safety) {
        return new NativeCall("List", safety, ENDPOINT, "acme", 1, Duration.ofSeconds(10));
    }

    static NativeException down(Effect effect) {
        return failure(ErrorCode.UNAVAILABLE, effect, Scope.ENDPOINT, true, Optional.empty());
    }

    static NativeException failure(
            ErrorCode code, Effect effect, Scope scope, boolean retryable, Optional<Duration> retryAfter) {
        return new NativeException(new Failure(code, effect, scope, retryable, retryAfter, "it said " + code));
    }

    /** What is told without what the clock and chance add to it. */
    synchronized List<String> told() {
        return List.copyOf(told);
    }

    private synchronized void tell(String event) {
        told.add(event);
    }

    @Override
    public void callStarted(CallStarted started) {
        tell("started " + started.number());
    }

    @Override
    public void callEnded(CallEnded call) {
        tell("ended " + call.number() + " " + call.failure().map(Enum::name).orElse("OK"));
    }

    @Override
    public void callRetrying(CallRetrying retrying) {
        tell("retrying " + retrying.number());
    }

    @Override
    public void callWaited(CallWaited waited) {
        tell("waited " + waited.on());
    }

    @Override
    public void callRefused(CallRefused refused) {
        tell("refused " + refused.number() + " " + refused.why());
    }

    @Override
    public void breakerChanged(BreakerChanged changed) {
        tell(changed.before() + "->" + changed.now().state());
    }

    @Override
    public Failure classify(NativeCall call, Throwable error) {
        if (error instanceof UnsupportedOperationException) {
            throw new IllegalStateException("a provider with a bug");
        }
        return Failure.lost("lost: " + error.getMessage());
    }

    @Override
    public void close() {}
}
