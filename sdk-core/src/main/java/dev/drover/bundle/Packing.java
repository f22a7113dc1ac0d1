package dev.drover.bundle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Decides what travels together. Every object costs a request, or a sync of a disk; but a pack is sent again as a whole
 * when one of its files has changed.
 */
final class Packing {
    /** The largest file that is packed, in bytes. */
    static final int LARGEST = 256 << 10;

    private static final long FULL = 8 << 20;
    /** A pack ends after one file in this many, as the name falls: so new files move no limits but their own pack's. */
    private static final int FILES = 512;

    private final List<HashedFile> alone = new ArrayList<>();
    private final List<Pack> packs = new ArrayList<>();
    private List<HashedFile> open = new ArrayList<>();
    private long bytes;

    private Packing() {}

    /** Decides for files in the order of their names. */
    static Packing of(List<HashedFile> files, boolean together) {
        Packing packing = new Packing();
        for (HashedFile file : files) {
            if (together && FileKind.of(file.name()).packable() && file.digest().size() <= LARGEST) {
                packing.pack(file);
            } else {
                packing.alone.add(file);
            }
        }
        packing.close();
        return packing;
    }

    private void pack(HashedFile file) {
        if (bytes + file.digest().size() > FULL) {
            close();
        }
        open.add(file);
        bytes += file.digest().size();
        if (isLast(file.name())) {
            close();
        }
    }

    private static boolean isLast(String name) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        return crc.getValue() % FILES == 0;
    }

    private void close() {
        if (open.size() == 1) {
            alone.addAll(open);
        } else if (!open.isEmpty()) {
            packs.add(new Pack(open));
        }
        open = new ArrayList<>();
        bytes = 0;
    }

    List<HashedFile> alone() {
        return alone;
    }

    List<Pack> packs() {
        return packs;
    }
}
