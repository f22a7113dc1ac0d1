package dev.drover.k8s;

import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;
import java.util.List;

/** The keys of {@link KubeOptions}. */
public final class KubeKeys {

    private KubeKeys() {}

    /** What {@code drover.yaml} may say. */
    public static Keys<KubeOptions> keys() {
        return Keys.of(KubeOptions::builder, KubeOptions.Builder::build)
                .key(
                        "kubeconfig",
                        Kinds.path(),
                        "A kubeconfig file; by default those that KUBECONFIG lists, else ~/.kube/config.",
                        KubeOptions.Builder::kubeconfig)
                .key(
                        "context",
                        Kinds.text(),
                        "The context in the kubeconfig file, where the location has a name of your own.",
                        KubeOptions.Builder::context)
                .key(
                        "inCluster",
                        Kinds.yesOrNo(),
                        "Whether it is the cluster in which this program runs as a pod; by default not.",
                        (options, yes) -> {
                            if (yes) {
                                options.inCluster();
                            }
                        })
                .key(
                        "server",
                        Kinds.address(),
                        "The address of an API server, without a kubeconfig file.",
                        KubeOptions.Builder::server)
                .key(
                        "oidcTokenFile",
                        Kinds.path(),
                        "A file with a token that the API server trusts; by default the kubeconfig file's credentials.",
                        KubeOptions.Builder::oidcTokenFile)
                .key(
                        "impersonate",
                        Actor.keys().kind(),
                        "As whom to act; by default as oneself.",
                        (options, actor) -> options.impersonate(actor.user, actor.groups.toArray(String[]::new)))
                .key(
                        "proxy",
                        Kinds.address(),
                        "An HTTP proxy; by default the kubeconfig file's, else the JVM's.",
                        KubeOptions.Builder::proxy)
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
                        "Certificates in PEM form that are trusted; by default the kubeconfig file's or the JVM's.",
                        KubeOptions.Builder::caFile)
                .key(
                        "connectTimeout",
                        Kinds.duration(),
                        "For a TCP connection; by default 5s.",
                        KubeOptions.Builder::connectTimeout)
                .key(
                        "requestTimeout",
                        Kinds.duration(),
                        "For one whole call, watches and logs apart; by default 30s.",
                        KubeOptions.Builder::requestTimeout)
                .end();
    }

    private static final class Actor {
        private String user = "";
        private List<String> groups = List.of();

        static Keys<Actor> keys() {
            return Keys.of(Actor::new, actor -> actor)
                    .required("user", Kinds.text(), "A user.", (actor, name) -> actor.user = name)
                    .key(
                            "groups",
                            Kinds.list(Kinds.text()),
                            "Groups; by default none.",
                            (actor, names) -> actor.groups = names)
                    .end();
        }
    }
}
