package dev.drover.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Time that never goes back. */
class SteadyTimeTest {

    @Test
    void goesOnWhateverIsDoneToTheClock() {
        for (int seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            JumpingClock clock = new JumpingClock();
            SteadyTime time = new SteadyTime(clock);
            long before = time.nanos();
            for (int i = 0; i < 50; i++) {
                clock.jump(Duration.ofMillis(random.nextLong(-10_000_000, 10_000_000)));
                long jumped = time.nanos();
                assertThat(jumped).as("seed " + seed).isGreaterThanOrEqualTo(before);
                clock.sleep(Duration.ofSeconds(2));
                long now = time.nanos();
                assertThat(now - jumped)
                        .as("seed " + seed)
                        .isBetween(
                                Duration.ofSeconds(1).toNanos(),
                                Duration.ofSeconds(2).toNanos());
                before = now;
            }
        }
    }

    @Test
    void standsStillForANudge() {
        JumpingClock clock = new JumpingClock();
        SteadyTime time = new SteadyTime(clock);
        clock.sleep(Duration.ofSeconds(5));
        long before = time.nanos();

        clock.jump(Duration.ofMillis(-900));

        assertThat(time.nanos()).isEqualTo(before);
        clock.sleep(Duration.ofSeconds(1));
        assertThat(time.nanos() - before).isEqualTo(Duration.ofMillis(100).toNanos());
    }

    @Test
    void farAwayDoesNotOverflow() {
        JumpingClock clock = new JumpingClock();
        SteadyTime time = new SteadyTime(clock);
        for (String jump : new String[] {"P3650000D", "P-7300000D", "P3650000D"}) {
            long before = time.nanos();
            clock.jump(Duration.parse(jump));
            assertThat(time.nanos()).isBetween(before, SteadyTime.LONGEST);
        }
        assertThat(SteadyTime.nanosOf(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(SteadyTime.LONGEST);
        assertThat(SteadyTime.nanosOf(Duration.ofSeconds(Long.MIN_VALUE))).isZero();
    }
}
