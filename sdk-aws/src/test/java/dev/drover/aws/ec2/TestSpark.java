package dev.drover.aws.ec2;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.runtime.standalonestatic.StandaloneStaticRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/** Real Spark from Maven, packed as a release is: a tarball with one folder that has a folder {@code jars}. */
final class TestSpark {
    static final String VERSION = "4.2.0";

    private TestSpark() {}

    /** Packs links to the jars, not the jars: the nodes of a test are all on this machine. */
    static Path tarball(Path folder) throws Exception {
        Path jars = Files.createDirectories(folder.resolve("spark-" + VERSION + "-bin-hadoop3/jars"));
        for (Path jar : resolve()) {
            Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
        }
        Path tarball = folder.resolve("spark-" + VERSION + ".tgz");
        Process tar = new ProcessBuilder(
                        "tar", "-czf", tarball.toString(), "-C", folder.toString(), "spark-" + VERSION + "-bin-hadoop3")
                .redirectErrorStream(true)
                .start();
        if (tar.waitFor() != 0) {
            throw new IOException(
                    new String(tar.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
        }
        return tarball;
    }

    static String sha512(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(file)));
    }

    private static List<Path> resolve() throws Exception {
        try (Context maven = new StandaloneStaticRuntime()
                .create(ContextOverrides.create().withUserSettings(true).build())) {
            CollectRequest collect = new CollectRequest(
                    new Dependency(
                            new DefaultArtifact("org.apache.spark", "spark-sql_2.13", "jar", VERSION),
                            JavaScopes.RUNTIME),
                    maven.remoteRepositories());
            return maven
                    .repositorySystem()
                    .resolveDependencies(
                            maven.repositorySystemSession(),
                            new DependencyRequest(collect, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME)))
                    .getArtifactResults()
                    .stream()
                    .map(result -> result.getArtifact().getFile().toPath())
                    .toList();
        }
    }
}
