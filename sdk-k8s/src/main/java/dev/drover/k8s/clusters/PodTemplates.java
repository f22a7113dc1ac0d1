package dev.drover.k8s.clusters;

import dev.drover.ClusterSpec;
import dev.drover.Machine;
import dev.drover.NodeGroup;
import dev.drover.Resources;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1Capabilities;
import io.kubernetes.client.openapi.models.V1ConfigMapVolumeSource;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1EmptyDirVolumeSource;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1EnvVarSource;
import io.kubernetes.client.openapi.models.V1HTTPGetAction;
import io.kubernetes.client.openapi.models.V1KeyToPath;
import io.kubernetes.client.openapi.models.V1LocalObjectReference;
import io.kubernetes.client.openapi.models.V1ObjectFieldSelector;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PodSecurityContext;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1Probe;
import io.kubernetes.client.openapi.models.V1ResourceRequirements;
import io.kubernetes.client.openapi.models.V1SeccompProfile;
import io.kubernetes.client.openapi.models.V1SecretKeySelector;
import io.kubernetes.client.openapi.models.V1SecretVolumeSource;
import io.kubernetes.client.openapi.models.V1SecurityContext;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The pods of a cluster. Equal input gives equal templates. */
final class PodTemplates {
    /** Where bootstrap actions may leave something for the daemon and its jobs. */
    static final String SHARED = "/var/drover/shared";

    static final String RECOVERY = "/var/drover/recovery";

    private static final String CONF = "/etc/drover/spark";
    private static final String WORK = "/var/drover/work";
    private static final String LOCAL = "/var/drover/local";
    private static final Resources MASTER = Resources.of(1, 2048);
    /** Of a worker's own daemon; what jobs get is beside it. */
    private static final int WORKER_HEAP_MIB = 512;

    private final KubeSparkOptions options;
    private final Bootstraps bootstraps;
    private final PodVolumes userVolumes;

    PodTemplates(KubeSparkOptions options, Bootstraps bootstraps) {
        this.options = options;
        this.bootstraps = bootstraps;
        this.userVolumes = new PodVolumes(options.volumes());
    }

    /** @param command of the daemon; empty if an operator says it */
    V1PodTemplateSpec template(
            SparkRole role, SparkNames names, ClusterSpec spec, String sparkVersion, List<String> command) {
        String image = options.image(sparkVersion);
        V1PodSpec pod = new V1PodSpec()
                // The client would send an empty one, which admission refuses.
                .overhead(null)
                .automountServiceAccountToken(false)
                // A service called spark-master would set SPARK_MASTER_PORT, in words that Spark cannot read.
                .enableServiceLinks(false)
                .securityContext(
                        new V1PodSecurityContext().seccompProfile(new V1SeccompProfile().type("RuntimeDefault")))
                .volumes(volumes(role, names, spec))
                .addContainersItem(daemon(role, spec, image, command));
        options.serviceAccount().ifPresent(pod::serviceAccountName);
        options.pullSecrets().forEach(secret -> pod.addImagePullSecretsItem(new V1LocalObjectReference().name(secret)));
        new PodPlacement(options.pods(role), options.nodeSelector(), types(role, spec)).apply(pod);
        for (V1Container each : bootstraps.containers(spec, role, image, options.sparkHome())) {
            each.securityContext(harmless());
            each.addVolumeMountsItem(mount("scripts", Bootstraps.FOLDER));
            each.addVolumeMountsItem(mount("shared", SHARED));
            userVolumes.mounts().forEach(each::addVolumeMountsItem);
            pod.addInitContainersItem(each);
        }
        return new V1PodTemplateSpec()
                .metadata(new V1ObjectMeta().labels(labels(role, names, spec)).annotations(annotations(role)))
                .spec(pod);
    }

