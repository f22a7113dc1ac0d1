package dev.drover.its;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.drover.ClusterId;
import dev.drover.Command;
import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobState;
import dev.drover.LedgerEntry;
import dev.drover.LedgerEntry.State;
import dev.drover.RequestKey;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.bundle.PackageBundle;
import dev.drover.bundle.PackageRepository;
import dev.drover.bundle.Pushed;
import dev.drover.internal.file.FileProviderFactory;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Writing to a disk that is really full. */
@EnabledIfEnvironmentVariable(named = "DROVER_ITS_SMALL_DISK", matches = ".+")
class FullDiskTest {
    private static final int TOO_MUCH = 4 << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path disk = Path.of(System.getenv().getOrDefault("DROVER_ITS_SMALL_DISK", ""));
    private final StorageUri target = StorageUri.of(disk).asPrefix();

    @Test
    void aFullDiskIsItsOwnErrorAndNothingIsLeftBehind() throws IOException {
        try (Drover drover = Drover.builder().build()) {
            Storage storage = drover.storage(target);
            StorageUri old = target.resolve("object");
            storage.put(old, Content.of("old"));

            for (boolean absent : new boolean[] {true, false}) {
                StorageUri uri = absent ? target.resolve("new") : old;
                DroverException full = catchThrowableOfType(DroverException.class, () -> {
                    if (absent) {
                        storage.putIfAbsent(uri, Content.of(new byte[TOO_MUCH]));
                    } else {
                        storage.put(uri, Content.of(new byte[TOO_MUCH]));
                    }
                });
                assertThat(full.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
                assertThat(full.effect()).isEqualTo(Effect.NONE);
            }

            assertThat(storage.get(old)).hasContent("old");
            try (Stream<Path> files = Files.list(disk)) {
                assertThat(files.map(file -> file.getFileName().toString())).containsExactly("object");
            }
            storage.delete(old);
        }
    }

    @Test
    void anUploadThatFillsTheDiskKeepsWhatArrivedForTheNextTry(@TempDir Path app) throws Exception {
        Files.writeString(app.resolve("a-small.txt"), "small");
        Files.write(app.resolve("b-large.bin"), new byte[TOO_MUCH]);
        StorageUri prefix = target.resolve("app/");
        try (Drover drover = Drover.builder().build()) {
            DroverException full = catchThrowableOfType(
                    DroverException.class, () -> drover.upload(PackageBundle.directory(app), prefix));
            assertThat(full.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);

            try (Stream<StoredObject> objects = drover.storage(prefix).list(prefix)) {
                List<String> names =
                        objects.map(object -> object.uri().fileName()).toList();
                assertThat(names).doesNotContain("b-large.bin");
            }

            Files.writeString(app.resolve("b-large.bin"), "no longer large");
            assertThat(drover.upload(PackageBundle.directory(app), prefix).files())
                    .hasSize(2);
        }
    }

    @Test
    void aPushThatFillsTheDiskIsNotSeenAndGoesOnWhenThereIsRoom(@TempDir Path app) throws Exception {
        Files.writeString(app.resolve("main.py"), "old");
        StorageUri prefix = target.resolve("packages/");
        try (Drover drover = Drover.builder().build()) {
            Pushed old = drover.push("etl", PackageBundle.directory(app), prefix.toString());
            Files.writeString(app.resolve("main.py"), "new");
            Files.write(app.resolve("large.jar"), new byte[TOO_MUCH]);

            DroverException full = catchThrowableOfType(
                    DroverException.class, () -> drover.push("etl", PackageBundle.directory(app), prefix.toString()));

            assertThat(full.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
            PackageRepository repository = drover.packages(prefix);
            assertThat(repository.versions("etl")).hasSize(1);
            assertThat(repository.latest("etl")).contains(old.version());
            Files.writeString(app.resolve("large.jar"), "no longer large");
            Pushed now = drover.push("etl", PackageBundle.directory(app), prefix.toString());
            assertThat(repository.latest("etl")).contains(now.version());
            try (Stream<StoredObject> objects = drover.storage(prefix).list(prefix)) {
                drover.storage(prefix).deleteAll(objects.map(StoredObject::uri).toList());
            }
        }
    }

    @Test
    void anEndThatTheLedgersFullDiskRefusesIsWrittenOnceThereIsRoom() throws Exception {
        MemPlatform platform = MemPlatform.builder(DroverClock.system()).build();
        ClusterId cluster = platform.cluster("mem://eu/etl");
        platform.onJob(job -> true, JobScript.hang());
        RequestKey key = RequestKey.of("full");
        SmallDisk small = new SmallDisk(disk);
        try (Drover drover = Drover.builder()
                .factories(List.of(platform.factory(), new FileProviderFactory()))
                .ledger(target.resolve("ledger/"))
                .build()) {
            JobHandle job = drover.jobs(cluster).submit(Command.of("true").build(), key);
            small.fill();
            job.cancel();

            assertThat(job.await(PATIENCE).state()).isEqualTo(JobState.CANCELLED);
            assertThat(states(drover, key)).containsExactly(State.INTENT, State.PLACED);

            small.free();
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(states(drover, key)).containsExactly(State.INTENT, State.PLACED, State.ENDED));
        } finally {
            small.free();
        }
    }

    private static List<State> states(Drover drover, RequestKey key) {
        return drover.ledger().history(key).stream().map(LedgerEntry::state).toList();
    }
}
