package dev.drover.samples.folder;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.ClusterNode;
import dev.drover.ClusterPlan;
import dev.drover.ClusterSpec;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.spi.CallContext;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Lookup;
import dev.drover.spi.Safety;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Clusters as folders. A cluster is ready when its folder is there, and has this machine as its one worker. */
final class FolderClusterDriver implements ClusterDriver {
    private final Folders folders;

    FolderClusterDriver(Folders folders) {
        this.folders = folders;
    }

    @Override
    public Duration settle() {
        return Folders.TIMEOUT;
    }

    @Override
    public Safety createSafety() {
        return Safety.KEYED;
    }

    @Override
    public void check(ClusterSpec spec) {
        if (spec.workers() != 1
                || spec.sparkVersion().isPresent()
                || !spec.conf().isEmpty()) {
            throw DroverException.invalid("A cluster of '" + folders.where()
                    + "' has one worker, this machine, and neither a version of Spark nor properties.");
        }
    }

    @Override
    public ClusterId create(ClusterSpec spec, Attempt attempt, CallContext context) {
        ClusterId cluster = folders.where().cluster(attempt.name());
        return context.call(folders.call("CreateCluster", Safety.KEYED), timeout -> {
            Files.createDirectories(folders.root());
            Folders.claim(folders.root().resolve(cluster.name()));
            return cluster;
        });
    }

    @Override
    public Lookup<ClusterId> find(Attempt attempt, CallContext context) {
        ClusterId cluster = folders.where().cluster(attempt.name());
        boolean there = context.call(
                folders.call("FindCluster", Safety.READ),
                timeout -> folders.find(cluster).isPresent());
        return there ? new Lookup.Found<>(List.of(cluster)) : new Lookup.NotSeen<>();
    }

    @Override
    public Optional<ClusterStatus> describe(ClusterId cluster, CallContext context) {
        return context.call(
                folders.call("DescribeCluster", Safety.READ),
                timeout -> folders.find(cluster).map(path -> status(cluster, context.now())));
    }

    @Override
    public List<ClusterStatus> list(CallContext context) {
        return context.call(folders.call("ListClusters", Safety.READ), timeout -> {
            if (!Files.exists(folders.root())) {
                return List.of();
            }
            return Folders.content(folders.root()).stream()
                    .map(path -> path.getFileName().toString())
                    .filter(Attempt::isName)
                    .map(name -> status(folders.where().cluster(name), context.now()))
                    .toList();
        });
    }

    private static ClusterStatus status(ClusterId cluster, Instant now) {
        int cores = Runtime.getRuntime().availableProcessors();
        ClusterNode machine = new ClusterNode(
                "this", ClusterNode.Role.WORKER, "localhost", "ALIVE", cores, 0, 0, 0, Optional.empty());
        return new ClusterStatus(
                cluster,
                ClusterState.READY,
                "there",
                Optional.empty(),
                List.of(machine),
                List.of(),
                Optional.empty(),
                now);
    }

    @Override
    public void resize(ClusterId cluster, int workers, CallContext context) {
        throw new DroverException(ErrorCode.UNSUPPORTED, "A folder has this machine as its one worker.");
    }

    @Override
    public void terminate(ClusterId cluster, CallContext context) {
        context.call(folders.call("EndCluster", Safety.KEYED), timeout -> {
            Path ending = folders.root().resolve(".ending-" + cluster.name());
            Optional<Path> living = folders.find(cluster);
            if (living.isPresent()) {
                finish(cluster, ending); // of a namesake, by a process that died over it
                Files.move(living.get(), ending); // from here on it takes no runs
            }
            finish(cluster, ending);
            return cluster;
        });
    }

    /** Ends what runs in a folder, then the folder. */
    private static void finish(ClusterId cluster, Path ending) throws IOException {
        try {
            for (Path run : Folders.content(ending)) {
                new RunFolder(cluster.job(run.getFileName().toString()), run).kill();
            }
            Folders.delete(ending);
        } catch (NoSuchFileException gone) {
            // There is none, or another process finishes it too.
        }
    }

    @Override
    public ClusterPlan plan(ClusterSpec spec, CallContext context) {
        return new ClusterPlan(List.of("a folder in " + folders.root()), List.of(), List.of());
    }
}
