package dev.drover.standalone.local;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.runtime.standalonestatic.StandaloneStaticRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spark's jars by Maven coordinates, into the user's local repository and from there, by links, into a home of ours.
 * Mirrors, proxies and credentials are those of the user's {@code settings.xml}; without mirrors, Maven Central.
 */
final class MavenSpark implements SparkSource {
    private static final Logger log = LoggerFactory.getLogger(MavenSpark.class);

    private final SparkHomes homes;
    private final boolean offline;

    MavenSpark(SparkHomes homes, boolean offline) {
        this.homes = homes;
        this.offline = offline;
    }

    @Override
    public Optional<SparkInstallation> find(Optional<String> version, Consumer<String> progress) throws IOException {
        String spark = version.orElse(LocalOptions.DEFAULT_SPARK_VERSION);
        String scala = scala(spark);
        String name = spark + "-" + scala;
        Optional<SparkInstallation> made = homes.named(name);
        return made.isPresent() ? made : Optional.of(homes.make(name, resolve(spark, scala, progress)));
    }

    /** The Scala version in the names of Spark's artifacts; Spark 3 is used with 2.12 on most platforms. */
    private static String scala(String spark) {
        return spark.startsWith("3.") ? "2.12" : "2.13";
    }

    private List<Path> resolve(String spark, String scala, Consumer<String> progress) {
        log.info("Resolving Spark {} for Scala {} with Maven", spark, scala);
        progress.accept("resolving Spark " + spark);
        ContextOverrides.Builder overrides = ContextOverrides.create()
                .withUserSettings(true)
                .transferListener(new DownloadProgress(spark, progress));
        if (offline) {
            overrides.offline(true);
        }
        try (Context maven = new StandaloneStaticRuntime().create(overrides.build())) {
            CollectRequest collect = new CollectRequest(
                    new Dependency(
                            new DefaultArtifact("org.apache.spark", "spark-sql_" + scala, "jar", spark),
                            JavaScopes.RUNTIME),
                    maven.remoteRepositories());
            DependencyRequest request =
                    new DependencyRequest(collect, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME));
            return maven
                    .repositorySystem()
                    .resolveDependencies(maven.repositorySystemSession(), request)
                    .getArtifactResults()
                    .stream()
                    .map(ArtifactResult::getArtifact)
                    .map(artifact -> artifact.getFile().toPath())
                    .toList();
        } catch (DependencyResolutionException e) {
            throw new DroverException(
                    offline ? ErrorCode.INVALID_ARGUMENT : ErrorCode.UNAVAILABLE,
                    Effect.NONE,
                    !offline,
                    "Spark " + spark + " could not be resolved " + (offline ? "offline" : "with Maven") + ": "
                            + e.getMessage()
                            + ". Check the version and the mirrors of settings.xml, or set SPARK_HOME.",
                    e);
        }
    }
}
