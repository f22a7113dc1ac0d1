package dev.drover;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes of known length that can be read again, as a retry needs it. Safe for use by many threads. */
public interface Content {

    /** In bytes. */
    long length() throws IOException;

    /** A new stream from the start; the caller closes it. */
    InputStream open() throws IOException;

    /** The bytes given; they must not be changed afterwards. */
    static Content of(byte[] bytes) {
        return new Content() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }

    /** Text as UTF-8. */
    static Content of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A file, read when needed. */
    static Content of(Path file) {
        return new Content() {
            @Override
            public long length() throws IOException {
                return Files.size(file);
            }

            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }
        };
    }
}
