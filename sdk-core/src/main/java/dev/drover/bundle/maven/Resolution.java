package dev.drover.bundle.maven;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.ContextOverrides.AddRepositoriesOp;
import eu.maveniverse.maven.mima.runtime.standalonestatic.StandaloneStaticRuntime;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/** Asks Maven Resolver. Apart, so that all else loads without it. */
final class Resolution {
    /** Repositories that are folders are no network. */
    private static final Map<String, Object> FOLDERS_OFFLINE = Map.of("aether.offline.protocols", "file");

    private final MavenJars wanted;

    Resolution(MavenJars wanted) {
        this.wanted = wanted;
    }

    List<Path> jars() {
        ContextOverrides.Builder overrides = ContextOverrides.create()
                .withUserSettings(true)
                .configProperties(FOLDERS_OFFLINE)
                .repositories(repositories())
                .addRepositoriesOp(AddRepositoriesOp.PREPEND);
        wanted.localRepository().ifPresent(overrides::withLocalRepositoryOverride);
        if (wanted.offline()) {
            overrides.offline(true);
        }
        try (Context maven = new StandaloneStaticRuntime().create(overrides.build())) {
            CollectRequest collect =
                    new CollectRequest().setDependencies(dependencies()).setRepositories(maven.remoteRepositories());
            return maven
                    .repositorySystem()
                    .resolveDependencies(
                            maven.repositorySystemSession(),
                            new DependencyRequest(collect, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME)))
                    .getArtifactResults()
                    .stream()
                    .map(ArtifactResult::getArtifact)
                    .filter(artifact -> artifact.getExtension().equals("jar"))
                    .map(artifact -> artifact.getFile().toPath())
                    .toList();
        } catch (DependencyResolutionException e) {
            throw failed(e);
        }
    }

    private List<RemoteRepository> repositories() {
        List<RemoteRepository> repositories = new ArrayList<>();
        for (URI repository : wanted.repositories()) {
            repositories.add(new RemoteRepository.Builder(
                            "bundle-" + (repositories.size() + 1), "default", repository.toString())
                    .build());
        }
        return repositories;
    }

    private List<Dependency> dependencies() {
        List<Exclusion> exclusions = wanted.exclusions().stream()
                .map(each -> each.split(":", -1))
                .map(each -> new Exclusion(each[0], each[1], "*", "*"))
                .toList();
        return wanted.coordinates().stream()
                .map(each -> new Dependency(artifact(each), JavaScopes.RUNTIME, false, exclusions))
                .toList();
    }

    private static Artifact artifact(String coordinates) {
        try {
            return new DefaultArtifact(coordinates);
        } catch (IllegalArgumentException e) {
            throw DroverException.invalid(String.valueOf(e.getMessage()));
        }
    }

    private DroverException failed(DependencyResolutionException e) {
        boolean missing = e.getResult() != null
                && e.getResult().getArtifactResults().stream()
                        .filter(result -> !result.isResolved())
                        .allMatch(ArtifactResult::isMissing);
        return new DroverException(
                missing || wanted.offline() ? ErrorCode.NOT_FOUND : ErrorCode.UNAVAILABLE,
                Effect.NONE,
                !missing && !wanted.offline(),
                "Not all jars of " + wanted.coordinates() + " could be had" + (wanted.offline() ? " offline" : "")
                        + ": " + e.getMessage()
                        + ". Check the coordinates, and the mirrors and repositories of settings.xml.",
                e);
    }
}
