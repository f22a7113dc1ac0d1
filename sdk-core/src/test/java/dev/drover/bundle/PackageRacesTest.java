package dev.drover.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes and prunings that end anywhere, and that meet at any step. */
class PackageRacesTest {
    private static final Map<String, String> OLD =
            Map.of("main.py", "old", "shared.jar", "jar", "conf/a.ini", "a", "conf/b.ini", "b");
    private static final Map<String, String> NEW =
            Map.of("main.py", "new", "shared.jar", "jar", "conf/a.ini", "a", "conf/b.ini", "b2", "more.jar", "more");
    private static final Retention NONE = Retention.keepLast(0);

    @TempDir
    private Path source;

    private Shelf shelf;

    @BeforeEach
    void fresh() {
        shelf = new Shelf(source);
    }

    @Test
    void aPushThatIsKilledAnywhereIsNotSeenAndCanBeDoneAgain() {
        int steps = 0;
        boolean finished = false;
        while (!finished) {
            fresh();
            shelf.hold(OLD);
            shelf.pushVersion("old");
            shelf.hold(NEW);
            int step = steps++;
            shelf.storage.puts.clear();
            atStep(step, () -> {
                throw new AssertionError("killed");
            });

            finished = catchThrowable(() -> shelf.pushVersion("new")) == null;

            calm();
            shelf.isWhole();
            boolean moved = shelf.repository.latest("etl").orElseThrow().equals("new");
            assertThat(moved || !finished).as("step %d", step).isTrue();
            int arrived = (int) shelf.storage.puts.stream()
                    .filter(path -> path.contains("/files/"))
                    .count();
            Pushed again = shelf.pushVersion("new");
            assertThat(again.sent()).isLessThanOrEqualTo(4 - arrived);
            assertThat(shelf.repository.latest("etl")).contains("new");
            shelf.isWhole();
        }
        assertThat(steps).as("steps of a push").isGreaterThan(10);
    }

    @Test
    void aPruningThatIsKilledAnywhereLeavesWhatIsVisibleWholeAndCanBeDoneAgain() {
        int steps = 0;
        boolean finished = false;
        while (!finished) {
            fresh();
            twoVersions();
            shelf.repository.prune("etl", NONE);
            shelf.age(Duration.ofDays(2));
            shelf.hold(OLD);
            shelf.push(PushOptions.DEFAULT.version("third").latest(false));
            shelf.age(Duration.ofDays(2));
            atStep(steps++, () -> {
                throw new AssertionError("killed");
            });

            finished = catchThrowable(() -> shelf.repository.prune("etl", NONE)) == null;

            calm();
            shelf.isWhole();
            shelf.repository.prune("etl", NONE);
            shelf.age(Duration.ofDays(2));
            shelf.repository.prune("etl", NONE);
            assertThat(shelf.versions()).containsExactly("new");
            assertThat(shelf.below("retired/")).isEmpty();
            assertThat(shelf.below("files/")).hasSize(3);
            assertThat(shelf.below("packs/")).hasSize(1);
            shelf.isWhole();
        }
        assertThat(steps).isGreaterThan(8);
    }

    /** Whatever is young enough, or named: the other side must never be left with a version that lacks something. */
    @Test
    void aPruningAtAnyStepOfAPushTakesNothingThatItNeeds() {
        for (Duration age : List.of(Duration.ZERO, Duration.ofHours(13), Duration.ofHours(25), Duration.ofDays(3))) {
            for (int step = 0; step < 14; step++) {
                fresh();
                twoVersions();
                // What the old version alone names is there, and nobody names it.
                shelf.repository.prune("etl", NONE);
                shelf.age(age);
                shelf.hold(OLD);
                atStep(step, () -> {
                    shelf.age(Duration.ofHours(1));
                    shelf.repository.prune("etl", NONE);
                });

                shelf.pushVersion("again");

                calm();
                assertThat(shelf.repository.latest("etl")).contains("again");
                shelf.isWhole();
                shelf.age(Duration.ofDays(2));
                shelf.repository.prune("etl", NONE);
                shelf.isWhole();
            }
        }
    }

    /** A pruning that has read what is named must not delete what a push comes to rely on after that. */
    @Test
    void aPushAtAnyStepOfAPruningFindsAllThatItNeeds() {
        for (Duration age : List.of(Duration.ZERO, Duration.ofHours(25))) {
            for (boolean pruned : new boolean[] {false, true}) {
                for (int step = 0; step < 20; step++) {
                    for (String version : List.of("old", "again")) {
                        fresh();
                        twoVersions();
                        if (pruned) {
                            shelf.repository.prune("etl", NONE);
                        }
                        shelf.age(age);
                        shelf.hold(OLD);
                        atStep(step, () -> shelf.pushVersion(version));

                        shelf.repository.prune("etl", NONE);

                        calm();
                        shelf.isWhole();
                        shelf.age(Duration.ofDays(2));
                        shelf.repository.prune("etl", NONE);
                        shelf.isWhole();
                    }
                }
            }
        }
    }

    @Test
    void ofManyPushesAtOnceAllAreThereAndOneIsTheLatest() throws Exception {
        shelf.hold(OLD);
        PackageBundle bundle = PackageBundle.directory(source);
        int many = 8;
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            List<Future<Pushed>> pushes = IntStream.range(0, many)
                    .mapToObj(i -> threads.submit(() -> PackageRepository.push(
                            "etl",
                            bundle,
                            PushOptions.DEFAULT.version("v" + i / 2),
                            List.of(shelf.repository),
                            progress -> {})))
                    .toList();
            for (Future<Pushed> push : pushes) {
                push.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(shelf.versions()).containsExactlyInAnyOrder("v0", "v1", "v2", "v3");
        shelf.isWhole();
    }

    @Test
    void ofTwoContentsUnderOneVersionOneIsRefused() {
        shelf.hold(NEW);
        AtomicBoolean met = new AtomicBoolean();
        shelf.storage.beforePut = path -> {
            if (path.endsWith("/versions/etl/1.json") && met.compareAndSet(false, true)) {
                shelf.hold(OLD);
                shelf.pushVersion("1");
            }
        };

        assertThat(catchThrowable(() -> shelf.pushVersion("1"))).hasMessageContaining("with other content");

        assertThat(shelf.repository.open("etl").files()).hasSize(4);
        shelf.isWhole();
    }

    private void twoVersions() {
        shelf.hold(OLD);
        shelf.pushVersion("old");
        shelf.age(Duration.ofMinutes(1));
        shelf.hold(NEW);
        shelf.pushVersion("new");
    }

    /** Steps in once, before the put, listing or deletion of this number; a request to delete files takes no long time. */
    private void atStep(int step, Runnable act) {
        AtomicInteger seen = new AtomicInteger();
        Consumer<String> hook = path -> {
            if (seen.getAndIncrement() == step) {
                act.run();
            }
        };
        shelf.storage.beforePut = hook;
        shelf.storage.beforeList = hook;
        shelf.storage.beforeDelete = path -> {
            if (!path.contains("/files/") && !path.contains("/packs/")) {
                hook.accept(path);
            }
        };
    }

    private void calm() {
        shelf.storage.beforePut = path -> {};
        shelf.storage.beforeDelete = path -> {};
        shelf.storage.beforeList = path -> {};
    }
}
