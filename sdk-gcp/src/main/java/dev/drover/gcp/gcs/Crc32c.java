package dev.drover.gcp.gcs;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/** Checksums as Cloud Storage writes them: four bytes, the most significant first, in Base64. */
final class Crc32c {

    private Crc32c() {}

    static String text(CRC32C checksum) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) checksum.getValue())
                        .array());
    }
}
