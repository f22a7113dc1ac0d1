package dev.drover.testkit.spark;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.runtime.standalonestatic.StandaloneStaticRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/** A real Spark, by its Maven coordinates. */
final class SparkJars {
    private static final String SQL = "org.apache.spark:spark-sql_2.13:jar:4.2.0";

    private SparkJars() {}

    /** Writes the class path into the file that the argument names. */
    public static void main(String[] args) throws IOException, DependencyResolutionException {
        try (Context maven = new StandaloneStaticRuntime()
                .create(ContextOverrides.create().withUserSettings(true).build())) {
            CollectRequest collect = new CollectRequest(
                    new Dependency(new DefaultArtifact(SQL), JavaScopes.RUNTIME), maven.remoteRepositories());
            String classPath = maven
                    .repositorySystem()
                    .resolveDependencies(
                            maven.repositorySystemSession(),
                            new DependencyRequest(collect, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME)))
                    .getArtifactResults()
                    .stream()
                    .map(result -> result.getArtifact().getFile().toString())
                    .collect(Collectors.joining(":"));
            Files.writeString(Path.of(args[0]), classPath);
        }
    }
}
