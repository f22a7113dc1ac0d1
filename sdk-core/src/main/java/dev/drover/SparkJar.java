package dev.drover;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A Spark application in a jar. */
public final class SparkJar implements JobSpec {
    private final StorageUri jar;
    private final String mainClass;
    private final List<StorageUri> jars;
    private final JobOptions options;

    private SparkJar(Builder builder) {
        jar = builder.jar;
        mainClass = builder.mainClass;
        jars = List.copyOf(builder.jars);
        options = new JobOptions(builder.draft);
        if (!mainClass.matches("[\\p{javaJavaIdentifierStart}][\\p{javaJavaIdentifierPart}.]*")) {
            throw DroverException.invalid("'" + mainClass + "' is not the name of a class, such as 'com.acme.Etl'.");
        }
    }

    /**
     * Begins the job.
     *
     * @param mainClass the class whose {@code main} runs, such as {@code com.acme.Etl}
     */
    public static Builder of(StorageUri jar, String mainClass) {
        return new Builder(jar, mainClass);
    }

    /** The jar with the main class, where the cluster can read it. */
    public StorageUri jar() {
        return jar;
    }

    public String mainClass() {
        return mainClass;
    }

    /** Further jars for driver and executors. */
    public List<StorageUri> jars() {
        return jars;
    }

    @Override
    public JobOptions options() {
        return options;
    }

    @Override
    public SparkJar withFiles(Function<StorageUri, List<StorageUri>> located) {
        Builder moved = new Builder(options, StorageUri.only(jar, located), mainClass);
        jars.forEach(each -> moved.jars.addAll(located.apply(each)));
        return moved.build();
    }

    @Override
    public Capability capability() {
        return Capability.SPARK_JAR;
    }

    @Override
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Builds a {@link SparkJar}. */
    public static final class Builder extends JobSpec.Builder<Builder> {
        private final StorageUri jar;
        private final String mainClass;
        private final List<StorageUri> jars = new ArrayList<>();

        private Builder(StorageUri jar, String mainClass) {
            this.jar = jar;
            this.mainClass = mainClass;
        }

        private Builder(SparkJar from) {
            this(from.options, from.jar, from.mainClass);
            jars.addAll(from.jars);
        }

        private Builder(JobOptions options, StorageUri jar, String mainClass) {
            super(options);
            this.jar = jar;
            this.mainClass = mainClass;
        }

        @Override
        Builder self() {
            return this;
        }

        /** Adds jars that driver and executors need. */
        public Builder jars(StorageUri... more) {
            jars.addAll(List.of(more));
            return this;
        }

        @Override
        public SparkJar build() {
            return new SparkJar(this);
        }
    }
}
