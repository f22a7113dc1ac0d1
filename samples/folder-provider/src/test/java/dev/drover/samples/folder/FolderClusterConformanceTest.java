package dev.drover.samples.folder;

import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.testkit.ClusterConformance;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

class FolderClusterConformanceTest extends ClusterConformance {
    private final Path root;
    private final Drover drover;

    FolderClusterConformanceTest(@TempDir Path root) {
        this.root = root;
        drover = newDrover();
    }

    @AfterAll
    void close() {
        drover.close();
    }

    @Override
    protected Drover drover() {
        return drover;
    }

    @Override
    protected final Drover newDrover() {
        return Drover.builder()
                .configure("folder://lab", FolderOptions.of(root))
                .build();
    }

    @Override
    protected String location() {
        return "folder://lab";
    }

    @Override
    protected ClusterSpec oneWorker() {
        return ClusterSpec.builder().build();
    }
}
