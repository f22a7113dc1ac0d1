package dev.drover.gcp;

import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;

/** The keys of {@link GcpOptions}. */
public final class GcpKeys {

    private GcpKeys() {}

    /** What {@code drover.yaml} may say. */
    public static Keys<GcpOptions> keys() {
        return Keys.of(GcpOptions::builder, GcpOptions.Builder::build)
                .key(
                        "project",
                        Kinds.text(),
                        "The id of a project, where the location has a name of your own.",
                        GcpOptions.Builder::project)
                .key(
                        "credentialsFile",
                        Kinds.path(),
                        "A file of credentials; by default Application Default Credentials.",
                        GcpOptions.Builder::credentialsFile)
                .key(
                        "oidcToken",
                        Kinds.both(
                                new Keys.Named<>("file", Kinds.path(), "A file with an OIDC token."),
                                new Keys.Named<>(
                                        "audience", Kinds.text(), "The full name of the provider that trusts it.")),
                        "Workload identity federation; by default none.",
                        (options, token) -> options.oidcTokenFile(token.getKey(), token.getValue()))
                .key(
                        "workloadIdentity",
                        Kinds.text(),
                        "The full name of the provider that trusts the OIDC token named under identity.",
                        GcpOptions.Builder::workloadIdentity)
                .key(
                        "impersonate",
                        Kinds.text(),
                        "The address of a service account to impersonate; by default none.",
                        GcpOptions.Builder::serviceAccount)
                .key(
                        "anonymous",
                        Kinds.yesOrNo(),
                        "Whether no credentials are used; by default they are.",
                        (options, yes) -> {
                            if (yes) {
                                options.anonymous();
                            }
                        })
                .key(
                        "endpoint",
                        Kinds.address(),
                        "Another server that speaks the protocol; by default that of Google.",
                        GcpOptions.Builder::endpoint)
                .key(
                        "tokenEndpoint",
                        Kinds.address(),
                        "Where the OIDC token is exchanged; by default at Google.",
                        GcpOptions.Builder::tokenEndpoint)
                .key(
                        "impersonationEndpoint",
                        Kinds.address(),
                        "Where the service account is impersonated; by default at Google.",
                        GcpOptions.Builder::impersonationEndpoint)
                .key("proxy", Kinds.address(), "An HTTP proxy; by default that of the JVM.", GcpOptions.Builder::proxy)
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
                        GcpOptions.Builder::caFile)
                .key(
                        "connectTimeout",
                        Kinds.duration(),
                        "For a TCP connection; by default 5s.",
                        GcpOptions.Builder::connectTimeout)
                .key(
                        "requestTimeout",
                        Kinds.duration(),
                        "For one whole call, transfers of data apart; by default 30s.",
                        GcpOptions.Builder::requestTimeout)
                .end();
    }
}
