package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** <a href="https://kubernetes.io/docs/concepts/policy/resource-quotas/">Resource quotas</a>. Guarded by the store. */
final class Quotas {
    private final Store store;

    Quotas(Store store) {
        this.store = store;
    }

    void charge(Resource resource, ObjectNode object) {
        for (ObjectNode quota :
                store.all(Resources.QUOTAS, Json.namespace(object)).values()) {
            JsonNode hard = Json.at(quota, "spec", "hard");
            Map<String, BigDecimal> asked = new TreeMap<>();
            hard.fieldNames().forEachRemaining(name -> {
                BigDecimal amount = use(name, resource, object);
                if (amount.signum() > 0) {
                    asked.put(name, amount);
                }
            });
            checkSpecified(resource, object, quota, hard);
            Map<String, BigDecimal> used = used(quota);
            List<String> over = asked.keySet().stream()
                    .filter(name ->
                            used.get(name).add(asked.get(name)).compareTo(Quantity.of(Json.text(hard, name))) > 0)
                    .toList();
            if (!over.isEmpty()) {
                List<String> requested = new ArrayList<>();
                List<String> before = new ArrayList<>();
                List<String> limited = new ArrayList<>();
                for (String name : over) {
                    requested.add(name + "=" + Quantity.text(asked.get(name)));
                    before.add(name + "=" + Quantity.text(used.get(name)));
                    limited.add(name + "=" + Json.text(hard, name));
                }
                throw Refusal.forbidden(
                        resource,
                        Json.name(object),
                        "exceeded quota: " + Json.name(quota) + ", requested: " + String.join(",", requested)
                                + ", used: " + String.join(",", before) + ", limited: " + String.join(",", limited));
            }
        }
    }

    private static void checkSpecified(Resource resource, ObjectNode object, ObjectNode quota, JsonNode hard) {
        if (!resource.equals(Resources.PODS)) {
            return;
        }
        List<String> missing = new ArrayList<>();
        for (String name : List.of("limits.cpu", "limits.memory", "requests.cpu", "requests.memory")) {
            for (JsonNode container : Json.at(object, "spec", "containers")) {
                String[] parts = name.split("\\.", 2);
                if (hard.has(name)
                        && Json.text(container, "resources", parts[0], parts[1]).isEmpty()) {
                    missing.add(name + " for: " + Json.text(container, "name"));
                }
            }
        }
        if (!missing.isEmpty()) {
            throw Refusal.forbidden(
                    resource,
                    Json.name(object),
                    "failed quota: " + Json.name(quota) + ": must specify " + String.join("; ", missing));
        }
    }

    private Map<String, BigDecimal> used(ObjectNode quota) {
        Map<String, BigDecimal> used = new TreeMap<>();
        Json.at(quota, "spec", "hard").fieldNames().forEachRemaining(name -> {
            BigDecimal sum = BigDecimal.ZERO;
            for (Resource resource : List.of(
                    Resources.PODS, Resources.SERVICES, Resources.CONFIG_MAPS, Resources.SECRETS, Resources.JOBS)) {
                for (ObjectNode object :
                        store.all(resource, Json.namespace(quota)).values()) {
                    sum = sum.add(use(name, resource, object));
                }
            }
            used.put(name, sum);
        });
        return used;
    }

    /** How much of what a quota names an object takes. Pods that have ended take nothing, unless counted as objects. */
    private static BigDecimal use(String name, Resource resource, ObjectNode object) {
        if (name.equals("count/" + resource.qualified())) {
            return BigDecimal.ONE;
        }
        if (!resource.equals(Resources.PODS)) {
            return name.equals(resource.plural()) ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        if (List.of("Succeeded", "Failed").contains(Json.text(object, "status", "phase"))) {
            return BigDecimal.ZERO;
        }
        if (name.equals("pods")) {
            return BigDecimal.ONE;
        }
        String[] parts = (name.equals("cpu") || name.equals("memory") ? "requests." + name : name).split("\\.", 2);
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode container : Json.at(object, "spec", "containers")) {
            String amount = parts.length == 2 ? Json.text(container, "resources", parts[0], parts[1]) : "";
            sum = amount.isEmpty() ? sum : sum.add(Quantity.of(amount));
        }
        return sum;
    }

    /** Writes down what is used. */
    void refresh(String namespace) {
        for (ObjectNode quota : store.all(Resources.QUOTAS, namespace).values()) {
            ObjectNode after = quota.deepCopy();
            ObjectNode status = Json.child(after, "status");
            status.set("hard", Json.at(quota, "spec", "hard").deepCopy());
            ObjectNode amounts = status.putObject("used");
            used(quota).forEach((name, amount) -> amounts.put(name, Quantity.text(amount)));
            if (!after.equals(quota)) {
                store.put(Resources.QUOTAS, after);
            }
        }
    }
}
