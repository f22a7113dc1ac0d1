package dev.drover;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A Spark application in a Python script. */
public final class PySpark implements JobSpec {
    private final StorageUri script;
    private final List<StorageUri> pyFiles;
    private final JobOptions options;

    private PySpark(Builder builder) {
        script = builder.script;
        pyFiles = List.copyOf(builder.pyFiles);
        options = new JobOptions(builder.draft);
        if (!script.path().endsWith(".py")) {
            throw DroverException.invalid("'" + script + "' is not a Python script; its name must end in .py.");
        }
    }

    public static Builder script(StorageUri script) {
        return new Builder(script);
    }

    /** The script, where the cluster can read it. */
    public StorageUri script() {
        return script;
    }

    /** Wheels, eggs, zips and modules put on the Python path of driver and executors. */
    public List<StorageUri> pyFiles() {
        return pyFiles;
    }

    @Override
    public JobOptions options() {
        return options;
    }

    @Override
    public PySpark withFiles(Function<StorageUri, List<StorageUri>> located) {
        Builder moved = new Builder(options, StorageUri.only(script, located));
        pyFiles.forEach(each -> moved.pyFiles.addAll(located.apply(each)));
        return moved.build();
    }

    @Override
    public Capability capability() {
        return Capability.PYSPARK;
    }

    @Override
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Builds a {@link PySpark}. */
    public static final class Builder extends JobSpec.Builder<Builder> {
        private final StorageUri script;
        private final List<StorageUri> pyFiles = new ArrayList<>();

        private Builder(StorageUri script) {
            this.script = script;
        }

        private Builder(PySpark from) {
            this(from.options, from.script);
            pyFiles.addAll(from.pyFiles);
        }

        private Builder(JobOptions options, StorageUri script) {
            super(options);
            this.script = script;
        }

        @Override
        Builder self() {
            return this;
        }

        /** Adds wheels, eggs, zips or modules to the Python path. */
        public Builder pyFiles(StorageUri... more) {
            pyFiles.addAll(List.of(more));
            return this;
        }

        @Override
        public PySpark build() {
            return new PySpark(this);
        }
    }
}
