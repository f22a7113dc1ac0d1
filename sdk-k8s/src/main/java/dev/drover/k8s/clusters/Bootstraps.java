package dev.drover.k8s.clusters;

import dev.drover.ClusterSpec;
import dev.drover.DroverException;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.bootstrap.BootstrapAction;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Bootstrap actions as init containers, which run one after the other, with their scripts in a config map. */
final class Bootstraps {
    /** Where the scripts are. */
    static final String FOLDER = "/etc/drover/bootstrap";
    /** What Kubernetes allows a config map, less what its names take. */
    private static final int MOST_BYTES = 1_000_000;

    private final Function<StorageUri, Storage> storages;

    Bootstraps(Function<StorageUri, Storage> storages) {
        this.storages = storages;
    }

    /** The scripts of a cluster; those that lie in a storage are read here, since a pod may have no right to do it. */
    V1ConfigMap scripts(V1ObjectMeta meta, ClusterSpec spec) {
        V1ConfigMap map = new V1ConfigMap().apiVersion("v1").kind("ConfigMap").metadata(meta);
        long bytes = 0;
        for (int i = 0; i < spec.bootstrapActions().size(); i++) {
            BootstrapAction action = spec.bootstrapActions().get(i);
            String text = text(action);
            bytes += text.getBytes(StandardCharsets.UTF_8).length;
            // A line that names no interpreter is no program; bash reads such a script.
            map.putDataItem(file(i, action), text.startsWith("#!") ? text : "#!/bin/bash\n" + text);
        }
        if (bytes > MOST_BYTES) {
            throw DroverException.invalid("The bootstrap actions have " + bytes + " bytes together; Kubernetes takes "
                    + MOST_BYTES + ". Let a short one fetch the long ones.");
        }
        return map;
    }

    private String text(BootstrapAction action) {
        if (action.script().isPresent()) {
            return action.script().get();
        }
        StorageUri uri = action.uri().orElseThrow();
        try (InputStream content = storages.apply(uri).get(uri)) {
            return new String(content.readNBytes(MOST_BYTES + 1), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The script " + uri + " cannot be read to its end", e);
        }
    }

    private static String file(int index, BootstrapAction action) {
        return index + "-" + action.name();
    }

    /** One container for each action; no shell reads its arguments. */
    List<V1Container> containers(ClusterSpec spec, SparkRole role, String image, String sparkHome) {
        List<V1Container> containers = new ArrayList<>();
        for (int i = 0; i < spec.bootstrapActions().size(); i++) {
            BootstrapAction action = spec.bootstrapActions().get(i);
            List<String> command = new ArrayList<>(List.of(
                    "timeout",
                    "--kill-after=10",
                    String.valueOf(action.timeout().toSeconds()),
                    FOLDER + "/" + file(i, action)));
            action.args().forEach(argument -> command.add(literally(argument)));
            V1Container container = new V1Container()
                    .name(name(i, action))
                    .image(image)
                    .command(command)
                    .terminationMessagePolicy("FallbackToLogsOnError")
                    .addEnvItem(new V1EnvVar().name("DROVER_ROLE").value(role.word()))
                    .addEnvItem(new V1EnvVar().name("DROVER_SHARED").value(PodTemplates.SHARED))
                    .addEnvItem(new V1EnvVar().name("SPARK_HOME").value(sparkHome));
            action.env().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(variable -> container.addEnvItem(
                            new V1EnvVar().name(variable.getKey()).value(literally(variable.getValue()))));
            containers.add(container);
        }
        return containers;
    }

    /** A container's name has at most 63 characters, and the action's may have as many. */
    private static String name(int index, BootstrapAction action) {
        String name = "bootstrap-" + index + "-" + action.name();
        return name.substring(0, Math.min(63, name.length())).replaceAll("-+$", "");
    }

    /** Kubernetes would put the value of a variable for {@code $(NAME)}, and one {@code $} for two. */
    static String literally(String text) {
        return text.replace("$", "$$");
    }
}
