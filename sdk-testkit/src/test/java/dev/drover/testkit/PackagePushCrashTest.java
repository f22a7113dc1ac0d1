package dev.drover.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.Drover;
import dev.drover.StorageUri;
import dev.drover.bundle.PackageBundle;
import dev.drover.bundle.PackageRepository;
import dev.drover.bundle.PackageVersion;
import dev.drover.bundle.PushOptions;
import dev.drover.bundle.Pushed;
import dev.drover.bundle.Retention;
import dev.drover.bundle.StoredPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** Pushes that are killed in the middle of their work leave whole versions or none. */
class PackagePushCrashTest {
    private static final int VERSIONS_BEFORE_THE_KILL = 4;

    private final Drover drover = Drover.builder().build();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        drover.close();
    }

    @RepeatedTest(2)
    void killedPushesLeaveWholeVersions() throws Exception {
        Path store = Files.createDirectory(directory.resolve("a store '$x`"));
        PackageRepository repository = drover.packages(StorageUri.of(store));
        Process pusher = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Pusher.class.getName(),
                        directory.resolve("source").toString(),
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> !pusher.isAlive() || repository.versions("etl").size() >= VERSIONS_BEFORE_THE_KILL);
            assertThat(pusher.isAlive()).as("it works until it is killed").isTrue();
        } finally {
            pusher.destroyForcibly();
            assertThat(pusher.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }

        List<PackageVersion> versions = repository.versions("etl");
        for (PackageVersion version : versions) {
            isWhole(repository.open("etl", version.version()));
        }
        assertThat(versions).filteredOn(PackageVersion::latest).hasSize(1);

        int next = versions.size() + 5;
        Pushed pushed = Pusher.push(drover, directory.resolve("source"), store, next);
        assertThat(repository.latest("etl")).contains(pushed.version());
        repository.prune("etl", Retention.keepLast(1));
        isWhole(repository.open("etl"));
    }

    private void isWhole(StoredPackage version) throws IOException {
        assertThat(version.files()).hasSize(Pusher.FILES);
        String content = "version " + version.version();
        for (String file : version.files()) {
            assertThat(Files.readString(version.uri(file).toPath())).startsWith(content);
        }
    }

    /** Pushes one version after another until it is killed. */
    static final class Pusher {
        static final int FILES = 40;

        private Pusher() {}

        public static void main(String[] args) throws Exception {
            try (Drover drover = Drover.builder().build()) {
                for (int version = 1; ; version++) {
                    push(drover, Path.of(args[0]), Path.of(args[1]), version);
                }
            }
        }

        static Pushed push(Drover drover, Path source, Path store, int version) throws Exception {
            for (int i = 0; i < FILES; i++) {
                Path file = source.resolve(i % 2 == 0 ? "jars/" + i + ".jar" : "conf/a b/" + i + ".ini");
                Files.createDirectories(file.getParent());
                Files.writeString(file, "version " + version + " of " + i);
            }
            return drover.push(
                    "etl",
                    PackageBundle.directory(source),
                    PushOptions.DEFAULT.version(String.valueOf(version)),
                    List.of(StorageUri.of(store)));
        }
    }
}
