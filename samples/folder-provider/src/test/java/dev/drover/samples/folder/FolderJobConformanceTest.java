package dev.drover.samples.folder;

import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.JobId;
import dev.drover.RequestKey;
import dev.drover.StorageUri;
import dev.drover.testkit.JobConformance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

class FolderJobConformanceTest extends JobConformance {
    private final Path folder;
    private final Drover drover;
    private final ClusterHandle cluster;

    FolderJobConformanceTest(@TempDir Path folder) {
        this.folder = folder;
        drover = builder().build();
        cluster = drover.clusters("folder://lab").create(ClusterSpec.builder().build(), RequestKey.random());
    }

    @AfterAll
    void endCluster() {
        cluster.terminate();
        drover.close();
    }

    @Override
    protected Drover drover() {
        return drover;
    }

    @Override
    protected final Drover.Builder builder() {
        return Drover.builder().configure("folder://lab", FolderOptions.of(folder.resolve("clusters")));
    }

    @Override
    protected ClusterId cluster() {
        return cluster.id();
    }

    @Override
    protected StorageUri codeFolder() {
        return StorageUri.of(folder.resolve("code"));
    }

    @Override
    protected Optional<JobId> submitByOthers() {
        try {
            Files.createDirectories(
                    folder.resolve("clusters").resolve(cluster.id().name()).resolve("by-hand"));
            return Optional.of(cluster.id().job("by-hand"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
