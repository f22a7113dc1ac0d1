package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Collections, whole or in <a
 * href="https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks">pages</a>,
 * each page from the same version as the first.
 */
final class Lists {
    private static final String TOO_OLD_TO_CONTINUE =
            "The provided continue parameter is too old to display a consistent list result. You can start a new list"
                    + " without the continue parameter, or use the continue token in this response to retrieve the"
                    + " remainder of the results. Continuing with the provided token results in an inconsistent list -"
                    + " objects that were created, modified, or deleted between the time the first chunk was returned"
                    + " and now may show up in the list.";

    private final Store store;

    Lists(Store store) {
        this.store = store;
    }

    static Predicate<JsonNode> selector(Resource resource, Request request) {
        return new LabelSelector(request.query("labelSelector"))
                .and(new FieldSelector(resource, request.query("fieldSelector")));
    }

    ObjectNode list(Resource resource, String version, String namespace, Request request) {
        long limit = request.number("limit").orElse(0L);
        String token = request.query("continue");
        long at;
        String after = "";
        if (token.isEmpty()) {
            at = version(request, limit);
        } else {
            JsonNode state = decoded(token);
            at = state.path("rv").asLong();
            after = Json.text(state, "start");
        }
        long shown;
        Map<String, ObjectNode> all;
        synchronized (store) {
            if (at > 0 && at < store.compacted()) {
                throw token.isEmpty()
                        ? Refusal.expired("The resourceVersion for the provided list is too old.")
                        : tooOld(after);
            }
            shown = at > 0 ? at : store.version();
            all = at > 0 ? store.all(resource, namespace, at) : store.all(resource, namespace);
        }
        return page(resource, version, all, after, shown, limit, request);
    }

    /** The version that a list must be from; 0 for now. */
    private long version(Request request, long limit) {
        String match = request.query("resourceVersionMatch");
        String text = request.query("resourceVersion");
        Optional<Long> asked = request.number("resourceVersion");
        if (!match.isEmpty() && text.isEmpty()) {
            throw badOptions("resourceVersionMatch is forbidden unless resourceVersion is provided");
        }
        if (match.equals("Exact") && text.equals("0")) {
            throw badOptions("resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
        }
        if (asked.orElse(0L) == 0) {
            return 0;
        }
        if (asked.get() > store.version()) {
            throw Refusal.tooLargeVersion(asked.get(), store.version());
        }
        return match.equals("Exact") || (match.isEmpty() && limit > 0) ? asked.get() : 0;
    }

    static Refusal badOptions(String why) {
        return Refusal.badOptions("ListOptions", FieldError.forbidden("resourceVersionMatch", why));
    }

    private static Refusal tooOld(String start) {
        Refusal refusal = Refusal.expired(TOO_OLD_TO_CONTINUE);
        Json.child(refusal.status(), "metadata").put("continue", encoded(0, start));
        return refusal;
    }

    private static ObjectNode page(
            Resource resource,
            String version,
            Map<String, ObjectNode> all,
            String after,
            long shown,
            long limit,
            Request request) {
        Predicate<JsonNode> selector = selector(resource, request);
        ObjectNode list =
                Json.object().put("kind", resource.kind() + "List").put("apiVersion", resource.apiVersion(version));
        ObjectNode meta = list.putObject("metadata").put("resourceVersion", String.valueOf(shown));
        ArrayNode items = list.putArray("items");
        List<String> keys = new ArrayList<>(all.keySet());
        int at = 0;
        String last = "";
        for (; at < keys.size() && (limit == 0 || items.size() < limit); at++) {
            last = keys.get(at);
            if (last.compareTo(after) > 0 && selector.test(all.get(last))) {
                items.add(item(resource, version, all.get(last)));
            }
        }
        boolean selected = !request.query("labelSelector").isEmpty()
                || !request.query("fieldSelector").isEmpty();
        boolean more = limit > 0 && keys.subList(at, keys.size()).stream().anyMatch(key -> selector.test(all.get(key)));
        if (more) {
            meta.put("continue", encoded(shown, last));
            if (!selected) {
                meta.put("remainingItemCount", keys.size() - at);
            }
        }
        return list;
    }

    /** The kinds that Kubernetes brings along do not say in a list what they are. */
    private static ObjectNode item(Resource resource, String version, ObjectNode object) {
        if (resource.custom()) {
            return shown(resource, version, object);
        }
        ObjectNode item = Json.object();
        item.setAll(object);
        item.remove(List.of("kind", "apiVersion"));
        return item;
    }

    /** An object as a version of its kind. */
    static ObjectNode shown(Resource resource, String version, ObjectNode object) {
        String apiVersion = resource.apiVersion(version);
        if (Json.text(object, "apiVersion").equals(apiVersion)) {
            return object;
        }
        ObjectNode other = Json.object();
        other.setAll(object);
        return other.put("apiVersion", apiVersion);
    }

    private static String encoded(long version, String start) {
        byte[] state = Json.bytes(
                Json.object().put("v", "meta.k8s.io/v1").put("rv", version).put("start", start));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(state);
    }

    private static JsonNode decoded(String token) {
        try {
            return Json.parse(Base64.getUrlDecoder().decode(token));
        } catch (IOException | IllegalArgumentException e) {
            throw Refusal.badRequest("invalid continue token: continue key is not valid: " + e.getMessage());
        }
    }
}
