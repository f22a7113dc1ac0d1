package com.acme;

/** Is there when {@link Failures} is compiled and left out of its jar. */
public final class Absent {

    public long run() {
        return 1;
    }
}
