package dev.drover.internal.tracker;

import static dev.drover.FakePlatform.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.Attempt;
import dev.drover.DroverClock;
import dev.drover.FakePlatform;
import dev.drover.FakePlatform.Fault;
import dev.drover.GuardOptions;
import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.RequestKey;
import dev.drover.SteppingClock;
import dev.drover.StorageUri;
import dev.drover.internal.guard.Guard;
import dev.drover.internal.guard.Guards;
import dev.drover.internal.guard.Listeners;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs take turns on one thread, so that every run of these tests is the same. */
class SharedLooksTest {
    private final SteppingClock clock = new SteppingClock();
    private final FakePlatform platform = new FakePlatform();
    private final MemoryStorage storage = new MemoryStorage();
    private final Random random = new Random(7);
    private final List<JobId> ids = new ArrayList<>();

    /** Another machine's clock. */
    private record Skewed(DroverClock real, Duration by) implements DroverClock {
        @Override
        public Instant instant() {
            return real.instant().plus(by);
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            real.sleep(duration);
        }

        @Override
        public boolean await(CompletableFuture<?> future, Duration timeout) throws InterruptedException {
            return real.await(future, timeout);
        }
    }

    private SharedLooks jvm(Duration skew) {
        DroverClock own = new Skewed(clock, skew);
        Guard guard = new Guards(own, random, new Listeners(List.of()), GuardOptions.DEFAULT, Duration.ofMinutes(1))
                .around(platform, CLUSTER.location(), List.of());
        return new SharedStatus(StorageUri.parse("map://bucket/shared"), uri -> storage, own, random, Runnable::run)
                .looks(CLUSTER, platform, new DirectLooks(CLUSTER, platform, guard, new Wakeable()));
    }

    private SharedLooks jvm() {
        return jvm(Duration.ZERO);
    }

    private JobId job() {
        JobId id = platform.accept(CLUSTER, new Attempt(Attempt.Kind.JOB, RequestKey.of("job" + ids.size()), 1));
        ids.add(id);
        return id;
    }

    private static Look look(SharedLooks jvm, JobId... runs) {
        return jvm.look(Set.of(runs), Map.of());
    }

    private long asked() {
        return platform.calls.stream().filter("describe"::equals).count();
    }

