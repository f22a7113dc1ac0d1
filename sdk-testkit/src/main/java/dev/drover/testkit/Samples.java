package dev.drover.testkit;

import dev.drover.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** Contents to store, of all kinds of trouble. */
final class Samples {

    private Samples() {}

    static byte[] filled(int value, int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** @param open counts the streams that are not closed */
    static Content content(long length, AtomicInteger open, Callable<InputStream> streams) {
        return new Content() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public InputStream open() throws IOException {
                open.incrementAndGet();
                try {
                    return new SequenceInputStream(streams.call(), InputStream.nullInputStream()) {
                        private boolean closed;

                        @Override
                        public void close() throws IOException {
                            if (!closed) {
                                closed = true;
                                open.decrementAndGet();
                            }
                        }
                    };
                } catch (Exception e) {
                    throw new IOException(e);
                }
            }
        };
    }

    /** A stream that breaks off at its start. */
    static InputStream broken() {
        return new BrokenStream();
    }

    private static final class BrokenStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the source broke off");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
        }
    }
}
