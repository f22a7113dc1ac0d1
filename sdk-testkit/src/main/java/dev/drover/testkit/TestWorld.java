package dev.drover.testkit;

import dev.drover.Drover;
import dev.drover.testkit.fault.FaultScript;
import dev.drover.testkit.mem.MemPlatform;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What one test gets, made before it and closed after it. */
final class TestWorld {
    private static final long SEED = 20_261_121;

    private final DroverThreads threads = DroverThreads.now();
    private final ManualClock clock = ManualClock.auto();
    private final FaultScript faults = new FaultScript(clock.steady());
    private final MemPlatform platform;
    private final Drover drover;

    TestWorld(UnaryOperator<MemPlatform.Builder> platforms, UnaryOperator<Drover.Builder> drovers) {
        platform = platforms
                .apply(MemPlatform.builder(clock).time(clock.steady()).faults(faults))
                .build();
        drover = drovers.apply(Drover.builder()
                        .factories(List.of(platform.factory()))
                        .clock(clock)
                        .random(new Random(SEED)))
                .build();
    }

    /** The part of this type. */
    Optional<Object> part(Class<?> type) {
        return Stream.<Object>of(drover, platform, faults, clock)
                .filter(type::isInstance)
                .findFirst();
    }

    void close() {
        drover.close();
    }

    /** What the test left behind, in words. */
    List<String> leaks(Set<Leak> allowed) throws InterruptedException {
        return new Leaks(platform, faults, threads).without(allowed);
    }
}
