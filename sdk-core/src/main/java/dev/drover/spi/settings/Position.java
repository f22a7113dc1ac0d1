package dev.drover.spi.settings;

import java.nio.file.Path;

/**
 * A place in a file.
 *
 * @param line counted from 1
 * @param column counted from 1
 */
public record Position(Path file, int line, int column) {

    /** As compilers write it: {@code drover.yaml:3:5}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
