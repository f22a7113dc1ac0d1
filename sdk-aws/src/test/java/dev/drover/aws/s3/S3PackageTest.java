package dev.drover.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.StorageUri;
import dev.drover.bundle.PackageBundle;
import dev.drover.bundle.PackageRepository;
import dev.drover.bundle.PackageVersion;
import dev.drover.bundle.PushOptions;
import dev.drover.bundle.Pushed;
import dev.drover.bundle.Retention;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Packages in a bucket: what conditional writes, listings and copies do there. */
@TestInstance(Lifecycle.PER_CLASS)
class S3PackageTest {
    private static final int FILES = 200;

    private final S3World world = new S3World(S3Options.standard());

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void aTreeTakesFewRequestsAndAnUnchangedOneNoWrite(@TempDir Path folder) throws Exception {
        for (int i = 0; i < FILES; i++) {
            Path file = folder.resolve("a b/m\u00fcll " + i + " +%&=?.ini");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "print(" + i + ")");
        }
        Files.writeString(folder.resolve("main file.py"), "main");
        PackageBundle bundle = PackageBundle.directory(folder);
        world.front.reset();

        Pushed first = world.drover.push("etl", bundle, "s3://bucket/p/");

        assertThat(first.sent()).isEqualTo(FILES + 1);
        assertThat(world.front.calls("PutObject")).isLessThan(10);
        PackageRepository repository = world.drover.packages("s3://bucket/p/");
        StorageUri packed = repository.open("etl").uri("a b/m\u00fcll 7 +%&=?.ini");
        assertThat(world.stored(packed)).asString().isEqualTo("print(7)");
        assertThat(world.stored(repository.open("etl").uri("main file.py")))
                .asString()
                .isEqualTo("main");

        world.front.reset();
        Pushed second = world.drover.push("etl", bundle, "s3://bucket/p/");

        assertThat(second.skipped()).isEqualTo(FILES + 1);
        assertThat(second.version()).isEqualTo(first.version());
        assertThat(world.front.calls("PutObject")).isZero();
        assertThat(world.front.calls("GetObject"))
                .as("the manifest and the pointer")
                .isEqualTo(2);
        assertThat(world.front.calls("ListObjectsV2"))
                .as("files, packs and the pointer")
                .isEqualTo(3);
    }

    @Test
    void pushesAtOnceAndPruningLeaveAWholeLatest(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("main.py"), "main");
        PackageBundle bundle = PackageBundle.directory(folder);
        PackageRepository repository = world.drover.packages("s3://bucket/many/");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Pushed>> pushes = IntStream.range(0, 4)
                    .<Callable<Pushed>>mapToObj(i -> () -> world.drover.push(
                            "etl", bundle, PushOptions.DEFAULT.version("v" + i), List.of(repository.prefix())))
                    .toList();
            for (Future<Pushed> push : threads.invokeAll(pushes)) {
                push.get();
            }
        } finally {
            threads.shutdownNow();
        }
        String latest = repository.latest("etl").orElseThrow();
        world.clock.advance(Duration.ofHours(1));

        assertThat(repository.prune("etl", Retention.keepLast(0)).versions()).hasSize(3);

        assertThat(repository.versions("etl"))
                .extracting(PackageVersion::version)
                .containsExactly(latest);
        assertThat(world.stored(repository.open("etl").uri("main.py")))
                .asString()
                .isEqualTo("main");
    }
}
