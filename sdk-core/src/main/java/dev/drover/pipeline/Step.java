package dev.drover.pipeline;

import dev.drover.DroverException;
import dev.drover.JobSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** One job of a pipeline. Immutable. */
public final class Step {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final int MOST_ATTEMPTS = 100;

    private final String name;
    private final JobSpec job;
    private final Optional<List<String>> after;
    private final Optional<Duration> timeout;
    private final int attempts;
    private final Optional<OnFailure> onFailure;
    private final Map<Integer, ExitMeaning> exitCodes;

    private Step(Builder builder) {
        name = builder.name;
        job = builder.job;
        after = builder.after;
        timeout = builder.timeout;
        attempts = builder.attempts;
        onFailure = builder.onFailure;
        exitCodes = Map.copyOf(builder.exitCodes);
        if (!NAME.matcher(name).matches()) {
            throw DroverException.invalid(
                    "'" + printable(name) + "' cannot name a step; use 1 to 100 letters, digits, dots,"
                            + " hyphens and underscores, beginning with a letter or digit.");
        }
    }

    private static String printable(String text) {
        return text.substring(0, Math.min(80, text.length())).replaceAll("\\p{Cntrl}", "?");
    }

    /** A step that needs nothing but its name and job; it comes after the one before it. */
    public static Step of(String name, JobSpec job) {
        return builder(name, job).build();
    }

    /**
     * Begins a step.
     *
     * @param name 1 to 100 letters, digits, dots, hyphens and underscores; part of the job's key
     */
    public static Builder builder(String name, JobSpec job) {
        return new Builder(name, job);
    }

    public String name() {
        return name;
    }

    public JobSpec job() {
        return job;
    }

    /** The steps that must be done before; empty for the one that was written before it. */
    public Optional<List<String>> after() {
        return after;
    }

    /** How long an attempt may take, from its submission on, time in the queue included; empty for any time. */
    public Optional<Duration> timeout() {
        return timeout;
    }

    /** How many attempts one run of the pipeline makes; at least 1. */
    public int attempts() {
        return attempts;
    }

    /** What its failure does; empty for what holds for the pipeline. */
    public Optional<OnFailure> onFailure() {
        return onFailure;
    }

    /** What its exit codes mean, where it differs from what holds for the pipeline. */
    public Map<Integer, ExitMeaning> exitCodes() {
        return exitCodes;
    }

    /** Builds a {@link Step}; every method but {@code build} returns this builder. */
    public static final class Builder {
        private final String name;
        private final JobSpec job;
        private Optional<List<String>> after = Optional.empty();
        private Optional<Duration> timeout = Optional.empty();
        private int attempts = 1;
        private Optional<OnFailure> onFailure = Optional.empty();
        private final Map<Integer, ExitMeaning> exitCodes = new TreeMap<>();

        private Builder(String name, JobSpec job) {
            this.name = name;
            this.job = job;
        }

        /** The steps that must be done before; none at all lets it begin at once. By default the one written before it. */
        public Builder after(String... steps) {
            return after(List.of(steps));
        }

        /** {@link #after(String...)} as a list. */
        public Builder after(List<String> steps) {
            after = Optional.of(List.copyOf(steps));
            return this;
        }

        /**
         * How long an attempt may take, from its submission on, time in the queue included; then it is cancelled and has failed.
         *
         * @throws DroverException INVALID_ARGUMENT unless it is above zero
         */
        public Builder timeout(Duration most) {
            if (most.isNegative() || most.isZero()) {
                throw DroverException.invalid("The timeout of a step must be above zero, not " + most + ".");
            }
            timeout = Optional.of(most);
            return this;
        }

        /**
         * How many attempts one run of the pipeline makes; by default 1. Only failures are tried again: warnings are not, and
         * neither are runs that are LOST, since they may have done their work.
         *
         * @param most 1 to 100
         * @throws DroverException INVALID_ARGUMENT outside of that
         */
        public Builder attempts(int most) {
            if (most < 1 || most > MOST_ATTEMPTS) {
                throw DroverException.invalid("A step has 1 to " + MOST_ATTEMPTS + " attempts, not " + most + ".");
            }
            attempts = most;
            return this;
        }

        /** What its failure does; by default what holds for the pipeline. */
        public Builder onFailure(OnFailure then) {
            onFailure = Optional.of(then);
            return this;
        }

        /**
         * What an exit code means; codes of which nothing is said mean what the pipeline says, and else what the platform makes
         * of them: 0 is a success, all others are failures.
         *
         * @param code 1 to 255
         * @throws DroverException INVALID_ARGUMENT outside of that
         */
        public Builder exitCode(int code, ExitMeaning meaning) {
            exitCodes.put(checked(code), meaning);
            return this;
        }

        /**
         * Builds the step.
         *
         * @throws DroverException INVALID_ARGUMENT if its name cannot be one
         */
        public Step build() {
            return new Step(this);
        }
    }

    static int checked(int code) {
        if (code < 1 || code > 255) {
            throw DroverException.invalid(
                    "An exit code that means something of its own is 1 to 255, not " + code + ".");
        }
        return code;
    }
}
