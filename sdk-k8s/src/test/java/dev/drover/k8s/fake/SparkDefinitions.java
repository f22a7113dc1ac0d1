package dev.drover.k8s.fake;

import static dev.drover.k8s.fake.Shape.atLeast;
import static dev.drover.k8s.fake.Shape.bool;
import static dev.drover.k8s.fake.Shape.int32;
import static dev.drover.k8s.fake.Shape.int64;
import static dev.drover.k8s.fake.Shape.listOf;
import static dev.drover.k8s.fake.Shape.mapOf;
import static dev.drover.k8s.fake.Shape.nullable;
import static dev.drover.k8s.fake.Shape.object;
import static dev.drover.k8s.fake.Shape.oneOf;
import static dev.drover.k8s.fake.Shape.open;
import static dev.drover.k8s.fake.Shape.quantity;
import static dev.drover.k8s.fake.Shape.required;
import static dev.drover.k8s.fake.Shape.string;
import static dev.drover.k8s.fake.Shape.withDefault;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The custom resources of the two operators for Spark, with the fields that their references name: <a
 * href="https://github.com/kubeflow/spark-operator/blob/master/docs/api-docs.md">kubeflow</a>, <a
 * href="https://github.com/apache/spark-kubernetes-operator/blob/main/docs/spark_custom_resources.md">Apache</a>. What
 * Kubernetes defines itself (volumes, affinity, containers) is left open below its own name.
 */
final class SparkDefinitions {
    private SparkDefinitions() {}

    static ObjectNode kubeflow() {
        ObjectNode schema = required(
                object(
                        "apiVersion",
                        string(),
                        "kind",
                        string(),
                        "metadata",
                        object(),
                        "spec",
                        kubeflowSpec(),
                        "status",
                        kubeflowStatus()),
                "metadata",
                "spec");
        return definition("sparkoperator.k8s.io", "sparkapplications", "SparkApplication", List.of("v1beta2"), schema);
    }

    static List<ObjectNode> apache() {
        return List.of(
                definition(
                        "spark.apache.org",
                        "sparkapplications",
                        "SparkApplication",
                        List.of("v1", "v1beta1"),
                        applied(applicationSpec())),
                definition(
                        "spark.apache.org",
                        "sparkclusters",
                        "SparkCluster",
                        List.of("v1", "v1beta1"),
                        applied(clusterSpec())));
    }

    private static ObjectNode applied(ObjectNode spec) {
        return object(
                "apiVersion", string(), "kind", string(), "metadata", object(), "spec", spec, "status", apacheStatus());
    }

    private static ObjectNode definition(
            String group, String plural, String kind, List<String> versions, ObjectNode schema) {
        ObjectNode definition = Json.object();
        Json.meta(definition).put("name", plural + "." + group);
        if (group.endsWith(".k8s.io")) {
            // A real server takes no definition of such a group that does not say who allowed it.
            Json.child(definition, "metadata", "annotations")
                    .put("api-approved.kubernetes.io", "unapproved, for tests");
        }
        ObjectNode spec = definition.putObject("spec").put("group", group).put("scope", "Namespaced");
        spec.putObject("names")
                .put("plural", plural)
                .put("singular", kind.toLowerCase(java.util.Locale.ROOT))
                .put("kind", kind)
                .put("listKind", kind + "List");
        ArrayNode all = spec.putArray("versions");
        for (String name : versions) {
            ObjectNode version =
                    all.addObject().put("name", name).put("served", true).put("storage", name.equals(versions.get(0)));
            version.putObject("subresources").putObject("status");
            version.putObject("schema").set("openAPIV3Schema", schema);
        }
        return definition;
    }

    private static ObjectNode strings() {
        return listOf(string());
    }

    private static ObjectNode texts() {
        return mapOf(string());
    }

    private static ObjectNode kubeflowSpec() {
        ObjectNode spec = object(
                "suspend", bool(),
                "type", oneOf("Java", "Python", "Scala", "R"),
                "sparkVersion", string(),
                "mode", oneOf("cluster", "client"),
                "proxyUser", string(),
                "image", string(),
                "imagePullPolicy", string(),
                "imagePullSecrets", strings(),
                "mainClass", string(),
                "mainApplicationFile", string(),
                "arguments", strings(),
                "sparkConf", texts(),
                "hadoopConf", texts(),
                "sparkConfigMap", string(),
                "hadoopConfigMap", string(),
                "volumes", listOf(open()),
                "driver", driver(),
                "executor", executor(),
                "deps", dependencies(),
                "restartPolicy", restartPolicy(),
                "nodeSelector", texts(),
                "failureRetries", int32(),
                "retryInterval", int64(),
                "pythonVersion", oneOf("2", "3"),
                "memoryOverheadFactor", string(),
                "monitoring", monitoring(),
                "batchScheduler", string(),
                "timeToLiveSeconds", int64(),
                "batchSchedulerOptions",
                        object("queue", string(), "priorityClassName", string(), "resources", mapOf(quantity())),
                "sparkUIOptions", ui(),
                "driverIngressOptions", listOf(open()),
                "dynamicAllocation",
                        object(
                                "enabled", bool(),
                                "initialExecutors", int32(),
                                "minExecutors", int32(),
                                "maxExecutors", int32(),
                                "shuffleTrackingEnabled", bool(),
                                "shuffleTrackingTimeout", int64()));
        return required(spec, "driver", "executor", "mainApplicationFile", "sparkVersion", "type");
    }

