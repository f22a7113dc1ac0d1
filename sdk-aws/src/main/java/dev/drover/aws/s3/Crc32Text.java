package dev.drover.aws.s3;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32;

/** How S3 writes a CRC-32. */
final class Crc32Text {

    private Crc32Text() {}

    static String of(CRC32 crc32) {
        byte[] bigEndian = ByteBuffer.allocate(Integer.BYTES)
                .putInt((int) crc32.getValue())
                .array();
        return Base64.getEncoder().encodeToString(bigEndian);
    }
}
