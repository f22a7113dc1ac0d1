package dev.drover.k8s.clusters;

import dev.drover.k8s.KubeVolume;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1ConfigMapVolumeSource;
import io.kubernetes.client.openapi.models.V1EmptyDirVolumeSource;
import io.kubernetes.client.openapi.models.V1HostPathVolumeSource;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaimVolumeSource;
import io.kubernetes.client.openapi.models.V1SecretVolumeSource;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import java.util.ArrayList;
import java.util.List;

/** The volumes that a user asks for, in all pods of a cluster at the same paths. */
final class PodVolumes {
    private final List<V1Volume> volumes = new ArrayList<>();
    private final List<V1VolumeMount> mounts = new ArrayList<>();

    PodVolumes(List<KubeVolume> wanted) {
        for (KubeVolume each : wanted) {
            String name = "user-" + volumes.size();
            V1Volume volume = new V1Volume().name(name);
            boolean readOnly = fill(volume, each);
            volumes.add(volume);
            mounts.add(
                    new V1VolumeMount().name(name).mountPath(each.mountPath()).readOnly(readOnly ? true : null));
        }
    }

    List<V1Volume> volumes() {
        return volumes;
    }

    List<V1VolumeMount> mounts() {
        return mounts;
    }

    /** Whether it is only read. */
    private static boolean fill(V1Volume volume, KubeVolume wanted) {
        if (wanted instanceof KubeVolume.Claim claim) {
            volume.persistentVolumeClaim(new V1PersistentVolumeClaimVolumeSource().claimName(claim.claim()));
            return claim.readOnly();
        } else if (wanted instanceof KubeVolume.HostPath path) {
            volume.hostPath(new V1HostPathVolumeSource().path(path.path()));
            return path.readOnly();
        } else if (wanted instanceof KubeVolume.ConfigMapFiles files) {
            volume.configMap(new V1ConfigMapVolumeSource().name(files.configMap()));
            return true;
        } else if (wanted instanceof KubeVolume.SecretFiles files) {
            volume.secret(new V1SecretVolumeSource().secretName(files.secret()));
            return true;
        } else if (wanted instanceof KubeVolume.EmptyDir empty) {
            V1EmptyDirVolumeSource space = new V1EmptyDirVolumeSource();
            empty.sizeLimit().map(Quantity::new).ifPresent(space::sizeLimit);
            volume.emptyDir(space);
        }
        return false;
    }
}
