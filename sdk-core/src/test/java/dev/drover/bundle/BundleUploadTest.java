package dev.drover.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.drover.DroverException;
import dev.drover.DroverListener.UploadProgress;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleUploadTest {
    private static final StorageUri TARGET = StorageUri.parse("map://bucket/code/etl");
    private static final String MANIFEST = "code/etl/.drover/manifest.json";

    private final MapStorage storage = new MapStorage();
    private final List<UploadProgress> progress = new ArrayList<>();

    @TempDir
    private Path source;

    @BeforeEach
    void threeFiles() throws IOException {
        write("main.py", "print('hello')");
        write("lib/readers.py", "import csv");
        write("empty", "");
    }

    @Test
    void aFirstUploadSendsEverythingAndTheManifestLast() throws Exception {
        Uploaded uploaded = upload();

        assertThat(uploaded)
                .isEqualTo(new Uploaded(
                        StorageUri.parse("map://bucket/code/etl/"),
                        List.of("empty", "lib/readers.py", "main.py"),
                        3,
                        0,
                        24));
        assertThat(stored())
                .containsOnly(
                        Map.entry("code/etl/main.py", "print('hello')"),
                        Map.entry("code/etl/lib/readers.py", "import csv"),
                        Map.entry("code/etl/empty", ""));
        assertThat(storage.puts).hasSize(4).last().isEqualTo(MANIFEST);
        assertThat(manifest().files().get("empty"))
                .isEqualTo(new FileDigest(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    }

    @Test
    void anUnchangedBundleWritesNothing() throws Exception {
        upload();
        storage.puts.clear();

        Uploaded again = upload();

        assertThat(storage.puts).isEmpty();
        assertThat(again.uploaded()).isZero();
        assertThat(again.skipped()).isEqualTo(3);
        assertThat(again.bytes()).isZero();
    }

    @Test
    void onlyWhatChangedIsSent() throws Exception {
        upload();
        write("main.py", "print('HELLO')"); // As long as before.
        write("new.py", "1");
        Files.delete(source.resolve("empty"));
        storage.puts.clear();

        Uploaded again = upload();

        assertThat(again.uploaded()).isEqualTo(2);
        assertThat(again.skipped()).isEqualTo(1);
        assertThat(storage.puts).containsExactlyInAnyOrder(MANIFEST, "code/etl/main.py", "code/etl/new.py", MANIFEST);
        assertThat(stored()).containsEntry("code/etl/main.py", "print('HELLO')").containsKey("code/etl/empty");
        assertThat(manifest().files()).containsOnlyKeys("lib/readers.py", "main.py", "new.py");
    }

    @Test
    void whatTheTargetLostOrHasInAnotherSizeIsSentAgain() throws Exception {
        upload();
        storage.objects.remove("code/etl/main.py");
        storage.objects.put("code/etl/lib/readers.py", new byte[3]);

        assertThat(upload().uploaded()).isEqualTo(2);
        assertThat(stored())
                .containsEntry("code/etl/main.py", "print('hello')")
                .containsEntry("code/etl/lib/readers.py", "import csv");
    }

    @Test
    void aManifestThatCannotBeReadIsNone() throws Exception {
        upload();
        storage.objects.put(MANIFEST, "{\"format\":1,".getBytes(StandardCharsets.UTF_8));

        assertThat(upload().uploaded()).isEqualTo(3);
        assertThat(upload().uploaded()).isZero();
    }

    @Test
    void objectsThatNoManifestVouchesForAreReplaced() throws Exception {
        storage.objects.put("code/etl/main.py", "print('other')".getBytes(StandardCharsets.UTF_8));

        assertThat(upload().uploaded()).isEqualTo(3);
        assertThat(stored()).containsEntry("code/etl/main.py", "print('hello')");
    }

    @Test
    void aFileThatCannotBeReadStopsTheUploadBeforeAnythingIsSent() throws Exception {
        PackageBundle bundle = PackageBundle.directory(source);
        Files.delete(source.resolve("main.py"));

        assertThatThrownBy(() -> bundle.upload(storage, TARGET, progress::add))
                .isInstanceOfSatisfying(DroverException.class, error -> {
                    assertThat(error.code()).isEqualTo(ErrorCode.NOT_FOUND);
                    assertThat(error).hasMessageContaining("main.py");
                });
        assertThat(storage.puts).isEmpty();
        assertThat(progress).isEmpty();
    }

    @Test
    void aFileThatChangesWhileItIsUploadedIsAConflictAndNeverRecorded() throws Exception {
        List<String> changes = List.of("print('HELLO')", "longer than it was before", "short", "");
        for (String changed : changes) {
            write("main.py", "print('hello')");
            storage.objects.clear();
            storage.beforePut = path -> {
                if (path.endsWith("main.py")) {
                    write("main.py", changed);
                }
            };

            assertConflict();

            assertThat(stored()).doesNotContainKey("code/etl/main.py");
            assertThat(storage.objects.containsKey(MANIFEST) ? manifest().files() : Map.of())
                    .doesNotContainKey("main.py");
        }
    }

    @Test
    void aFileThatVanishesWhileItIsUploadedIsAConflict() {
        storage.beforePut = path -> {
            if (path.endsWith("main.py")) {
                delete("main.py");
            }
        };
        assertConflict();
    }

    /** Otherwise the old manifest would vouch for the new object, which is as long. */
    @Test
    void anUploadThatIsKilledBetweenObjectAndManifestIsNotTakenForTheOldOne() throws Exception {
        upload();
        write("main.py", "print('HELLO')");
        storage.beforePut = path -> {
            if (path.equals(MANIFEST) && stored().get("code/etl/main.py").equals("print('HELLO')")) {
                throw new AssertionError("killed");
            }
        };
        assertThat(catchThrowable(this::upload)).hasMessage("killed");
        storage.beforePut = path -> {};

        write("main.py", "print('hello')");
        assertThat(upload().uploaded()).isEqualTo(1);
        assertThat(stored()).containsEntry("code/etl/main.py", "print('hello')");
    }

    @Test
    void theFirstErrorStopsTheUploadAndWhatArrivedIsSkippedTheNextTime() throws Exception {
        for (int i = 0; i < 200; i++) {
            write("many/%03d".formatted(i), "content " + i);
        }
        storage.beforePut = path -> {
            if (path.endsWith("many/100")) {
                throw new DroverException(ErrorCode.QUOTA_EXCEEDED, "full");
            }
        };

        assertThatThrownBy(this::upload).isInstanceOf(DroverException.class).hasMessageEndingWith("full");

        long arrived =
                storage.puts.stream().filter(path -> !path.equals(MANIFEST)).count();
        assertThat(arrived).isBetween(1L, 202L);
        storage.beforePut = path -> {};
        Uploaded again = upload();
        assertThat(again.skipped()).isEqualTo((int) arrived);
        assertThat(again.uploaded() + again.skipped()).isEqualTo(203);
        assertThat(stored()).hasSize(203);
    }

    @Test
    void theFirstErrorIsThrownEvenIfTheManifestCannotBeWrittenEither() {
        storage.beforePut = path -> {
            if (path.endsWith("main.py") || path.equals(MANIFEST)) {
                // Sent after the others, so that there is something to remember.
                await().atMost(Duration.ofMinutes(1)).until(() -> storage.puts.size() == 2);
                throw new DroverException(ErrorCode.PERMISSION_DENIED, "refused " + path);
            }
        };

        Throwable error = catchThrowable(this::upload);

        assertThat(error).hasMessageEndingWith("refused code/etl/main.py");
        assertThat(error.getSuppressed())
                .singleElement()
                .satisfies(suppressed -> assertThat(suppressed).hasMessageEndingWith("refused " + MANIFEST));
    }

    @Test
    void anInterruptStopsTheUpload() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch sending = new CountDownLatch(1);
        storage.beforePut = path -> {
            sending.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new DroverException(ErrorCode.CANCELLED, "the worker was interrupted");
            }
        };
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> thrown.set(catchThrowable(this::upload)));
        caller.start();
        sending.await();

        caller.interrupt();
        caller.join(10_000);

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(storage.objects).isEmpty();
        await().atMost(Duration.ofMinutes(1)).until(() -> uploadThreads().isEmpty());
    }

    @Test
    void noThreadIsLeft() throws Exception {
        upload();
        await().atMost(Duration.ofMinutes(1)).until(() -> uploadThreads().isEmpty());
    }

    @Test
    void progressOnlyGrowsAndEndsWhole() throws Exception {
        upload();
        for (int i = 0; i < 50; i++) {
            write("more/" + i, "x".repeat(i));
        }
        progress.clear();
        Thread caller = Thread.currentThread();

        PackageBundle.directory(source).upload(storage, TARGET, event -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            progress.add(event);
        });

        assertThat(progress).hasSize(51).allSatisfy(event -> {
            assertThat(event.target()).isEqualTo(TARGET.asPrefix());
            assertThat(event.filesTotal()).isEqualTo(53);
            assertThat(event.filesSkipped()).isEqualTo(3);
            assertThat(event.bytesTotal()).isEqualTo(49 * 50 / 2);
        });
        assertThat(progress.stream().map(UploadProgress::filesDone))
                .isSorted()
                .startsWith(3)
                .endsWith(53);
        assertThat(progress.stream().map(UploadProgress::bytesDone))
                .isSorted()
                .startsWith(0L)
                .endsWith(1225L);
    }

    @Test
    void aLargeFileIsHashedWhole() throws Exception {
        write("large", "0123456789".repeat(50_000));
        upload();

        BiFunction<Integer, Character, String> changedAt = (at, to) -> {
            StringBuilder text = new StringBuilder("0123456789".repeat(50_000));
            text.setCharAt(at, to);
            return text.toString();
        };
        write("large", changedAt.apply(499_999, 'x'));
        assertThat(upload().uploaded()).isEqualTo(1);
        write("large", changedAt.apply(100_000, 'x'));
        assertThat(upload().uploaded()).isEqualTo(1);
        assertThat(stored().get("code/etl/large")).isEqualTo(changedAt.apply(100_000, 'x'));
    }

    private void assertConflict() {
        assertThatThrownBy(this::upload).isInstanceOfSatisfying(DroverException.class, error -> {
            assertThat(error.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(error).hasMessageContaining("main.py").hasMessageContaining("changed");
        });
    }

    private Uploaded upload() throws InterruptedException {
        return PackageBundle.directory(source).upload(storage, TARGET, progress::add);
    }

    private BundleManifest manifest() throws IOException {
        return BundleManifest.parse(storage.objects.get(MANIFEST));
    }

    private Map<String, String> stored() {
        return storage.objects.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(MANIFEST))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> new String(entry.getValue(), StandardCharsets.UTF_8)));
    }

    private static List<String> uploadThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("drover-upload"))
                .toList();
    }

    private void write(String name, String text) {
        try {
            Path file = source.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete(String name) {
        try {
            Files.delete(source.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
