package dev.drover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A reference to a secret, read anew each time it is needed, so that rotation is seen. Its text never shows the value.
 *
 * <p>Safe for use by many threads.
 */
public final class Secret {
    private final String reference;
    private final Supplier<String> reader;

    private Secret(String reference, Supplier<String> reader) {
        this.reference = reference;
        this.reader = reader;
    }

    /** The value of an environment variable of this process. */
    public static Secret env(String variable) {
        return new Secret("env:" + variable, () -> {
            String value = System.getenv(variable);
            if (value == null) {
                throw DroverException.invalid(
                        "The environment variable " + variable + ", which should hold a secret, is not set.");
            }
            return value;
        });
    }

    /** The content of a UTF-8 file, without line ends at its end. */
    public static Secret file(Path file) {
        return new Secret("file:" + file, () -> {
            try {
                return Files.readString(file).stripTrailing();
            } catch (IOException e) {
                throw new DroverException(
                        ErrorCode.INVALID_ARGUMENT,
                        Effect.NONE,
                        false,
                        "The file " + file + ", which should hold a secret, cannot be read.",
                        e);
            }
        });
    }

    /** A value held in memory, from a secret store of the caller's. */
    public static Secret of(String value) {
        return new Secret("given", () -> value);
    }

    /** Reads the secret; keep it no longer than the call that needs it. */
    public String reveal() {
        return reader.get();
    }

    /** Where the secret comes from, never what it is. */
    @Override
    public String toString() {
        return "Secret[" + reference + "]";
    }
}
