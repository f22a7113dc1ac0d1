package dev.drover.pipeline;

import dev.drover.DroverException;
import dev.drover.JobSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Jobs that go together, in order or as a graph. Immutable.
 *
 * <pre>{@code
 * Pipeline nightly = Pipeline.builder("nightly")
 *         .on(PipelineTarget.pool("etl"))
 *         .step(Step.of("extract", extract))
 *         .step(Step.builder("clean", clean).attempts(3).timeout(Duration.ofHours(1)).build())
 *         .step(Step.builder("report", report).after("extract", "clean").build())
 *         .build();
 * PipelineReport end = drover.pipelines().run(nightly, RequestKey.of("nightly", "2026-11-21")).await(Duration.ofHours(6));
 * }</pre>
 */
public final class Pipeline {
    private static final int MOST_PARALLEL = 256;

    private final String name;
    private final List<Step> steps;
    private final Optional<PipelineTarget> target;
    private final int parallel;
    private final OnFailure onFailure;
    private final Map<Integer, ExitMeaning> exitCodes;
    private final Optional<Duration> timeout;
    private final List<String> notices;
    private final Map<String, List<String>> order;

    private Pipeline(Builder builder) {
        name = builder.name;
        steps = List.copyOf(builder.steps);
        target = builder.target;
        parallel = builder.parallel;
        onFailure = builder.onFailure;
        exitCodes = Map.copyOf(builder.exitCodes);
        timeout = builder.timeout;
        notices = List.copyOf(builder.notices);
        if (name.isBlank() || name.length() > 200 || name.chars().anyMatch(Character::isISOControl)) {
            throw DroverException.invalid("A pipeline's name has 1 to 200 characters and no control characters.");
        }
        order = StepOrder.of(steps);
    }

    /** Begins a pipeline; its name is for people. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** A builder that holds all of this pipeline, to change some of it. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    public String name() {
        return name;
    }

    /** In the order in which they were written. */
    public List<Step> steps() {
        return steps;
    }

    /** The names of the steps that must be done before a step. */
    public List<String> before(Step step) {
        return order.getOrDefault(step.name(), List.of());
    }

    /** Where its steps run; empty if whoever runs it has to say. */
    public Optional<PipelineTarget> target() {
        return target;
    }

    /** How many steps run at the same time at most. */
    public int parallel() {
        return parallel;
    }

    /** What the failure of a step does that says nothing else. */
    public OnFailure onFailure() {
        return onFailure;
    }

    /** What exit codes mean, for steps that say nothing else. */
    public Map<Integer, ExitMeaning> exitCodes() {
        return exitCodes;
    }

    /** How long a run may take, counted anew when it is resumed; empty for any time. */
    public Optional<Duration> timeout() {
        return timeout;
    }

    /** What the reader of a file wants to say of it: what was left out, and why. */
    public List<String> notices() {
        return notices;
    }

    /** Builds a {@link Pipeline}; every method but {@code build} returns this builder. */
    public static final class Builder {
        private final String name;
        private final List<Step> steps = new ArrayList<>();
        private Optional<PipelineTarget> target = Optional.empty();
        private int parallel = 8;
        private OnFailure onFailure = OnFailure.STOP;
        private final Map<Integer, ExitMeaning> exitCodes = new TreeMap<>();
        private Optional<Duration> timeout = Optional.empty();
        private final List<String> notices = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        private Builder(Pipeline from) {
            this(from.name);
            steps.addAll(from.steps);
            target = from.target;
            parallel = from.parallel;
            onFailure = from.onFailure;
            exitCodes.putAll(from.exitCodes);
            timeout = from.timeout;
            notices.addAll(from.notices);
        }

        /** Adds a step. It comes after the one before it, unless it says after which. */
        public Builder step(Step step) {
            steps.add(step);
            return this;
        }

        /** Adds a step that comes after the one before it. */
        public Builder step(String stepName, JobSpec job) {
            return step(Step.of(stepName, job));
        }

        /** Where its steps run. */
        public Builder on(PipelineTarget where) {
            target = Optional.of(where);
            return this;
        }

        /**
         * How many steps run at the same time at most; by default 8.
         *
         * @param most 1 to 256
         * @throws DroverException INVALID_ARGUMENT outside of that
         */
        public Builder parallel(int most) {
            if (most < 1 || most > MOST_PARALLEL) {
                throw DroverException.invalid(
                        "A pipeline runs 1 to " + MOST_PARALLEL + " steps at the same time, not " + most + ".");
            }
            parallel = most;
            return this;
        }

        /** What the failure of a step does; by default it stops the pipeline. */
        public Builder onFailure(OnFailure then) {
            onFailure = then;
            return this;
        }

        /**
         * What an exit code means; see {@link Step.Builder#exitCode}.
         *
         * @throws DroverException INVALID_ARGUMENT unless it is 1 to 255
         */
        public Builder exitCode(int code, ExitMeaning meaning) {
            exitCodes.put(Step.checked(code), meaning);
            return this;
        }

        /**
         * How long a run may take, counted anew when it is resumed; then what runs is cancelled. By default any time.
         *
         * @throws DroverException INVALID_ARGUMENT unless it is above zero
         */
        public Builder timeout(Duration most) {
            if (most.isNegative() || most.isZero()) {
                throw DroverException.invalid("The timeout of a pipeline must be above zero, not " + most + ".");
            }
            timeout = Optional.of(most);
            return this;
        }

        /** Adds something that people should know before they run it. */
        public Builder notice(String text) {
            notices.add(text);
            return this;
        }

        /**
         * Builds the pipeline.
         *
         * @throws DroverException INVALID_ARGUMENT without steps, with more than 1,000, with two of one name, or with steps that
         *     come after one that is not there, or in a circle after themselves
         */
        public Pipeline build() {
            return new Pipeline(this);
        }
    }
}
