package dev.drover.its;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk that is small enough to be filled. */
public final class SmallDisk {
    private static final int PIECE = 1 << 20;

    private final Path ballast;

    public SmallDisk(Path disk) {
        ballast = disk.resolve("ballast");
    }

    /** Writes until there is no room for a byte more. */
    public void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(ballast)) {
            for (int size = PIECE; size > 0; size /= 2) {
                fillBy(new byte[size], out);
            }
        }
    }

    private static void fillBy(byte[] piece, OutputStream out) {
        try {
            while (true) {
                out.write(piece);
            }
        } catch (IOException full) {
            // No room for a piece of this size.
        }
    }

    public void free() throws IOException {
        Files.deleteIfExists(ballast);
    }
}
