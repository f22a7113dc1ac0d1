package dev.drover.aws.s3;

import java.io.ByteArrayInputStream;
import software.amazon.awssdk.core.sync.RequestBody;

/** What is sent. */
final class Bodies {
    private static final String TYPE = "application/octet-stream";

    private Bodies() {}

    /** The first bytes of an array, uncopied. */
    static RequestBody of(byte[] bytes, int length) {
        return RequestBody.fromContentProvider(() -> new ByteArrayInputStream(bytes, 0, length), length, TYPE);
    }
}
