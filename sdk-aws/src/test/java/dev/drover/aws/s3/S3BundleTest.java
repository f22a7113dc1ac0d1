package dev.drover.aws.s3;

import static dev.drover.aws.s3.S3World.uri;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.bundle.PackageBundle;
import dev.drover.bundle.Uploaded;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A folder in a bucket. */
@TestInstance(Lifecycle.PER_CLASS)
class S3BundleTest {
    private static final int FILES = 200;

    private final S3World world = new S3World(S3Options.standard());

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void onlyWhatChangedIsSent(@TempDir Path folder) throws Exception {
        for (int i = 0; i < FILES; i++) {
            Files.writeString(folder.resolve("module" + i + ".py"), "print(" + i + ")");
        }
        PackageBundle bundle = PackageBundle.directory(folder);

        Uploaded first = world.drover.upload(bundle, "s3://bucket/app/");
        assertThat(first.uploaded()).isEqualTo(FILES);
        assertThat(world.stored(uri("app/module7.py"))).asString().isEqualTo("print(7)");

        world.front.reset();
        Uploaded second = world.drover.upload(bundle, "s3://bucket/app/");
        assertThat(second.skipped()).isEqualTo(FILES);
        assertThat(world.front.calls("PutObject")).isZero();
        assertThat(world.front.calls("GetObject")).as("the manifest").isOne();
        assertThat(world.front.calls("ListObjectsV2")).isOne();

        Files.writeString(folder.resolve("module7.py"), "print('seven')");
        Uploaded third = world.drover.upload(PackageBundle.directory(folder), "s3://bucket/app/");
        assertThat(third.uploaded()).isOne();
        assertThat(world.stored(uri("app/module7.py"))).asString().isEqualTo("print('seven')");
    }
}
