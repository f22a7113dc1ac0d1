package dev.drover.config;

import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.Location;
import dev.drover.StorageUri;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kind;
import dev.drover.spi.settings.Kinds;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The keys of {@code drover.yaml}. */
final class DroverKeys {
    private static final String NAME = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    private final List<ProviderFactory> factories;

    DroverKeys(List<ProviderFactory> factories) {
        this.factories = factories;
    }

    Keys<Drover.Builder> keys() {
        return Keys.of(Drover::builder, builder -> builder)
                .key(
                        EnvironmentNames.KEY,
                        Kinds.list(Kinds.matching("the name of a variable", "[A-Za-z_][A-Za-z0-9_]*")),
                        "The variables of the environment that this file uses, as ${env.NAME}; by default none.",
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
                        prefix(),
                        "Where the ledger of request keys is kept; by default in memory.",
                        Drover.Builder::ledger)
                .key(
                        "sharedStatus",
                        prefix(),
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
                        "packages",
                        Kinds.map("a location of clusters, such as emr://eu-west-1", Location::parse, prefix()),
                        "Where the clusters at each location find packages.",
                        (builder, all) -> all.forEach(builder::packages))
                .key(
                        "pools",
                        Kinds.map(
                                "a name in lower case",
                                DroverKeys::poolName,
                                PoolKeys.keys().kind()),
                        "Clusters that jobs are spread over, by name.",
                        (builder, pools) -> pools.forEach(builder::pool))
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

    private static Kind<StorageUri> prefix() {
        return Kinds.text("a prefix in a storage, such as s3://bucket/path/", StorageUri::parse);
    }

    private static String poolName(String name) {
        if (!name.matches(NAME)) {
            throw DroverException.invalid(
                    "'" + name + "' cannot name a pool; use lower-case letters, digits and hyphens");
        }
        return name;
    }
}
