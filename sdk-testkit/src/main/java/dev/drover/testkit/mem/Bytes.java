package dev.drover.testkit.mem;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** The content of an object. Immutable: nobody changes the array. */
final class Bytes {
    private final byte[] array;

    Bytes(byte[] array) {
        this.array = array;
    }

    int size() {
        return array.length;
    }

    /** A part, as far as it is there. */
    InputStream range(long offset, long length) {
        int from = (int) Math.min(offset, array.length);
        return new ByteArrayInputStream(array, from, (int) Math.min(length, (long) array.length - from));
    }
}
