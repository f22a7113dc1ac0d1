package dev.drover.internal.tracker;

import dev.drover.ClusterId;
import dev.drover.DroverClock;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.spi.JobDriver;
import dev.drover.spi.Sha256;
import java.util.HexFormat;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Where the JVMs that share one prefix share what they see. Safe for use by many threads. */
public final class SharedStatus {
    private static final int NAME_LENGTH = 16;

    private final StorageUri prefix;
    private final Function<StorageUri, Storage> storages;
    private final DroverClock clock;
    private final RandomGenerator random;
    private final Executor executor;

    public SharedStatus(
            StorageUri prefix,
            Function<StorageUri, Storage> storages,
            DroverClock clock,
            RandomGenerator random,
            Executor executor) {
        this.prefix = prefix;
        this.storages = storages;
        this.clock = clock;
        this.random = random;
        this.executor = executor;
    }

    SharedLooks looks(ClusterId cluster, JobDriver driver, DirectLooks direct) {
        StorageUri place = prefix.resolve(
                cluster.scheme() + "-" + Sha256.hex(cluster.toString()).substring(0, NAME_LENGTH) + "/");
        String self =
                HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
        Board board = new Board(place, () -> storages.apply(place), new SnapshotFormat(cluster), clock, executor);
        return new SharedLooks(board, self, direct, clock, driver.pollInterval());
    }
}
