package dev.drover.bundle;

import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.spi.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * A file as it was when it was hashed. Its stream fails before it has given the last byte if the file has changed since,
 * so that no store takes in what the manifest would describe wrongly.
 */
record VerifiedContent(Path file, FileDigest expected) implements Content {

    @Override
    public long length() {
        return expected.size();
    }

    @Override
    public InputStream open() throws IOException {
        try {
            return new VerifiedStream(Files.newInputStream(file));
        } catch (NoSuchFileException e) {
            throw changed();
        }
    }

    /** Stores wrap what a stream throws, each in its own way: this finds it again. */
    static DroverException unwrap(DroverException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ChangedFileException changed) {
                return changed.conflict();
            }
        }
        return error;
    }

    private ChangedFileException changed() {
        return new ChangedFileException(
                file + " changed while it was uploaded; the target keeps what it had. Upload again once the file is"
                        + " at rest.");
    }

    private static final class ChangedFileException extends IOException {
        private static final long serialVersionUID = 1L;

        private final DroverException conflict;

        ChangedFileException(String message) {
            this(message, new DroverException(ErrorCode.CONFLICT, message));
        }

        private ChangedFileException(String message, DroverException conflict) {
            super(message, conflict);
            this.conflict = conflict;
        }

        DroverException conflict() {
            return conflict;
        }
    }

    /** Some stores read exactly the announced length and never see the end, so the check comes with the last byte. */
    private final class VerifiedStream extends FilterInputStream {
        private final MessageDigest sha256 = Sha256.begin();
        private long seen;

        VerifiedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            if (count < 0) {
                if (seen != expected.size()) {
                    throw changed();
                }
                return count;
            }
            sha256.update(buffer, offset, count);
            seen += count;
            if (seen > expected.size()
                    || (count > 0
                            && seen == expected.size()
                            && !FileHasher.hex(sha256).equals(expected.sha256()))) {
                throw changed();
            }
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            return Math.max(0, read(new byte[(int) Math.max(0, Math.min(count, 8192))]));
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
