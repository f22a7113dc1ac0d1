package dev.drover.gcp.gcs;

import dev.drover.Drover;
import dev.drover.DroverListener;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.gcp.fake.FakeGcs;
import dev.drover.testkit.ManualClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** A bucket on a server that lets things go wrong, under a clock that does not wait. */
final class GcsWorld implements AutoCloseable {
    static final int KIB_256 = 256 * 1024;
    static final int MIB = 1 << 20;

    final FakeGcs server;
    final ManualClock clock = ManualClock.auto();
    final List<String> progress = new CopyOnWriteArrayList<>();
    final Drover drover;
    final Storage storage;

    GcsWorld(FakeGcs server, GcsOptions options) {
        this.server = server;
        drover = drover(options);
        storage = drover.storage(uri(""));
    }

    /** Another one at the same server. */
    Drover drover(GcsOptions options) {
        return Drover.builder()
                .clock(clock)
                .configure("gs://", server.options())
                .configure("gs://", options)
                .listener(new DroverListener() {
                    @Override
                    public void progressed(Progress told) {
                        progress.add(told.message());
                    }
                })
                .build();
    }

    static StorageUri uri(String path) {
        return StorageUri.parse("gs://bucket/" + path);
    }

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    static byte[] read(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        drover.close();
        server.close();
    }
}
