package dev.drover.bundle;

import dev.drover.spi.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Hashes files one after the other, with one buffer for all. For one thread. */
final class FileHasher {
    private static final int BUFFER = 1 << 16;

    private final MessageDigest sha256 = Sha256.begin();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    FileDigest digest(Path file) throws IOException {
        long size = 0;
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int count = in.read(buffer.clear()); count >= 0; count = in.read(buffer.clear())) {
                sha256.update(buffer.flip());
                size += count;
            }
        } finally {
            buffer.clear();
        }
        return new FileDigest(size, hex(sha256));
    }

    /** Ends a digest, which can be used again then. */
    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A digest that has seen these bytes. */
    static MessageDigest digestOf(byte[] bytes) {
        MessageDigest digest = Sha256.begin();
        digest.update(bytes);
        return digest;
    }
}
