package dev.drover.aws.s3;

import dev.drover.StorageUri;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.CRC32;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Compares what was read with the checksum of the whole object, where the server has told a CRC-32. For one thread. */
final class WholeChecksum {
    private final Optional<String> expected;
    private final CRC32 crc32 = new CRC32();

    private WholeChecksum(Optional<String> expected) {
        this.expected = expected;
    }

    static WholeChecksum of(GetObjectResponse answer) {
        // A range has none of its own; "x-3" is one of the checksums of three parts.
        return new WholeChecksum(Optional.ofNullable(answer.checksumCRC32())
                .filter(text -> answer.contentRange() == null && !text.contains("-")));
    }

    void update(byte[] bytes, int offset, int length) {
        if (expected.isPresent()) {
            crc32.update(bytes, offset, length);
        }
    }

    /** To be called when all is read. */
    void verify(StorageUri uri) throws IOException {
        String found = Crc32Text.of(crc32);
        if (expected.isPresent() && !expected.get().equals(found)) {
            throw new IOException("What was read of " + uri + " has the CRC-32 " + found + " and not " + expected.get()
                    + ", which it was stored with: it was damaged on the way. Read it again.");
        }
    }
}