    private void pass(Duration time) {
        try {
            clock.sleep(time);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private long callsOf(int jvms, Duration skew) {
        Map<SharedLooks, JobId> open = new HashMap<>();
        List<SharedLooks> all = new ArrayList<>();
        for (int i = 0; i < jvms; i++) {
            SharedLooks jvm = jvm(skew.multipliedBy(i % 3 - 1));
            all.add(jvm);
            open.put(jvm, job());
        }
        long before = asked();
        for (int round = 0; round < 100; round++) {
            if (round == 50) {
                ids.forEach(id -> platform.set(id, JobState.SUCCEEDED));
            }
            for (SharedLooks jvm : all) {
                JobId id = open.get(jvm);
                if (id != null) {
                    Look look = look(jvm, id);
                    assertThat(look.missing()).isEmpty();
                    JobStatus seen = look.seen().get(id);
                    if (seen != null && seen.state().terminal()) {
                        assertThat(seen.state()).isEqualTo(JobState.SUCCEEDED);
                        assertThat(round).isGreaterThanOrEqualTo(50);
                        jvm.rest();
                        open.remove(jvm);
                    }
                }
            }
            pass(Duration.ofSeconds(3));
        }
        assertThat(open).as("waits that never ended").isEmpty();
        return asked() - before;
    }

    @Test
    void callsDoNotGrowWithTheNumberOfJvms() {
        long one = callsOf(1, Duration.ZERO);
        long fifty = callsOf(50, Duration.ZERO);
        assertThat(one).isBetween(50L, 52L);
        assertThat(fifty).isLessThanOrEqualTo(one + 3);
        assertThat(storage.names("wanted/")).isEmpty();
    }

    @Test
    void clocksThatAreMinutesApartCostNothing() {
        assertThat(callsOf(20, Duration.ofMinutes(7))).isLessThanOrEqualTo(55);
    }

    @Test
    void aReaderTakesOverFromADeadHolderAndTheHolderGivesWayWhenItWakes() {
        SharedLooks holder = jvm();
        SharedLooks reader = jvm();
        JobId one = job();
        JobId two = job();
        look(holder, one);
        assertThat(look(reader, two).seen()).isEmpty();
        look(holder, one);
        assertThat(look(reader, two).seen()).containsKey(two);
        long before = asked();

        int rounds = 0;
        while (asked() == before) {
            pass(Duration.ofSeconds(3));
            look(reader, two);
            assertThat(rounds++).isLessThan(7);
        }
        assertThat(look(holder, one)).isEqualTo(Look.NONE);
        look(holder, one);
        look(reader, two);
        assertThat(look(holder, one).seen()).containsKey(one);
        long taken = asked();
        look(holder, one);
        assertThat(asked()).isEqualTo(taken);
        assertThat(storage.names("lease/")).singleElement().asString().endsWith("lease/000000000002");
    }

    @Test
    void aLeaseThatWasGivenBackIsTakenAtOnce() {
        SharedLooks first = jvm();
        JobId one = job();
        look(first, one);
        first.rest();

        assertThat(look(jvm(), one).seen()).containsKey(one);
        assertThat(asked()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "garbage", "HALF", "FLIPPED", "HUGE", "null"})
    void aSnapshotThatCannotBeReadIsReplaced(String damage) {
        JobId one = job();
        look(jvm(), one);
        String name = storage.names("status").get(0);
        byte[] bytes = storage.objects.get(name);
        byte[] damaged = switch (damage) {
            case "HALF" -> Arrays.copyOf(bytes, bytes.length / 2);
            case "FLIPPED" ->
                new String(bytes, StandardCharsets.UTF_8)
                        .replace("\"state\":\"RUNNING\"", "\"state\":\"SUCCEEDED\"")
                        .getBytes(StandardCharsets.UTF_8);
            case "HUGE" -> new byte[Board.MOST_BYTES + 2];
            default -> damage.getBytes(StandardCharsets.UTF_8);
        };
        storage.objects.put(name, damaged);

        Look look = look(jvm(), one);

        assertThat(look.seen().get(one).state()).isEqualTo(JobState.RUNNING);
        assertThat(new SnapshotFormat(CLUSTER).readSnapshot(storage.objects.get(name)))
                .isPresent();
    }

    @Test
    void aStoreThatIsDownMakesEveryoneAskForThemselves() {
        SharedLooks holder = jvm();
        SharedLooks reader = jvm();
        JobId one = job();
        look(holder, one);
        look(reader, one);
        storage.down = true;

        assertThat(look(holder, one).seen()).containsKey(one);
        assertThat(look(reader, one).seen()).containsKey(one);
        storage.down = false;
        pass(Duration.ofSeconds(31));
        look(reader, one);
        for (int i = 0; i < 8; i++) {
            pass(Duration.ofSeconds(3));
            look(reader, one);
            look(holder, one);
        }
        long before = asked();
        look(reader, one);
        look(holder, one);
        assertThat(asked()).isEqualTo(before + 1);
    }

    @Test
    void lostIsNeverConcludedFromASnapshot() {
        SharedLooks holder = jvm();
        SharedLooks reader = jvm();
        JobId one = job();
        JobId gone = CLUSTER.job("gone");
        look(holder, one);
        for (int i = 0; i < 4; i++) {
            Look look = look(reader, gone);
            assertThat(look.missing()).isEmpty();
            assertThat(look.seen()).isEmpty();
            pass(Duration.ofSeconds(3));
            look(holder, one);
        }
        pass(Duration.ofSeconds(3));
        look(holder, one);
        long before = asked();
        assertThat(look(reader, gone).missing()).containsExactly(gone);
        assertThat(asked()).isEqualTo(before + 1);
    }

    @Test
    void whatADeadReaderLeftIsDeleted() {
        SharedLooks holder = jvm();
        JobId one = job();
        look(holder, one);
        look(jvm(), job());
        assertThat(storage.names("wanted/")).hasSize(1);
        for (int i = 0; i < 32; i++) {
            look(holder, one);
            pass(Duration.ofSeconds(3));
        }
        assertThat(storage.names("wanted/")).isEmpty();
    }

    @Test
    void aHolderThatCannotReachThePlatformGivesTheLeaseToOthers() {
        SharedLooks holder = jvm();
        JobId one = job();
        look(holder, one);
        for (int i = 0; i < 3; i++) {
            // As often as the guard asks.
            platform.failReads(Fault.UNREACHABLE, Fault.UNREACHABLE, Fault.UNREACHABLE, Fault.UNREACHABLE);
            assertThat(look(holder, one).trouble()).isPresent();
        }
        assertThat(look(jvm(), one).seen()).containsKey(one);
        long before = asked();
        assertThat(look(holder, one).seen()).containsKey(one);
        assertThat(asked()).isEqualTo(before);
    }
}
