package dev.drover.k8s;

import dev.drover.DroverException;
import dev.drover.k8s.internal.Syntax;
import java.util.Optional;

/** Something that pods find at a path; see <a href="https://kubernetes.io/docs/concepts/storage/volumes/">volumes</a>. */
public sealed interface KubeVolume {

    /** Where the containers see it: an absolute path. */
    String mountPath();

    /** A PersistentVolumeClaim of the namespace. */
    record Claim(String claim, String mountPath, boolean readOnly) implements KubeVolume {
        public Claim {
            Syntax.requireName("PersistentVolumeClaim", claim);
            requirePath(mountPath);
        }
    }

    /**
     * Space on the node that comes and goes with the pod.
     *
     * @param sizeLimit a quantity, such as {@code 20Gi}
     */
    record EmptyDir(String mountPath, Optional<String> sizeLimit) implements KubeVolume {
        public EmptyDir {
            requirePath(mountPath);
            sizeLimit.ifPresent(size -> Syntax.requireQuantity("size limit", size));
        }
    }

    /** The files of a ConfigMap of the namespace. */
    record ConfigMapFiles(String configMap, String mountPath) implements KubeVolume {
        public ConfigMapFiles {
            Syntax.requireName("ConfigMap", configMap);
            requirePath(mountPath);
        }
    }

    /** The files of a Secret of the namespace. */
    record SecretFiles(String secret, String mountPath) implements KubeVolume {
        public SecretFiles {
            Syntax.requireName("Secret", secret);
            requirePath(mountPath);
        }
    }

    /** A folder of the node, such as a local disk. */
    record HostPath(String path, String mountPath, boolean readOnly) implements KubeVolume {
        public HostPath {
            requirePath(path);
            requirePath(mountPath);
        }
    }

    private static void requirePath(String path) {
        if (!path.startsWith("/") || path.contains(":") || path.contains("..") || path.indexOf('\0') >= 0) {
            throw DroverException.invalid("'" + path + "' is not an absolute path without ':' and '..'.");
        }
    }
}
