package dev.drover.gcp.gcs;

import com.google.api.client.http.HttpHeaders;
import dev.drover.StorageUri;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Compares what was read with the checksum of the whole object. For one thread. */
final class WholeChecksum {
    private static final String PREFIX = "crc32c=";

    private final Optional<String> expected;
    private final CRC32C crc32c = new CRC32C();

    private WholeChecksum(Optional<String> expected) {
        this.expected = expected;
    }

    /** What the answer to a request for the whole tells: with a range the checksum is the whole's all the same. */
    static WholeChecksum of(HttpHeaders answer) {
        List<String> hashes = answer.getHeaderStringValues("x-goog-hash");
        return new WholeChecksum(hashes.stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(String::strip)
                .filter(text -> text.startsWith(PREFIX) && answer.getContentRange() == null)
                .map(text -> text.substring(PREFIX.length()))
                .findFirst());
    }

    void update(byte[] bytes, int offset, int length) {
        if (expected.isPresent()) {
            crc32c.update(bytes, offset, length);
        }
    }

    /** To be called when all is read. */
    void verify(StorageUri uri) throws IOException {
        String found = Crc32c.text(crc32c);
        if (expected.isPresent() && !expected.get().equals(found)) {
            throw new IOException("What was read of " + uri + " has the CRC32C " + found + " and not " + expected.get()
                    + ", which it was stored with: it was damaged on the way. Read it again.");
        }
    }
}
