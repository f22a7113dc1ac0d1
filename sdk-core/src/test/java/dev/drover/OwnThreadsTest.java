package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** A clock hears of what a Drover hands to threads of its own, and of nothing else. */
class OwnThreadsTest {
    private final List<Executor> heeded = new ArrayList<>();

    private final DroverClock clock = new DroverClock() {
        @Override
        public Instant instant() {
            return Instant.EPOCH;
        }

        @Override
        public void sleep(Duration duration) {}

        @Override
        public boolean await(CompletableFuture<?> future, Duration timeout) {
            return future.isDone();
        }

        @Override
        public Executor heeding(Executor executor) {
            heeded.add(executor);
            return executor;
        }
    };

    @Test
    void aClockHeedsThreadsOfTheDroversOwn() {
        Drover.builder().clock(clock).build().close();

        assertThat(heeded).hasSize(1);
    }

    @Test
    void theExecutorOfAProgramIsTakenAsItIs() {
        Drover.builder().clock(clock).executor(Runnable::run).build().close();

        assertThat(heeded).isEmpty();
    }
}
