package dev.drover.bundle.maven;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Jars by their Maven coordinates, with all that they depend on at run time, for clusters that cannot reach Maven's
 * repositories themselves. Mirrors, proxies and credentials are those of the user's {@code settings.xml}; without mirrors,
 * Maven Central. Spark and Scala are left out: every cluster has its own.
 *
 * <p>Needs {@code eu.maveniverse.maven.mima:context} and its {@code standalone-static} runtime on the class path, which
 * {@code sdk-standalone} brings. Immutable.
 */
public final class MavenJars {
    private static final Pattern COORDINATES = Pattern.compile("[^:\\s]+(:[^:\\s]+){2,4}");
    private static final Pattern EXCLUSION = Pattern.compile("[^:\\s]+:[^:\\s]+");

    private final List<String> coordinates;
    private final List<String> exclusions;
    private final List<URI> repositories;
    private final Optional<Path> localRepository;
    private final boolean offline;

    private MavenJars(Builder builder) {
        coordinates = List.copyOf(builder.coordinates);
        exclusions = List.copyOf(builder.exclusions);
        repositories = List.copyOf(builder.repositories);
        localRepository = builder.localRepository;
        offline = builder.offline;
    }

    /**
     * Begins with some coordinates.
     *
     * @param coordinates such as {@code org.apache.sedona:sedona-spark-shaded-3.5_2.12:1.6.1}, in Maven's form
     *     {@code group:artifact[:extension[:classifier]]:version}
     * @throws DroverException INVALID_ARGUMENT if these are none
     */
    public static Builder of(String... coordinates) {
        return new Builder().add(coordinates);
    }

    /**
     * Finds the jars, and downloads into the local repository what is not there.
     *
     * @return where they are in the local repository
     * @throws DroverException NOT_FOUND if no repository has one of them; UNAVAILABLE if one cannot be asked; UNSUPPORTED
     *     without MIMA on the class path
     */
    public List<Path> resolve() {
        try {
            return new Resolution(this).jars();
        } catch (NoClassDefFoundError e) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    Effect.NONE,
                    false,
                    "Jars are found by coordinates with MIMA, which is not on the class path. Add"
                            + " eu.maveniverse.maven.mima:context and eu.maveniverse.maven.mima.runtime:standalone-static,"
                            + " or name the jars as files.",
                    e);
        }
    }

    List<String> coordinates() {
        return coordinates;
    }

    List<String> exclusions() {
        return exclusions;
    }

    List<URI> repositories() {
        return repositories;
    }

    Optional<Path> localRepository() {
        return localRepository;
    }

    boolean offline() {
        return offline;
    }

    /** Builds {@link MavenJars}; every method but {@code build} and {@code resolve} returns this builder. */
    public static final class Builder {
        private final List<String> coordinates = new ArrayList<>();
        private final List<String> exclusions = new ArrayList<>(List.of("org.apache.spark:*", "org.scala-lang:*"));
        private final List<URI> repositories = new ArrayList<>();
        private Optional<Path> localRepository = Optional.empty();
        private boolean offline;

        private Builder() {}

        /** Adds more coordinates. */
        public Builder add(String... more) {
            for (String each : more) {
                coordinates.add(require(each, COORDINATES, "org.apache.sedona:sedona-spark-shaded-3.5_2.12:1.6.1"));
            }
            return this;
        }

        /**
         * Leaves out what others depend on.
         *
         * @param groupsAndArtifacts such as {@code org.slf4j:slf4j-api} or {@code org.slf4j:*}
         */
        public Builder exclude(String... groupsAndArtifacts) {
            for (String each : groupsAndArtifacts) {
                exclusions.add(require(each, EXCLUSION, "org.slf4j:*"));
            }
            return this;
        }

        private static String require(String text, Pattern pattern, String example) {
            if (!pattern.matcher(text).matches()) {
                throw DroverException.invalid(
                        "'" + text + "' are no coordinates of Maven; write them like " + example + ".");
            }
            return text;
        }

        /** Asks a repository before those of the settings. It may be a folder, as a {@code file:} URI. */
        public Builder repository(URI repository) {
            repositories.add(repository);
            return this;
        }

        /** Where downloaded jars are kept; by default as the settings say, {@code ~/.m2/repository}. */
        public Builder localRepository(Path directory) {
            localRepository = Optional.of(directory);
            return this;
        }

        /** Asks nobody over a network: what is neither in the local repository nor in a folder is not found. */
        public Builder offline() {
            offline = true;
            return this;
        }

        public MavenJars build() {
            return new MavenJars(this);
        }

        /** {@link MavenJars#resolve()} of what is built. */
        public List<Path> resolve() {
            return build().resolve();
        }
    }
}
