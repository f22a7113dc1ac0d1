package dev.drover.gcp.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.bundle.PackageBundle;
import dev.drover.bundle.PackageRepository;
import dev.drover.bundle.PackageVersion;
import dev.drover.bundle.PushOptions;
import dev.drover.bundle.Pushed;
import dev.drover.bundle.Retention;
import dev.drover.gcp.fake.FakeGcs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Packages in a bucket: what generation preconditions, listings and copies do there. */
@TestInstance(Lifecycle.PER_CLASS)
class GcsPackageTest {
    private final GcsWorld world = new GcsWorld(new FakeGcs("bucket"), GcsOptions.standard());

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void versionsComeAndGo(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("conf"));
        Files.writeString(folder.resolve("conf/a b.ini"), "[a]");
        Files.writeString(folder.resolve("conf/m\u00fcll.ini"), "[b]");
        Files.writeString(folder.resolve("main.py"), "main");
        PackageRepository repository = world.drover.packages("gs://bucket/p/");
        Pushed first = push(folder, "1");
        Files.writeString(folder.resolve("main.py"), "changed");
        Pushed second = push(folder, "2");
        Pushed again = push(folder, "2");

        assertThat(first.sent()).isEqualTo(3);
        assertThat(second.sent()).isOne();
        assertThat(again.sent()).isZero();
        assertThat(GcsWorld.read(world.storage.get(repository.open("etl", "1").uri("conf/m\u00fcll.ini"))))
                .asString()
                .isEqualTo("[b]");
        assertThat(repository.prune("etl", Retention.keepLast(0)).versions())
                .extracting(PackageVersion::version)
                .containsExactly("1");
        assertThat(repository.versions("etl"))
                .extracting(PackageVersion::version)
                .containsExactly("2");
        assertThat(GcsWorld.read(world.storage.get(repository.open("etl").uri("main.py"))))
                .asString()
                .isEqualTo("changed");
    }

    private Pushed push(Path folder, String version) throws InterruptedException {
        return world.drover.push(
                "etl",
                PackageBundle.directory(folder),
                PushOptions.DEFAULT.version(version),
                List.of(GcsWorld.uri("p/")));
    }
}
