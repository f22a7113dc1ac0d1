package dev.drover.bundle;

import dev.drover.internal.file.FileErrors;
import dev.drover.spi.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Small files in one zip archive, by their names in the bundle. It is addressed by what it holds and not by its bytes,
 * which differ from one compressor to another. Immutable.
 */
record Pack(List<HashedFile> files) {
    /** The same for all, so that it says nothing. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    Pack {
        files = List.copyOf(files);
    }

    String digest() {
        MessageDigest sha256 = Sha256.begin();
        for (HashedFile file : files) {
            sha256.update((file.digest().sha256() + " " + file.name() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return FileHasher.hex(sha256);
    }

    /**
     * The archive.
     *
     * @throws dev.drover.DroverException CONFLICT if a file is no longer what it was
     */
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (HashedFile file : files) {
                add(zip, file);
            }
        } catch (IOException e) {
            throw new AssertionError("Memory takes everything", e);
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, HashedFile file) throws IOException {
        ZipEntry entry = new ZipEntry(file.name());
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        try (InputStream in = new VerifiedContent(file.file(), file.digest()).open()) {
            in.transferTo(zip);
        } catch (IOException e) {
            throw VerifiedContent.unwrap(FileErrors.unreadable(file.file(), e));
        }
        zip.closeEntry();
    }

    /** A file of an archive; empty if it is not in it. */
    static Optional<byte[]> find(byte[] archive, String name) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return Optional.of(zip.readNBytes(Packing.LARGEST + 1));
                }
            }
        }
        return Optional.empty();
    }
}