    private static ObjectNode monitoring() {
        return required(
                object(
                        "exposeDriverMetrics", bool(),
                        "exposeExecutorMetrics", bool(),
                        "metricsProperties", string(),
                        "metricsPropertiesFile", string(),
                        "prometheus", open()),
                "exposeDriverMetrics",
                "exposeExecutorMetrics");
    }

    private static ObjectNode ui() {
        return object(
                "servicePort", int32(),
                "servicePortName", string(),
                "serviceType", string(),
                "serviceAnnotations", texts(),
                "serviceLabels", texts(),
                "ingressAnnotations", texts(),
                "ingressTLS", listOf(open()));
    }

    private static ObjectNode dependencies() {
        return object(
                "jars", strings(),
                "files", strings(),
                "pyFiles", strings(),
                "archives", strings(),
                "packages", strings(),
                "excludePackages", strings(),
                "repositories", strings());
    }

    private static ObjectNode restartPolicy() {
        return object(
                "type", oneOf("Never", "Always", "OnFailure"),
                "onSubmissionFailureRetries", atLeast(0, int32()),
                "onFailureRetries", atLeast(0, int32()),
                "onSubmissionFailureRetryInterval", atLeast(1, int64()),
                "onFailureRetryInterval", atLeast(1, int64()));
    }

    private static ObjectNode pod(Object... more) {
        ObjectNode pod = object(
                "image", string(),
                "cores", atLeast(1, int32()),
                "coreRequest", string(),
                "coreLimit", string(),
                "memory", string(),
                "memoryLimit", string(),
                "memoryOverhead", string(),
                "gpu", required(object("name", string(), "quantity", int64()), "name", "quantity"),
                "configMaps", listOf(required(object("name", string(), "path", string()), "name", "path")),
                "secrets",
                        listOf(required(
                                object("name", string(), "path", string(), "secretType", string()),
                                "name",
                                "path",
                                "secretType")),
                "env", listOf(required(object("name", string(), "value", string(), "valueFrom", open()), "name")),
                "envVars", texts(),
                "envFrom", listOf(open()),
                "envSecretKeyRefs", mapOf(required(object("name", string(), "key", string()), "name", "key")),
                "labels", texts(),
                "annotations", texts(),
                "volumeMounts",
                        listOf(required(
                                object(
                                        "name", string(),
                                        "mountPath", string(),
                                        "subPath", string(),
                                        "readOnly", bool()),
                                "mountPath",
                                "name")),
                "affinity", open(),
                "tolerations", listOf(toleration()),
                "podSecurityContext", open(),
                "securityContext", open(),
                "schedulerName", string(),
                "sidecars", listOf(container()),
                "initContainers", listOf(container()),
                "hostNetwork", bool(),
                "nodeSelector", texts(),
                "dnsConfig", open(),
                "terminationGracePeriodSeconds", int64(),
                "serviceAccount", string(),
                "hostAliases", listOf(open()),
                "shareProcessNamespace", bool(),
                "ports", listOf(open()),
                "priorityClassName", string(),
                "javaOptions", string(),
                "lifecycle", open(),
                "template", open());
        ((ObjectNode) pod.get("properties")).setAll((ObjectNode) object(more).get("properties"));
        return pod;
    }

    private static ObjectNode driver() {
        return pod(
                "podName",
                        Json.object()
                                .put("type", "string")
                                .put("pattern", "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"),
                "kubernetesMaster", string(),
                "serviceAnnotations", texts(),
                "serviceLabels", texts());
    }

    private static ObjectNode executor() {
        return pod("instances", atLeast(1, int32()), "deleteOnTermination", bool());
    }

    private static ObjectNode toleration() {
        return object(
                "key", string(),
                "operator", string(),
                "value", string(),
                "effect", string(),
                "tolerationSeconds", int64());
    }

