package dev.drover.k8s.jobs;

import dev.drover.k8s.KubeVolume;
import java.util.ArrayList;
import java.util.List;

/** The volumes of a pod, and where its containers see them. Pure. */
final class PodVolumes {
    /** Read and run by all: scripts are started as programs. */
    private static final int MODE = 0555;

    private static final String PARTS = "drover-job";

    private final List<Fields> volumes = new ArrayList<>();
    private final List<Fields> mounts = new ArrayList<>();

    PodVolumes(Order order) {
        for (KubeVolume each : order.options().volumes()) {
            String name = "drover-" + volumes.size();
            volumes.add(volume(each).set("name", name));
            mounts.add(mount(name, each.mountPath(), readOnly(each)));
        }
        if (order.parts().hasFiles()) {
            volumes.add(new Fields()
                    .set("name", PARTS)
                    .set(
                            "configMap",
                            new Fields().set("name", order.parts().name()).set("defaultMode", MODE)));
            mounts.add(mount(PARTS, Parts.FOLDER, true));
        }
    }

    List<Fields> volumes() {
        return volumes;
    }

    List<Fields> mounts() {
        return mounts;
    }

    private static Fields mount(String name, String path, boolean readOnly) {
        Fields mount = new Fields().set("name", name).set("mountPath", path);
        return readOnly ? mount.set("readOnly", true) : mount;
    }

    private static boolean readOnly(KubeVolume volume) {
        return (volume instanceof KubeVolume.Claim claim && claim.readOnly())
                || (volume instanceof KubeVolume.HostPath path && path.readOnly())
                || volume instanceof KubeVolume.SecretFiles
                || volume instanceof KubeVolume.ConfigMapFiles;
    }

    private static Fields volume(KubeVolume volume) {
        Fields fields = new Fields();
        if (volume instanceof KubeVolume.Claim claim) {
            fields.set("persistentVolumeClaim", new Fields().set("claimName", claim.claim()));
        } else if (volume instanceof KubeVolume.EmptyDir empty) {
            // An empty object means something here.
            fields.json()
                    .add(
                            "emptyDir",
                            new Fields().set("sizeLimit", empty.sizeLimit()).json());
        } else if (volume instanceof KubeVolume.ConfigMapFiles files) {
            fields.set("configMap", new Fields().set("name", files.configMap()));
        } else if (volume instanceof KubeVolume.SecretFiles files) {
            fields.set("secret", new Fields().set("secretName", files.secret()));
        } else if (volume instanceof KubeVolume.HostPath path) {
            fields.set("hostPath", new Fields().set("path", path.path()));
        }
        return fields;
    }
}
