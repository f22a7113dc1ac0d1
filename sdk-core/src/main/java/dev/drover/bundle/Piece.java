package dev.drover.bundle;

import dev.drover.Content;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * An object of a package.
 *
 * @param size where it is known before it is made
 * @param files how many files it holds
 * @param bytes of its files
 * @param content makes it
 */
record Piece(StorageUri uri, OptionalLong size, int files, long bytes, Supplier<Content> content) {

    static Piece of(HashedFile file, PackageLayout layout) {
        long size = file.digest().size();
        return new Piece(
                layout.file(file.name(), file.digest()),
                OptionalLong.of(size),
                1,
                size,
                () -> new VerifiedContent(file.file(), file.digest()));
    }

    static Piece of(Pack pack, PackageLayout layout) {
        return new Piece(
                layout.pack(pack.digest()),
                OptionalLong.empty(),
                pack.files().size(),
                pack.files().stream().mapToLong(file -> file.digest().size()).sum(),
                () -> Content.of(pack.bytes()));
    }

    boolean is(StoredObject there) {
        return size.isEmpty() || size.getAsLong() == there.size();
    }

    /** This one, for the files of another that has the same content, too. */
    Piece with(Piece same) {
        return new Piece(uri, size, files + same.files, bytes, content);
    }
}