    private static ObjectNode container() {
        return required(
                object(
                        "name", string(),
                        "image", string(),
                        "imagePullPolicy", string(),
                        "command", strings(),
                        "args", strings(),
                        "workingDir", string(),
                        "env",
                                listOf(required(
                                        object("name", string(), "value", string(), "valueFrom", open()), "name")),
                        "envFrom", listOf(open()),
                        "ports", listOf(open()),
                        "resources", object("requests", mapOf(quantity()), "limits", mapOf(quantity())),
                        "volumeMounts", listOf(open()),
                        "lifecycle", open(),
                        "livenessProbe", open(),
                        "readinessProbe", open(),
                        "restartPolicy", string(),
                        "securityContext", open()),
                "name");
    }

    private static ObjectNode kubeflowStatus() {
        return required(
                object(
                        "sparkApplicationId", string(),
                        "submissionID", string(),
                        "lastSubmissionAttemptTime", nullable(string()),
                        "terminationTime", nullable(string()),
                        "driverInfo",
                                object(
                                        "podName", string(),
                                        "webUIServiceName", string(),
                                        "webUIAddress", string(),
                                        "webUIPort", int32(),
                                        "webUIIngressName", string(),
                                        "webUIIngressAddress", string()),
                        "applicationState", required(object("state", string(), "errorMessage", string()), "state"),
                        "executorState", texts(),
                        "executionAttempts", int32(),
                        "submissionAttempts", int32()),
                "driverInfo");
    }

    private static ObjectNode applicationSpec() {
        ObjectNode spec = object(
                "mainClass", string(),
                "jars", string(),
                "pyFiles", string(),
                "sparkRFiles", string(),
                "files", string(),
                "proxyUser", string(),
                "deploymentMode", withDefault(oneOf("ClusterMode", "ClientMode"), "ClusterMode"),
                "driverArgs", strings(),
                "sparkConf", texts(),
                "runtimeVersions", versions(),
                "applicationTolerations", tolerations(),
                "driverSpec", object("podTemplateSpec", open()),
                "executorSpec", object("podTemplateSpec", open()),
                "driverServiceIngressList", listOf(open()),
                "driverHttpRouteList", listOf(open()),
                "driverGrpcRouteList", listOf(open()),
                "configMapSpecs",
                        listOf(required(
                                object(
                                        "name", string(),
                                        "labels", texts(),
                                        "annotations", texts(),
                                        "data", texts(),
                                        "immutable", bool()),
                                "name")),
                "suspend", bool());
        return required(spec, "runtimeVersions");
    }

    private static ObjectNode versions() {
        return required(
                object("sparkVersion", string(), "scalaVersion", string(), "jdkVersion", string()), "sparkVersion");
    }

    private static ObjectNode tolerations() {
        return object(
                "restartConfig",
                        object(
                                "restartPolicy", oneOf("Always", "Never", "OnFailure", "OnInfrastructureFailure"),
                                "maxRestartAttempts", int64(),
                                "restartBackoffMillis", int64(),
                                "maxRestartOnFailure", int64(),
                                "restartBackoffMillisForFailure", int64(),
                                "maxRestartOnSchedulingFailure", int64(),
                                "restartBackoffMillisForSchedulingFailure", int64(),
                                "restartCounterResetMillis", int64()),
                "applicationTimeoutConfig",
                        object(
                                "driverStartTimeoutMillis", int64(),
                                "driverReadyTimeoutMillis", int64(),
                                "executorStartTimeoutMillis", int64(),
                                "forceTerminationGracePeriodMillis", int64(),
                                "terminationRequeuePeriodMillis", int64()),
                "instanceConfig",
                        object(
                                "initExecutors", int32(),
                                "minExecutors", int32(),
                                "maxExecutors", int32()),
                "resourceRetainPolicy", oneOf("Always", "OnFailure", "Never"),
                "resourceRetainDurationMillis", int64(),
                "ttlAfterStopMillis", int64());
    }

    private static ObjectNode clusterSpec() {
        ObjectNode part = object(
                "statefulSetSpec", open(),
                "statefulSetMetadata", open(),
                "serviceSpec", open(),
                "serviceMetadata", open(),
                "horizontalPodAutoscalerSpec", open());
        ObjectNode spec = object(
                "runtimeVersions", versions(),
                "sparkConf", texts(),
                "clusterTolerations",
                        object(
                                "instanceConfig",
                                object(
                                        "initWorkers", atLeast(0, int32()),
                                        "minWorkers", atLeast(0, int32()),
                                        "maxWorkers", atLeast(0, int32()))),
                "masterSpec", part,
                "workerSpec", part.deepCopy());
        return required(spec, "runtimeVersions");
    }

    private static ObjectNode apacheStatus() {
        ObjectNode state = object(
                "currentStateSummary",
                string(),
                "lastTransitionTime",
                string(),
                "message",
                string(),
                "lastObservedDriverStatus",
                open());
        return object(
                "currentState", state,
                "stateTransitionHistory", mapOf(state.deepCopy()),
                "previousAttemptSummary", open(),
                "currentAttemptSummary", open());
    }
}