    private Map<String, String> annotations(SparkRole role) {
        Map<String, String> annotations = new TreeMap<>(Map.of(
                "prometheus.io/scrape",
                "true",
                "prometheus.io/port",
                String.valueOf(role.pages()),
                "prometheus.io/path",
                role == SparkRole.MASTER ? "/metrics/master/prometheus/" : "/metrics/prometheus/"));
        annotations.putAll(options.pods(role).annotations());
        return annotations;
    }

    /** On pods, and what selects them among others. */
    static Map<String, String> selector(SparkRole role, SparkNames names) {
        Map<String, String> labels = new LinkedHashMap<>(Labels.of(names.cluster(), Map.of()));
        labels.put(Labels.ROLE, role.word());
        return labels;
    }

    private Map<String, String> labels(SparkRole role, SparkNames names, ClusterSpec spec) {
        Map<String, String> labels = new LinkedHashMap<>(options.labels());
        labels.putAll(spec.labels());
        labels.putAll(options.pods(role).labels());
        labels.putAll(selector(role, names));
        return labels;
    }

    private static V1SecurityContext harmless() {
        return new V1SecurityContext()
                .allowPrivilegeEscalation(false)
                .capabilities(new V1Capabilities().addDropItem("ALL"));
    }

    private V1Container daemon(SparkRole role, ClusterSpec spec, String image, List<String> command) {
        V1Container container = new V1Container()
                .name(role.word())
                .image(image)
                .terminationMessagePolicy("FallbackToLogsOnError")
                .securityContext(harmless())
                .resources(resources(role, spec))
                .env(environment(role, spec))
                .readinessProbe(new V1Probe()
                        .httpGet(new V1HTTPGetAction().path("/json/").port(new IntOrString(role.pages())))
                        .periodSeconds(5))
                .addVolumeMountsItem(mount("spark-conf", CONF))
                .addVolumeMountsItem(mount("shared", SHARED));
        userVolumes.mounts().forEach(container::addVolumeMountsItem);
        if (role == SparkRole.MASTER) {
            container.addVolumeMountsItem(mount("recovery", RECOVERY));
        } else {
            container.addVolumeMountsItem(mount("work", WORK)).addVolumeMountsItem(mount("local", LOCAL));
        }
        // An operator adds its own ports, of the same names, and a container has each name once.
        return command.isEmpty() ? container : container.command(command).ports(ports(role));
    }

    private static List<V1ContainerPort> ports(SparkRole role) {
        V1ContainerPort web = port("web", role.pages());
        return role == SparkRole.MASTER
                ? List.of(web, port("spark", SparkRole.MASTER_PORT), port("rest", SparkRole.REST_PORT))
                : List.of(web, port("spark", SparkRole.WORKER_PORT));
    }

    private static V1ContainerPort port(String name, int port) {
        return new V1ContainerPort().name(name).containerPort(port);
    }

    private static V1VolumeMount mount(String volume, String path) {
        return new V1VolumeMount().name(volume).mountPath(path);
    }

