package dev.drover.config;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.settings.Problem;
import dev.drover.spi.settings.Problems;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A file that cannot be used: INVALID_ARGUMENT, with all that is wrong with it. */
public final class ConfigException extends DroverException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** For readers of files; at least one problem. */
    public ConfigException(List<Problem> problems) {
        super(
                ErrorCode.INVALID_ARGUMENT,
                Effect.NONE,
                false,
                problems.stream().map(Problem::toString).collect(Collectors.joining("\n")),
                null);
        this.problems = List.copyOf(problems);
    }

    /** What was read, if nothing is wrong with it. */
    static <T> T orThrow(Optional<T> read, Problems problems) {
        if (!problems.all().isEmpty()) {
            throw new ConfigException(problems.all());
        }
        return read.orElseThrow();
    }

    /** In the order of the file; at least one. */
    public List<Problem> problems() {
        return problems;
    }
}
