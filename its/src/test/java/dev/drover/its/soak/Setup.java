package dev.drover.its.soak;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.StorageUri;
import dev.drover.routing.PoolSpec;
import dev.drover.standalone.SparkMasterOptions;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Where everything of a soak is, for its own process and its clients.
 *
 * @param folder of the soak; all else is in it
 * @param disk a small one that is filled on purpose, or a folder if there is none
 * @param clusters of the pool, as clients reach them
 */
record Setup(Path folder, Path disk, List<Cluster> clusters) {
    private static final String FILE = "soak.properties";

    /**
     * A cluster as clients reach it.
     *
     * @param work the folders of its drivers are in folders of this
     */
    record Cluster(ClusterId id, URI rest, URI ui, Path work) {}

    Path marks() {
        return folder.resolve("marks");
    }

    Path jar() {
        return folder.resolve("soak-app.jar");
    }

    /** Temporary files of all processes. */
    Path temporary() {
        return folder.resolve("tmp");
    }

    Path ledger() {
        return disk.resolve("ledger");
    }

    /** Once it is there, clients ask for nothing new. */
    Path stop() {
        return folder.resolve("stop");
    }

    /** A Drover as each client has it. */
    Drover drover() {
        Drover.Builder builder = Drover.builder()
                .ledger(StorageUri.of(ledger()).asPrefix())
                .operationTimeout(Duration.ofSeconds(20))
                .clockSkew(Duration.ofSeconds(1));
        for (Cluster cluster : clusters) {
            builder.configure(
                    cluster.id().location(),
                    SparkMasterOptions.builder()
                            .rest(cluster.rest())
                            .ui(cluster.ui())
                            .staging(StorageUri.of(folder.resolve("staging")))
                            .build());
        }
        return builder.build();
    }

    PoolSpec pool() {
        return PoolSpec.builder()
                .members(clusters.stream().map(Cluster::id).toArray(ClusterId[]::new))
                .build();
    }

    void write() throws IOException {
        Properties all = new Properties();
        all.setProperty("disk", disk.toString());
        for (int i = 0; i < clusters.size(); i++) {
            Cluster cluster = clusters.get(i);
            all.setProperty(i + ".id", cluster.id().toString());
            all.setProperty(i + ".rest", cluster.rest().toString());
            all.setProperty(i + ".ui", cluster.ui().toString());
            all.setProperty(i + ".work", cluster.work().toString());
        }
        try (Writer out = Files.newBufferedWriter(folder.resolve(FILE))) {
            all.store(out, "What the clients of a soak need");
        }
    }

    static Setup read(Path folder) throws IOException {
        Properties all = new Properties();
        try (Reader in = Files.newBufferedReader(folder.resolve(FILE))) {
            all.load(in);
        }
        List<Cluster> clusters = new ArrayList<>();
        for (int i = 0; all.containsKey(i + ".id"); i++) {
            clusters.add(new Cluster(
                    ClusterId.parse(all.getProperty(i + ".id")),
                    URI.create(all.getProperty(i + ".rest")),
                    URI.create(all.getProperty(i + ".ui")),
                    Path.of(all.getProperty(i + ".work"))));
        }
        return new Setup(folder, Path.of(all.getProperty("disk")), clusters);
    }
}
