package dev.drover.config;

import dev.drover.Drover;
import dev.drover.internal.spec.SpecKinds;
import dev.drover.internal.yaml.EnvironmentNames;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** The keys of {@code drover.yaml}. */
final class DroverKeys {
    private final List<ProviderFactory> factories;
    private final Function<String, Optional<String>> environment;

    DroverKeys(List<ProviderFactory> factories, Function<String, Optional<String>> environment) {
        this.factories = factories;
        this.environment = environment;
    }

    Keys<Drover.Builder> keys() {
        return Keys.of(Drover::builder, builder -> builder)
                .key(
                        EnvironmentNames.KEY,
                        EnvironmentNames.kind(),
                        EnvironmentNames.DESCRIPTION,
                        (builder, names) -> {})
                .key(
                        "identity",
                        identity().kind(),
                        "As whom platforms are asked, where locations do not say it.",
                        Drover.Builder::oidcTokenFile)
                .key(
                        "namespace",
                        Kinds.text(),
                        "Whose request keys these are; by default nobody's.",
                        Drover.Builder::namespace)
                .key(
                        "ledger",
                        SpecKinds.storageUri(),
                        "Where the ledger of request keys is kept; by default in memory.",
                        Drover.Builder::ledger)
                .key(
                        "sharedStatus",
                        SpecKinds.storageUri(),
                        "Where JVMs share what they see of jobs; by default nowhere.",
                        Drover.Builder::sharedStatus)
                .key(
                        "operationTimeout",
                        Kinds.duration(),
                        "For one operation that has no time of its own; by default 1m.",
                        Drover.Builder::operationTimeout)
                .key(
                        "clockSkew",
                        Kinds.duration(),
                        "How far the clocks of two processes may differ; by default 10s.",
                        Drover.Builder::clockSkew)
                .key("guard", GuardKeys.keys().kind(), "How native calls are guarded.", Drover.Builder::guard)
                .key(
                        "locations",
                        new LocationsKind(factories).kind(),
                        "The options of providers, by location.",
                        (builder, all) -> all.forEach(
                                (where, options) -> options.forEach(each -> builder.configure(where, each))))
                .key(
                        "pools",
                        SpecKinds.named(PoolKeys.keys().kind()),
                        "Clusters that jobs are spread over, by name.",
                        (builder, pools) -> pools.forEach(builder::pool))
                .key(
                        "clusters",
                        SpecKinds.named(new DeclaredClusterKind(environment).kind()),
                        "Clusters that are wanted, by name.",
                        (builder, clusters) ->
                                clusters.forEach((name, cluster) -> builder.cluster(name, cluster.apply(name))))
                .end();
    }

    private static Keys<Path> identity() {
        return Keys.of(AtomicReference<Path>::new, AtomicReference::get)
                .required(
                        "oidcTokenFile",
                        Kinds.path(),
                        "A file with an OIDC token, for which AWS and Google give credentials.",
                        AtomicReference::set)
                .end();
    }
}
