package dev.drover.spi;

import org.jspecify.annotations.Nullable;

/**
 * For drivers that find a failure in an answer rather than in an exception of a client: carries the classified failure
 * out of a {@link NativeOperation}.
 */
public final class NativeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public NativeException(Failure failure, @Nullable Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    public NativeException(Failure failure) {
        this(failure, null);
    }

    public Failure failure() {
        return failure;
    }
}
