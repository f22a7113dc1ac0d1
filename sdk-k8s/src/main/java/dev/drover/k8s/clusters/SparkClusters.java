package dev.drover.k8s.clusters;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.k8s.internal.Json;
import dev.drover.k8s.internal.KubeCalls;
import dev.drover.k8s.internal.KubeRequest;
import dev.drover.spi.CallContext;
import dev.drover.spi.Existing;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds clusters of Spark standalone, their pods, and how many workers they should have. */
final class SparkClusters {
    private final KubeCalls calls;
    private final String namespace;

    SparkClusters(KubeCalls calls, String namespace) {
        this.calls = calls;
        this.namespace = namespace;
    }

    /** Also one that is half made or being deleted; a Secret that is no cluster's is none. */
    Optional<SparkRecord> find(String name, CallContext context) {
        return Existing.of(() -> calls.read(KubeRequest.get(Kinds.SECRETS, namespace, name), context))
                .filter(secret -> Meta.of(secret).belongs(name))
                .map(SparkRecord::of);
    }

    List<SparkRecord> all(CallContext context) {
        return Listing.all(
                        calls,
                        KubeRequest.list(Kinds.SECRETS, namespace).with("labelSelector", Labels.selector()),
                        context)
                .stream()
                .filter(secret -> Meta.of(secret).belongs(Meta.of(secret).name()))
                .map(SparkRecord::of)
                .toList();
    }

    List<SparkPod> pods(SparkRecord record, CallContext context) {
        return Listing.all(
                        calls,
                        KubeRequest.list(Kinds.PODS, namespace).with("labelSelector", Labels.selector(record.name())),
                        context)
                .stream()
                .map(SparkPod::of)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Empty while there is no set of workers. */
    Optional<Integer> wanted(SparkRecord record, CallContext context) {
        return Existing.of(() -> calls.read(
                        KubeRequest.get(
                                Kinds.STATEFUL_SETS, namespace, record.names().set(SparkRole.WORKER)),
                        context))
                .flatMap(set -> Json.text(Json.object(set, "spec"), "replicas"))
                .map(Integer::parseInt);
    }

    /** Why pods of a cluster could not be made, quotas among the reasons; empty if nobody says it to the caller. */
    Optional<String> refusal(SparkRecord record, CallContext context) {
        try {
            return Listing.all(
                            calls,
                            KubeRequest.list(Kinds.EVENTS, namespace).with("fieldSelector", "reason=FailedCreate"),
                            context)
                    .stream()
                    .filter(event -> sets(record)
                            .contains(Json.text(Json.object(event, "involvedObject"), "name")
                                    .orElse("")))
                    .flatMap(event -> Json.text(event, "message").stream())
                    .reduce((one, later) -> later);
        } catch (DroverException e) {
            if (e.code() == ErrorCode.PERMISSION_DENIED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static List<String> sets(SparkRecord record) {
        return Stream.of(SparkRole.values()).map(record.names()::set).toList();
    }
}
