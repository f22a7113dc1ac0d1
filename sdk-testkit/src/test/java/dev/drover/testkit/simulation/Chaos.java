package dev.drover.testkit.simulation;

import dev.drover.ErrorCode;
import dev.drover.testkit.fault.Fault;
import dev.drover.testkit.fault.FaultSource;
import dev.drover.testkit.fault.MemCall;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Draws the fault of every call. */
final class Chaos implements FaultSource {
    private static final int MOST_CRASHES = 4;

    private final RandomGenerator random;
    private final Timing timing;
    private final Function<String, Crash> crashing;
    private final InstantSource clock;
    private final Optional<String> down;
    private final Instant downUntil;
    private final double faultRate;
    private final double crashRate;
    private boolean calm;
    private int crashes;

    /**
     * How late things may come.
     *
     * @param settle what the platform announces
     * @param latest how long after its sending a request may have its effect
     */
    record Timing(Duration settle, Duration latest) {
        boolean keepsSettleTime() {
            return latest.compareTo(settle) <= 0;
        }
    }

    /**
     * Faults as they come.
     *
     * @param clock the platform's
     * @param crashing lets a client die, by its name
     */
    Chaos(RandomGenerator random, Timing timing, InstantSource clock, Function<String, Crash> crashing) {
        this.clock = clock;
        this.crashing = crashing;
        this.random = random;
        this.timing = timing;
        double[] rates = {0, 0.05, 0.15, 0.3};
        this.faultRate = rates[random.nextInt(rates.length)];
        this.crashRate = random.nextBoolean() ? 0 : 0.02;
        this.down = random.nextInt(4) == 0 ? Optional.of("mem://region" + random.nextInt(2)) : Optional.empty();
        this.downUntil = clock.instant().plus(upTo(Duration.ofMinutes(2)));
    }

    /** Whether nothing could fail all the time. */
    boolean isCalm() {
        return faultRate == 0 && crashRate == 0 && down.isEmpty();
    }

    /** From now on everything goes well. */
    void calmDown() {
        calm = true;
    }

    @Override
    public Optional<Fault> faultOf(MemCall call) {
        if (calm) {
            return Optional.empty();
        }
        if (crashes < MOST_CRASHES && random.nextDouble() < crashRate) {
            crashes++;
            Supplier<Crash> crash = () -> crashing.apply(call.client());
            return Optional.of(
                    random.nextBoolean() ? new Fault.CrashBeforeSending(crash) : new Fault.CrashAfterEffect(crash));
        }
        if (down.filter(call.request().endpoint()::startsWith).isPresent()
                && clock.instant().isBefore(downUntil)) {
            return Optional.of(new Fault.Unreachable());
        }
        return random.nextDouble() < faultRate ? Optional.of(draw(isStorage(call))) : Optional.empty();
    }

    private static boolean isStorage(MemCall call) {
        return call.api().endsWith("Object") || call.api().endsWith("Objects");
    }

    private Fault draw(boolean storage) {
        return switch (random.nextInt(storage ? 7 : 10)) {
            case 0 ->
                new Fault.Throttle(random.nextBoolean() ? Optional.of(upTo(Duration.ofSeconds(5))) : Optional.empty());
            case 1 -> new Fault.Unreachable();
            case 2 -> new Fault.TimeOut();
            case 3 -> new Fault.LoseResponse();
            case 4 -> new Fault.Slow(upTo(Duration.ofSeconds(20)));
            // A store is consistent, and what was sent to it arrives soon or never.
            case 5 -> storage ? new Fault.LandLate(upTo(timing.settle().dividedBy(2))) : new Fault.LandLate(late());
            case 6 -> new Fault.PauseClient(storage ? upTo(timing.settle().dividedBy(2)) : late());
            case 7 -> new Fault.Refuse(random.nextBoolean() ? ErrorCode.QUOTA_EXCEEDED : ErrorCode.PERMISSION_DENIED);
            case 8 -> new Fault.StaleRead(upTo(timing.settle().dividedBy(2)));
            default -> new Fault.CannotTell(upTo(Duration.ofSeconds(3)));
        };
    }

    /** Half of the settle time is for effects, the other half for reads that lag. */
    private Duration late() {
        return upTo(timing.keepsSettleTime() ? timing.settle().dividedBy(2) : timing.latest());
    }

    private Duration upTo(Duration most) {
        return Duration.ofMillis(1 + random.nextLong(Math.max(1, most.toMillis())));
    }
}
