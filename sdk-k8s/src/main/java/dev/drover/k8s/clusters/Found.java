package dev.drover.k8s.clusters;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads what may not be there. */
final class Found {

    private Found() {}

    /** Empty if there is none. */
    static <T> Optional<T> of(Supplier<T> read) {
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
