package dev.drover.spi;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads what may not be there. */
public final class Existing {

    private Existing() {}

    /**
     * What a read gives; empty if it says NOT_FOUND.
     *
     * @param read gives no null
     * @throws DroverException what else it throws
     */
    public static <T> Optional<T> of(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (DroverException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
