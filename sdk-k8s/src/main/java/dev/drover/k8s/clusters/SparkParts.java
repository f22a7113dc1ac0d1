package dev.drover.k8s.clusters;

import com.google.gson.JsonObject;
import dev.drover.ClusterSpec;
import dev.drover.Customizer;
import dev.drover.Scaling;
import dev.drover.k8s.clusters.KubeSparkOptions.UiService;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1OwnerReference;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServicePort;
import io.kubernetes.client.openapi.models.V1ServiceSpec;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V1StatefulSetSpec;
import io.kubernetes.client.openapi.models.V2CrossVersionObjectReference;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscalerSpec;
import io.kubernetes.client.openapi.models.V2MetricSpec;
import io.kubernetes.client.openapi.models.V2MetricTarget;
import io.kubernetes.client.openapi.models.V2ResourceMetricSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a cluster of Spark standalone consists of. Equal input gives equal objects. */
final class SparkParts {
    /** How busy workers are, in percent of what they ask for, before there are more of them. */
    private static final int BUSY_PERCENT = 60;

    private final KubeSparkOptions options;
    private final String namespace;
    private final Bootstraps bootstraps;
    private final PodTemplates pods;

    SparkParts(KubeSparkOptions options, String namespace, Bootstraps bootstraps) {
        this.options = options;
        this.namespace = namespace;
        this.bootstraps = bootstraps;
        this.pods = new PodTemplates(options, bootstraps);
    }

    /** What is to be made, and by whom. */
    record Order(SparkNames names, ClusterSpec spec, String sparkVersion, Optional<String> operatorVersion) {}

    /** The cluster's record, which owns everything else. */
    Part secret(Order order, SparkKeys keys) {
        return Part.of(
                Kinds.SECRETS,
                namespace,
                SparkRecord.secret(
                        meta(order, order.names().secret()),
                        order.spec(),
                        order.sparkVersion(),
                        order.names().operator(),
                        keys));
    }

    /**
     * Everything else, in the order of making.
     *
     * @param owner the id of the Secret
     */
    List<Part> rest(Order order, String owner) {
        List<Part> parts = new ArrayList<>();
        if (!order.spec().bootstrapActions().isEmpty()) {
            parts.add(Part.of(
                    Kinds.CONFIG_MAPS,
                    namespace,
                    bootstraps.scripts(owned(order, order.names().scripts(), owner), order.spec())));
        }
        if (order.operatorVersion().isPresent()) {
            parts.add(sparkCluster(order, order.operatorVersion().get(), owner));
        } else {
            for (SparkRole role : SparkRole.values()) {
                parts.add(service(order, headless(order, role, owner)));
                parts.add(set(order, role, owner));
            }
        }
        if (options.ui() != UiService.NONE) {
            parts.add(service(order, ui(order, owner)));
        }
        order.spec()
                .scaling()
                .filter(range -> order.operatorVersion().isEmpty())
                .ifPresent(range -> parts.add(autoscaler(order, range, owner)));
        return parts;
    }

    private V1ObjectMeta meta(Order order, String name) {
        Map<String, String> users = new LinkedHashMap<>(options.labels());
        users.putAll(order.spec().labels());
        return new V1ObjectMeta()
                .name(name)
                .namespace(namespace)
                .labels(Labels.of(order.names().cluster(), users));
    }

    private V1ObjectMeta owned(Order order, String name, String owner) {
        return meta(order, name)
                .addOwnerReferencesItem(new V1OwnerReference()
                        .apiVersion("v1")
                        .kind("Secret")
                        .name(order.names().secret())
                        .uid(owner));
    }

    // Services

    private Part service(Order order, V1Service service) {
        Customizer.apply(order.spec().customizers(), V1Service.class, service);
        return Part.of(Kinds.SERVICES, namespace, service);
    }

    /** Its name leads to the pods themselves, also before they are ready: workers register while the master starts. */
    private V1Service headless(Order order, SparkRole role, String owner) {
        V1ServiceSpec spec = new V1ServiceSpec()
                .clusterIP("None")
                .publishNotReadyAddresses(true)
                .selector(PodTemplates.selector(role, order.names()))
                .addPortsItem(port("web", role.pages()));
        if (role == SparkRole.MASTER) {
            spec.addPortsItem(port("spark", SparkRole.MASTER_PORT)).addPortsItem(port("rest", SparkRole.REST_PORT));
        }
        return new V1Service()
                .apiVersion("v1")
                .kind("Service")
                .metadata(owned(order, order.names().service(role), owner))
                .spec(spec);
    }

    private V1Service ui(Order order, String owner) {
        V1ServicePort port = port("web", SparkRole.MASTER.pages());
        options.uiNodePort().ifPresent(port::nodePort);
        String type = switch (options.ui()) {
            case NODE_PORT -> "NodePort";
            case LOAD_BALANCER -> "LoadBalancer";
            default -> "ClusterIP";
        };
        return new V1Service()
                .apiVersion("v1")
                .kind("Service")
                .metadata(owned(order, order.names().ui(), owner))
                .spec(new V1ServiceSpec()
                        .type(type)
                        .selector(PodTemplates.selector(SparkRole.MASTER, order.names()))
                        .addPortsItem(port));
    }

