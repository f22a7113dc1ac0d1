package dev.drover;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * SQL statements, run one after another until one fails; their results are printed as tables on the driver's standard
 * output. Exactly one of {@link #text()} and {@link #file()} is present.
 */
public final class SparkSql implements JobSpec {
    /** The longest SQL text that is passed by value, in characters; longer ones go into a file. */
    public static final int MAX_TEXT = 32_000;

    private final Optional<String> text;
    private final Optional<StorageUri> file;
    private final JobOptions options;

    private SparkSql(Builder builder) {
        text = builder.text;
        file = builder.file;
        options = new JobOptions(builder.draft);
        text.ifPresent(t -> {
            if (t.isBlank() || t.length() > MAX_TEXT || t.indexOf('\0') >= 0) {
                throw DroverException.invalid("SQL text must have 1 to " + MAX_TEXT
                        + " characters; upload a longer one and use SparkSql.file(uri).");
            }
        });
        if (!options.args().isEmpty()) {
            throw DroverException.invalid("SQL jobs take no arguments.");
        }
    }

    /** Statements by value, separated by semicolons; at most {@value #MAX_TEXT} characters. */
    public static Builder text(String statements) {
        return new Builder(Optional.of(statements), Optional.empty());
    }

    /** Statements in a file that the cluster can read. */
    public static Builder file(StorageUri script) {
        return new Builder(Optional.empty(), Optional.of(script));
    }

    public Optional<String> text() {
        return text;
    }

    public Optional<StorageUri> file() {
        return file;
    }

    @Override
    public JobOptions options() {
        return options;
    }

    @Override
    public SparkSql withFiles(Function<StorageUri, List<StorageUri>> located) {
        return new Builder(options, text, file.map(each -> StorageUri.only(each, located))).build();
    }

    @Override
    public Capability capability() {
        return Capability.SPARK_SQL;
    }

    @Override
    public Builder toBuilder() {
        return new Builder(options, text, file);
    }

    /** Builds a {@link SparkSql}. */
    public static final class Builder extends JobSpec.Builder<Builder> {
        private final Optional<String> text;
        private final Optional<StorageUri> file;

        private Builder(Optional<String> text, Optional<StorageUri> file) {
            this.text = text;
            this.file = file;
        }

        private Builder(JobOptions options, Optional<String> text, Optional<StorageUri> file) {
            super(options);
            this.text = text;
            this.file = file;
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public SparkSql build() {
            return new SparkSql(this);
        }
    }
}