    private List<V1EnvVar> environment(SparkRole role, ClusterSpec spec) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("SPARK_CONF_DIR", CONF);
        values.put("DROVER_SHARED", SHARED);
        if (role == SparkRole.MASTER) {
            values.put("SPARK_MASTER_HOST", "$(POD_IP)");
            values.put("SPARK_DAEMON_MEMORY", heapOfMaster(spec) + "m");
        } else {
            values.put("SPARK_LOCAL_HOSTNAME", "$(POD_IP)");
            values.put("SPARK_DAEMON_MEMORY", WORKER_HEAP_MIB + "m");
            values.put("SPARK_WORKER_CORES", String.valueOf(spec.worker().cores()));
            values.put("SPARK_WORKER_MEMORY", spec.worker().memoryMiB() + "m");
            values.put("SPARK_WORKER_PORT", String.valueOf(SparkRole.WORKER_PORT));
            values.put("SPARK_WORKER_DIR", WORK);
            values.put("SPARK_LOCAL_DIRS", LOCAL);
        }
        List<V1EnvVar> variables = new ArrayList<>();
        // First: the others refer to it.
        variables.add(new V1EnvVar()
                .name("POD_IP")
                .valueFrom(new V1EnvVarSource().fieldRef(new V1ObjectFieldSelector().fieldPath("status.podIP"))));
        values.forEach((name, value) -> variables.add(new V1EnvVar().name(name).value(value)));
        new TreeMap<>(options.pods(role).variables())
                .forEach((name, from) -> variables.add(new V1EnvVar()
                        .name(name)
                        .valueFrom(new V1EnvVarSource()
                                .secretKeyRef(new V1SecretKeySelector()
                                        .name(from.secret())
                                        .key(from.key())))));
        return variables;
    }

    // What a pod takes of a node

    private static int heapOfMaster(ClusterSpec spec) {
        return Math.max(256, ofMaster(spec).memoryMiB() / 4 * 3);
    }

    private static Resources ofMaster(ClusterSpec spec) {
        return spec.master().flatMap(PodTemplates::least).orElse(MASTER);
    }

    private static Optional<Resources> least(NodeGroup nodes) {
        return nodes.machine() instanceof Machine.AtLeast least ? Optional.of(least.resources()) : Optional.empty();
    }

    /** What one pod of a role asks for. */
    static Resources of(SparkRole role, ClusterSpec spec) {
        return role == SparkRole.MASTER ? ofMaster(spec) : ofWorker(spec);
    }

    /** What a worker offers, a tenth of it for what its jobs need beside their heaps, and a GiB for its own daemon. */
    private static Resources ofWorker(ClusterSpec spec) {
        return spec.workerNodes()
                .flatMap(PodTemplates::least)
                .orElseGet(() -> Resources.of(
                        spec.worker().cores(),
                        spec.worker().memoryMiB() + spec.worker().memoryMiB() / 10 + 1024));
    }

    private V1ResourceRequirements resources(SparkRole role, ClusterSpec spec) {
        Resources each = of(role, spec);
        Quantity memory = new Quantity(each.memoryMiB() + "Mi");
        Map<String, Quantity> limits = new TreeMap<>(Map.of("memory", memory));
        options.pods(role).cpuLimit().ifPresent(cores -> limits.put("cpu", new Quantity(cores)));
        return new V1ResourceRequirements()
                .requests(new TreeMap<>(Map.of("cpu", new Quantity(String.valueOf(each.cores())), "memory", memory)))
                .limits(limits);
    }

    /** The types of machines that the spec names. */
    private static List<String> types(SparkRole role, ClusterSpec spec) {
        return (role == SparkRole.MASTER ? spec.master() : spec.workerNodes())
                .map(nodes -> nodes.machines().stream()
                        .filter(Machine.Type.class::isInstance)
                        .map(Machine::toString)
                        .toList())
                .orElse(List.of());
    }

    private List<V1Volume> volumes(SparkRole role, SparkNames names, ClusterSpec spec) {
        List<V1Volume> volumes = new ArrayList<>();
        volumes.add(new V1Volume()
                .name("spark-conf")
                .secret(new V1SecretVolumeSource()
                        .secretName(names.secret())
                        .addItemsItem(
                                new V1KeyToPath().key(SparkRecord.file(role)).path("spark-defaults.conf"))));
        volumes.add(empty("shared"));
        volumes.addAll(userVolumes.volumes());
        if (role == SparkRole.MASTER) {
            volumes.add(empty("recovery"));
        } else {
            volumes.add(empty("work"));
            volumes.add(empty("local"));
        }
        if (!spec.bootstrapActions().isEmpty()) {
            volumes.add(new V1Volume()
                    .name("scripts")
                    .configMap(
                            new V1ConfigMapVolumeSource().name(names.scripts()).defaultMode(0555)));
        }
        return volumes;
    }

    private static V1Volume empty(String name) {
        return new V1Volume().name(name).emptyDir(new V1EmptyDirVolumeSource());
    }
}
