package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import dev.drover.k8s.internal.Json;
import dev.drover.k8s.internal.KubeCalls;
import dev.drover.k8s.internal.KubeRequest;
import dev.drover.k8s.internal.Resource;
import dev.drover.spi.CallContext;
import java.util.Collection;
import java.util.List;

/** The pods of runs, by the labels that Drover and Spark put on them. Immutable. */
final class Pods {
    static final Resource<JsonObject> PODS = new Resource<>("", "v1", "pods", JsonObject.class);
    /** Spark's own labels: see {@code org.apache.spark.deploy.k8s.Constants}. */
    static final String ROLE = "spark-role";

    static final String EXECUTOR_ID = "spark-exec-id";
    private static final String MOST = "1000";

    private final KubeCalls calls;

    Pods(KubeCalls calls) {
        this.calls = calls;
    }

    /** Drivers, and the pods of commands; one call. */
    List<JsonObject> drivers(String namespace, Collection<String> attempts, CallContext context) {
        return list(namespace, in(attempts) + "," + ROLE + "!=executor", context);
    }

    /** All of one run; one call. */
    List<JsonObject> all(String namespace, String attempt, CallContext context) {
        return list(namespace, in(List.of(attempt)), context);
    }

    private List<JsonObject> list(String namespace, String selector, CallContext context) {
        return calls.read(
                        KubeRequest.list(PODS, namespace)
                                .with("labelSelector", selector)
                                .with("limit", MOST),
                        context)
                .items();
    }

    private static String in(Collection<String> attempts) {
        return Marks.ATTEMPT + " in (" + String.join(",", attempts) + ")";
    }

    /** Asks a pod to end, as its grace period allows. */
    void delete(String namespace, JsonObject pod, CallContext context) {
        var unused = calls.keyed(
                KubeRequest.delete(PODS, namespace, Marks.name(pod), Json.text(Marks.metadata(pod), "uid")), context);
    }
}
