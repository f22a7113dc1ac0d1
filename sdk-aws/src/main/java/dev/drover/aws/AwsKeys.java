package dev.drover.aws;

import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;

/** The keys of {@link AwsOptions}. */
public final class AwsKeys {

    private AwsKeys() {}

    /** What {@code drover.yaml} may say. */
    public static Keys<AwsOptions> keys() {
        return Keys.of(AwsOptions::builder, AwsOptions.Builder::build)
                .key(
                        "region",
                        Kinds.text(),
                        "The region, such as eu-west-1; by default what the location says, or the standard settings.",
                        AwsOptions.Builder::region)
                .key(
                        "profile",
                        Kinds.text(),
                        "A profile of the configuration files; by default none.",
                        AwsOptions.Builder::profile)
                .key("role", Kinds.text(), "The ARN of a role to take on; by default none.", AwsOptions.Builder::role)
                .key(
                        "externalId",
                        Kinds.text(),
                        "What the role asks of strangers; by default nothing.",
                        AwsOptions.Builder::externalId)
                .key(
                        "oidcTokenFile",
                        Kinds.path(),
                        "A file with an OIDC token, with which the role is taken on; by default none.",
                        AwsOptions.Builder::oidcTokenFile)
                .key(
                        "endpoint",
                        Kinds.address(),
                        "Another server that speaks the protocol; by default that of AWS.",
                        AwsOptions.Builder::endpoint)
                .key(
                        "proxy",
                        Kinds.address(),
                        "An HTTP proxy; by default that of the standard settings.",
                        AwsOptions.Builder::proxy)
                .key(
                        "proxyCredentials",
                        Kinds.both(
                                new Keys.Named<>("user", Kinds.text(), "Who asks the proxy."),
                                new Keys.Named<>("password", Kinds.secret(), "The password.")),
                        "What the proxy asks for; by default nothing.",
                        (options, login) -> options.proxyCredentials(login.getKey(), login.getValue()))
                .key(
                        "caFile",
                        Kinds.path(),
                        "Certificates in PEM form that are trusted instead of the JVM's.",
                        AwsOptions.Builder::caFile)
                .key(
                        "connectTimeout",
                        Kinds.duration(),
                        "For a TCP connection; by default 5s.",
                        AwsOptions.Builder::connectTimeout)
                .key(
                        "requestTimeout",
                        Kinds.duration(),
                        "For one whole call, transfers of data apart; by default 30s.",
                        AwsOptions.Builder::requestTimeout)
                .end();
    }
}
