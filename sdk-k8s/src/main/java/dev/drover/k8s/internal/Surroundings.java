package dev.drover.k8s.internal;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is found around this program.
 *
 * @param serviceAccount the folder into which Kubernetes puts the credentials of a pod
 */
record Surroundings(Map<String, String> environment, Path home, Path serviceAccount) {

    static Surroundings ofThisProcess() {
        return new Surroundings(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                Path.of("/var/run/secrets/kubernetes.io/serviceaccount"));
    }

    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    List<Path> kubeconfigs() {
        return variable("KUBECONFIG")
                .map(list -> Arrays.stream(list.split(File.pathSeparator, -1))
                        .filter(each -> !each.isBlank())
                        .map(Path::of)
                        .toList())
                .orElseGet(() -> List.of(home.resolve(".kube").resolve("config")));
    }
}
