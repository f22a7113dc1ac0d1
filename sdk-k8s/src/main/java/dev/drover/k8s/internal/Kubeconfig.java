package dev.drover.k8s.internal;

import dev.drover.DroverException;
import dev.drover.k8s.KubeOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The contexts, clusters and users of kubeconfig files, in the order of the files; of two with one name the first counts,
 * <a href="https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files">as
 * for kubectl</a>.
 */
final class Kubeconfig {
    private final List<ConfigFile> files;

    private Kubeconfig(List<ConfigFile> files) {
        this.files = files;
    }

    static Kubeconfig read(KubeOptions options, Surroundings around) {
        List<Path> named = options.kubeconfig().map(List::of).orElseGet(around::kubeconfigs);
        List<ConfigFile> files = new ArrayList<>();
        for (Path each : named) {
            if (Files.exists(each)) {
                files.add(ConfigFile.read(each));
            }
        }
        if (files.isEmpty()) {
            throw DroverException.invalid("There is no kubeconfig file " + list(named)
                    + ". Write one, for example with 'aws eks update-kubeconfig' or 'gcloud container clusters"
                    + " get-credentials', or set KubeOptions.kubeconfig, server or inCluster.");
        }
        return new Kubeconfig(files);
    }

    Access access(String context, KubeOptions options, InstantSource clock) {
        Section chosen = find("contexts", "context", context)
                .orElseThrow(() -> DroverException.invalid("There is no context '" + context + "' in "
                        + list(files.stream().map(ConfigFile::path).toList()) + ", which has "
                        + names() + ". Name one of them in the location, or in KubeOptions.context."));
        Section cluster = part(context, "clusters", "cluster", chosen.require("cluster"));
        Optional<String> userName = chosen.text("user");
        boolean loggedInOtherwise = options.oidcTokenFile().isPresent();
        Section user = userName.isEmpty() || loggedInOtherwise ? null : part(context, "users", "user", userName.get());
        refuseUnverified(cluster);
        return new Access(
                address(cluster),
                cluster.text("tls-server-name"),
                options.caFile().isPresent() ? Optional.empty() : cluster.dataOrFile("certificate-authority"),
                cluster.text("proxy-url").map(text -> proxy(cluster, text)),
                user == null ? new FixedLogin(Credential.NONE) : UserLogin.of(user, clock),
                user == null ? Optional.empty() : user.text("as"),
                user == null ? List.of() : user.texts("as-groups"));
    }

    private static void refuseUnverified(Section cluster) {
        if (cluster.is("insecure-skip-tls-verify")) {
            throw DroverException.invalid(cluster + " says insecure-skip-tls-verify. Drover verifies every server:"
                    + " take that out, and name the authority of its certificate as certificate-authority there or as"
                    + " KubeOptions.caFile.");
        }
    }

    private static URI address(Section cluster) {
        String text = cluster.require("server");
        URI address = uri(cluster, text);
        boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        if (!http || address.getHost() == null || address.getRawUserInfo() != null) {
            throw DroverException.invalid(cluster + " needs an address like https://host:port as its server.");
        }
        return address;
    }

    /** Its text is in no message: a password may be in it. */
    private static URI proxy(Section cluster, String text) {
        URI address = uri(cluster, text);
        if (!"http".equals(address.getScheme()) || address.getHost() == null) {
            throw DroverException.invalid(
                    cluster + " has a proxy-url that is not like http://host:port; Drover knows no other proxies.");
        }
        return address;
    }

    private static URI uri(Section cluster, String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw DroverException.invalid(cluster + " has a server or a proxy-url that is no address.");
        }
    }

    private Section part(String context, String list, String kind, String name) {
        return find(list, kind, name)
                .orElseThrow(() -> DroverException.invalid("The context '" + context + "' names the " + kind + " '"
                        + name + "', which is in none of its kubeconfig files."));
    }

    private Optional<Section> find(String list, String kind, String name) {
        return files.stream()
                .map(file -> file.section(list, kind, name))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private String names() {
        String names = files.stream()
                .flatMap(file -> file.names("contexts").stream())
                .distinct()
                .map(name -> "'" + name + "'")
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }

    private static String list(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(", "));
    }
}
