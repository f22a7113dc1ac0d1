package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.k8s.SparkOperator;
import dev.drover.k8s.internal.Json;
import dev.drover.k8s.internal.KubeCalls;
import dev.drover.k8s.internal.KubeRequest;
import dev.drover.spi.CallContext;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which kinds of Spark applications a cluster serves. Asked once for each connection, by <a
 * href="https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api">discovery</a>, unless there are none.
 * Safe for use by many threads.
 */
final class Operators {
    private static final Pattern VERSION = Pattern.compile("v(\\d{1,4})(?:(alpha|beta)(\\d{1,4}))?");

    private final KubeCalls calls;
    private volatile @Nullable Map<SparkOperator, Kind> served;

    Operators(KubeCalls calls) {
        this.calls = calls;
    }

    /** Empty if there is none. */
    Optional<Kind> find(SparkOperator choice, CallContext context) {
        Map<SparkOperator, Kind> there = served(context);
        if (choice != SparkOperator.DETECTED) {
            return Optional.ofNullable(there.get(choice));
        }
        if (there.size() > 1) {
            throw new DroverException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The cluster serves the applications of kubeflow's operator and of Apache's. Choose one with"
                            + " KubeJobOptions.operator.");
        }
        return there.values().stream().findFirst();
    }

    /** @throws DroverException UNSUPPORTED if there is none */
    Kind require(SparkOperator choice, CallContext context) {
        return find(choice, context)
                .orElseThrow(() -> new DroverException(
                        ErrorCode.UNSUPPORTED,
                        "The cluster serves no applications of "
                                + (choice == SparkOperator.DETECTED ? "a Spark operator" : choice + "'s Spark operator")
                                + ". Install the operator of kubeflow or of Apache."));
    }

    private Map<SparkOperator, Kind> served(CallContext context) {
        Map<SparkOperator, Kind> known = served;
        if (known != null) {
            return known;
        }
        JsonObject groups = calls.read(KubeRequest.about("/apis"), context);
        Map<SparkOperator, Kind> found = new EnumMap<>(SparkOperator.class);
        newest(groups, Kubeflow.GROUP).ifPresent(version -> found.put(SparkOperator.KUBEFLOW, new Kubeflow(version)));
        newest(groups, Apache.GROUP).ifPresent(version -> found.put(SparkOperator.APACHE, new Apache(version)));
        if (!found.isEmpty()) {
            served = found;
        }
        return found;
    }

    private static Optional<String> newest(JsonObject groups, String name) {
        return Json.objects(groups, "groups").stream()
                .filter(group -> Json.text(group, "name").filter(name::equals).isPresent())
                .flatMap(group -> versions(group).stream())
                .max(Comparator.comparing(Operators::age));
    }

    private static List<String> versions(JsonObject group) {
        return Json.objects(group, "versions").stream()
                .flatMap(each -> Json.text(each, "version").stream())
                .toList();
    }

    /** In the order of <a href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority">versions</a>. */
    static String age(String version) {
        Matcher parts = VERSION.matcher(version);
        if (!parts.matches()) {
            return "";
        }
        String stage = parts.group(2) == null ? "2" : parts.group(2).equals("beta") ? "1" : "0";
        return stage + padded(parts.group(1)) + padded(parts.group(3));
    }

    private static String padded(@Nullable String number) {
        return String.format("%4s", number == null ? "" : number);
    }
}
