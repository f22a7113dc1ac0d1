package dev.drover.k8s.internal;

import dev.drover.DroverException;
import dev.drover.k8s.KubeVolume;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The keys of a {@link KubeVolume}: one that says what it is, and where containers see it. */
public final class VolumeKeys {
    private String mountPath = "";
    private boolean readOnly;
    private boolean mayBeReadOnly;
    private Optional<String> sizeLimit = Optional.empty();
    private boolean empty;
    private final List<Supplier<KubeVolume>> sources = new ArrayList<>();

    private VolumeKeys() {}

    /** What {@code drover.yaml} may say. */
    public static Keys<KubeVolume> keys() {
        return Keys.of(VolumeKeys::new, VolumeKeys::volume)
                .required(
                        "mountPath",
                        Kinds.text(),
                        "Where the containers see it: an absolute path.",
                        (volume, path) -> volume.mountPath = path)
                .key(
                        "claim",
                        Kinds.text(),
                        "A PersistentVolumeClaim of the namespace.",
                        (volume, name) ->
                                volume.writable(() -> new KubeVolume.Claim(name, volume.mountPath, volume.readOnly)))
                .key(
                        "emptyDir",
                        Kinds.yesOrNo(),
                        "Space on the node that comes and goes with the pod.",
                        (volume, yes) -> {
                            if (yes) {
                                volume.empty = true;
                                volume.sources.add(() -> new KubeVolume.EmptyDir(volume.mountPath, volume.sizeLimit));
                            }
                        })
                .key(
                        "configMap",
                        Kinds.text(),
                        "The files of a ConfigMap of the namespace.",
                        (volume, name) ->
                                volume.sources.add(() -> new KubeVolume.ConfigMapFiles(name, volume.mountPath)))
                .key(
                        "secret",
                        Kinds.text(),
                        "The files of a Secret of the namespace.",
                        (volume, name) -> volume.sources.add(() -> new KubeVolume.SecretFiles(name, volume.mountPath)))
                .key(
                        "hostPath",
                        Kinds.text(),
                        "A folder of the node, such as a local disk.",
                        (volume, path) ->
                                volume.writable(() -> new KubeVolume.HostPath(path, volume.mountPath, volume.readOnly)))
                .key(
                        "readOnly",
                        Kinds.yesOrNo(),
                        "Whether a claim or a folder of the node is only read; by default not.",
                        (volume, yes) -> volume.readOnly = yes)
                .key(
                        "sizeLimit",
                        Kinds.text(),
                        "The most that an emptyDir holds, such as 20Gi; by default as much as the node has.",
                        (volume, size) -> volume.sizeLimit = Optional.of(size))
                .end();
    }

    private void writable(Supplier<KubeVolume> source) {
        mayBeReadOnly = true;
        sources.add(source);
    }

    private KubeVolume volume() {
        if (sources.size() != 1) {
            throw DroverException.invalid("a volume is exactly one of claim, emptyDir, configMap, secret and hostPath");
        }
        if (sizeLimit.isPresent() && !empty) {
            throw DroverException.invalid("only an emptyDir has a sizeLimit");
        }
        if (readOnly && !mayBeReadOnly) {
            throw DroverException.invalid("readOnly goes with claim and hostPath");
        }
        return sources.get(0).get();
    }
}