    private static V1ServicePort port(String name, int port) {
        return new V1ServicePort().name(name).port(port).targetPort(new IntOrString(port));
    }

    // Pods

    private Part set(Order order, SparkRole role, String owner) {
        V1StatefulSet set = new V1StatefulSet()
                .apiVersion("apps/v1")
                .kind("StatefulSet")
                .metadata(owned(order, order.names().set(role), owner))
                .spec(new V1StatefulSetSpec()
                        .replicas(role == SparkRole.MASTER ? 1 : order.spec().workers())
                        .serviceName(order.names().service(role))
                        .podManagementPolicy("Parallel")
                        .selector(new V1LabelSelector().matchLabels(PodTemplates.selector(role, order.names())))
                        .template(pods.template(
                                role, order.names(), order.spec(), order.sparkVersion(), command(order, role))));
        Customizer.apply(order.spec().customizers(), V1StatefulSet.class, set);
        return Part.of(Kinds.STATEFUL_SETS, namespace, set);
    }

    /** Kubernetes puts the pod's address into it, no shell. What it does not say, the environment does. */
    private List<String> command(Order order, SparkRole role) {
        String launcher = options.sparkHome() + "/bin/spark-class";
        String deploy = "org.apache.spark.deploy.";
        return role == SparkRole.MASTER
                ? List.of(launcher, deploy + "master.Master", "--host", "$(POD_IP)")
                : List.of(
                        launcher,
                        deploy + "worker.Worker",
                        "--host",
                        "$(POD_IP)",
                        "spark://" + order.names().service(SparkRole.MASTER) + ":" + SparkRole.MASTER_PORT);
    }

    private Part autoscaler(Order order, Scaling range, String owner) {
        V2HorizontalPodAutoscaler scaler = new V2HorizontalPodAutoscaler()
                .apiVersion("autoscaling/v2")
                .kind("HorizontalPodAutoscaler")
                .metadata(owned(order, order.names().autoscaler(), owner))
                .spec(new V2HorizontalPodAutoscalerSpec()
                        .scaleTargetRef(new V2CrossVersionObjectReference()
                                .apiVersion("apps/v1")
                                .kind("StatefulSet")
                                .name(order.names().set(SparkRole.WORKER)))
                        .minReplicas(range.minWorkers())
                        .maxReplicas(range.maxWorkers())
                        .addMetricsItem(new V2MetricSpec()
                                .type("Resource")
                                .resource(new V2ResourceMetricSource()
                                        .name("cpu")
                                        .target(new V2MetricTarget()
                                                .type("Utilization")
                                                .averageUtilization(BUSY_PERCENT)))));
        Customizer.apply(order.spec().customizers(), V2HorizontalPodAutoscaler.class, scaler);
        return Part.of(Kinds.AUTOSCALERS, namespace, scaler);
    }

    // Apache's operator

    /**
     * A <a href="https://github.com/apache/spark-kubernetes-operator/blob/main/docs/spark_custom_resources.md">SparkCluster</a>.
     * The operator's containers are called after their roles and keep what the template says of them; keys travel in the
     * Secret, since the operator shows its Spark properties in arguments.
     */
    private Part sparkCluster(Order order, String version, String owner) {
        JsonObject instances = new JsonObject();
        int workers = order.spec().workers();
        instances.addProperty("initWorkers", workers);
        instances.addProperty(
                "minWorkers", order.spec().scaling().map(Scaling::minWorkers).orElse(workers));
        instances.addProperty(
                "maxWorkers", order.spec().scaling().map(Scaling::maxWorkers).orElse(workers));
        JsonObject spec = new JsonObject();
        spec.add("runtimeVersions", member("sparkVersion", order.sparkVersion()));
        spec.add("sparkConf", member("spark.kubernetes.container.image", options.image(order.sparkVersion())));
        spec.add("clusterTolerations", member("instanceConfig", instances));
        for (SparkRole role : SparkRole.values()) {
            spec.add(role.word() + "Spec", member("statefulSetSpec", operatorsSet(order, role)));
        }
        JsonObject cluster = new JsonObject();
        cluster.addProperty("apiVersion", "spark.apache.org/" + version);
        cluster.addProperty("kind", "SparkCluster");
        cluster.add("metadata", Part.tree(owned(order, order.names().cluster(), owner)));
        cluster.add("spec", spec);
        return new Part(Kinds.sparkClusters(version), namespace, cluster);
    }

    private JsonObject operatorsSet(Order order, SparkRole role) {
        V1PodTemplateSpec template = pods.template(role, order.names(), order.spec(), order.sparkVersion(), List.of());
        JsonObject set = new JsonObject();
        set.add("selector", Part.tree(new V1LabelSelector().matchLabels(PodTemplates.selector(role, order.names()))));
        set.add("template", Part.tree(template));
        return set;
    }

    private static JsonObject member(String name, String value) {
        JsonObject object = new JsonObject();
        object.addProperty(name, value);
        return object;
    }

    private static JsonObject member(String name, JsonObject value) {
        JsonObject object = new JsonObject();
        object.add(name, value);
        return object;
    }
}
