package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What each verb does to each resource. */
final class Api implements Server {
    private static final List<String> PATCHES = List.of(Patches.JSON, Patches.MERGE, Patches.STRATEGIC, Patches.APPLY);

    private final Resources resources;
    private final Registry registry;
    private final Lists lists;
    private final Watches watches;
    private final Access access;
    private final Definitions definitions;
    private final Discovery discovery;
    private final PodLogs logs;
    private final Backends backends;

    Api(
            Resources resources,
            Registry registry,
            Watches watches,
            Access access,
            Definitions definitions,
            PodLogs logs,
            Backends backends) {
        this.resources = resources;
        this.registry = registry;
        this.watches = watches;
        this.access = access;
        this.definitions = definitions;
        this.logs = logs;
        this.backends = backends;
        lists = new Lists(registry.store());
        discovery = new Discovery(resources);
    }

    @Override
    public Result answer(Call call, Request request) {
        try {
            access.check(request, call);
            if (!call.forResource()) {
                return discovery.answer(request);
            }
            if (call.plural().equals("selfsubjectaccessreviews")) {
                return review(request);
            }
            Resource resource =
                    resources.find(call.group(), call.version(), call.plural()).orElse(null);
            if (resource == null && resources.serves(call.group(), call.version())) {
                throw Refusal.noSuchResource();
            }
            if (resource == null || definitions.hidden(resource)) {
                return Result.text(404, "404 page not found\n");
            }
            definitions.checkReady(resource);
            return answer(call, request, resource);
        } catch (Refusal refusal) {
            return Result.refusal(refusal);
        } catch (RuntimeException e) {
            return Result.refusal(Refusal.internal(e.toString()));
        }
    }

    private Result answer(Call call, Request request, Resource resource) {
        return switch (call.subresource()) {
            case "" -> whole(call, request, resource);
            case "status" -> {
                if (!resource.hasStatus()) {
                    throw Refusal.noSuchResource();
                }
                yield whole(call, request, resource);
            }
            case "log" -> logs.read(registry.get(resource, call.namespace(), call.name()), request);
            case "scale" -> scale(call, request, resource);
            case "proxy" -> backends.forward(call, request);
            default -> throw Refusal.noSuchResource();
        };
    }

    private Result whole(Call call, Request request, Resource resource) {
        return switch (call.verb()) {
            case "get" -> object(call, resource, 200, registry.get(resource, call.namespace(), call.name()));
            case "list" -> Result.json(200, lists.list(resource, call.version(), call.namespace(), request));
            case "watch" -> new Watch(registry.store(), watches, resource, call.version(), call.namespace(), request);
            case "create" -> create(call, request, resource);
            case "update" -> {
                ObjectNode body = object(body(request, resource, call.version()));
                yield written(
                        call,
                        resource,
                        200,
                        registry.update(
                                resource,
                                call.version(),
                                call.namespace(),
                                call.name(),
                                there -> body,
                                options(call, request)));
            }
            case "patch" -> patch(call, request, resource);
            case "delete" -> delete(call, request, resource);
            case "deletecollection" -> deleteCollection(call, request, resource);
            default -> throw Refusal.methodNotAllowed();
        };
    }

    private Result create(Call call, Request request, Resource resource) {
        if (!call.name().isEmpty() || (resource.namespaced() && call.namespace().isEmpty())) {
            throw Refusal.methodNotAllowed();
        }
        ObjectNode body = object(body(request, resource, call.version()));
        definitions.check(resource, body);
        Registry.Written written =
                registry.create(resource, call.version(), call.namespace(), body, options(call, request));
        return written(call, resource, 201, written);
    }

    private Result patch(Call call, Request request, Resource resource) {
        List<String> accepted = new ArrayList<>(PATCHES);
        if (resource.custom()) {
            accepted.remove(Patches.STRATEGIC);
        }
        String type = request.contentType();
        if (!PATCHES.contains(type)) {
            throw Refusal.noPatch();
        }
        if (!accepted.contains(type)) {
            throw Refusal.unsupportedMediaType(accepted);
        }
        JsonNode patch = parsed(request);
        if (type.equals(Patches.APPLY)) {
            if (request.query("fieldManager").isEmpty()) {
                throw Refusal.badOptions(
                        "PatchOptions", FieldError.required("fieldManager", "is required for apply patch"));
            }
            if (Json.text(patch, "kind").isEmpty()) {
                throw Refusal.badRequest("invalid object type: /, Kind=");
            }
            if (registry.store().get(resource, call.namespace(), call.name()).isEmpty()) {
                ObjectNode body = object(patch.deepCopy());
                Json.meta(body).put("name", call.name());
                return written(
                        call,
                        resource,
                        201,
                        registry.create(resource, call.version(), call.namespace(), body, options(call, request)));
            }
        }
        return written(
                call,
                resource,
                200,
                registry.update(
                        resource,
                        call.version(),
                        call.namespace(),
                        call.name(),
                        there -> object(Patches.apply(type, there, patch)),
                        options(call, request)));
    }

    private Result delete(Call call, Request request, Resource resource) {
        Registry.Deleted deleted =
                registry.delete(resource, call.namespace(), call.name(), deleteOptions(request), dryRun(request));
        if (!deleted.gone() || resource.answersDeleted()) {
            return object(call, resource, 200, deleted.object());
        }
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        ObjectNode details = status.put("status", "Success").putObject("details");
        details.put("name", call.name());
        if (!resource.group().isEmpty()) {
            details.put("group", resource.group());
        }
        details.put("kind", resource.plural()).put("uid", Json.uid(deleted.object()));
        return Result.json(200, status);
    }

    private Result deleteCollection(Call call, Request request, Resource resource) {
        ObjectNode list = lists.list(resource, call.version(), call.namespace(), request);
        for (JsonNode item : list.path("items")) {
            try {
                registry.delete(
                        resource, Json.namespace(item), Json.name(item), deleteOptions(request), dryRun(request));
            } catch (Refusal refusal) {
                if (refusal.code() != 404) {
                    throw refusal;
                }
            }
        }
        return Result.json(200, list);
    }

    /** In the body, or among the parameters. */
    private static ObjectNode deleteOptions(Request request) {
        ObjectNode options = request.body().length == 0
                ? Json.object()
                : object(parsed(request)).deepCopy();
        if (!request.query("propagationPolicy").isEmpty()) {
            options.put("propagationPolicy", request.query("propagationPolicy"));
        }
        request.number("gracePeriodSeconds").ifPresent(grace -> options.put("gracePeriodSeconds", grace));
        return options;
    }

    private Result scale(Call call, Request request, Resource resource) {
        if (!Set.of(Resources.STATEFUL_SETS, Resources.DEPLOYMENTS).contains(resource)) {
            throw Refusal.noSuchResource();
        }
        if (!call.verb().equals("get")) {
            String type = call.verb().equals("patch") ? request.contentType() : "";
            JsonNode body = parsed(request);
            registry.update(
                    resource,
                    call.version(),
                    call.namespace(),
                    call.name(),
                    there -> {
                        JsonNode scale = type.isEmpty() ? body : Patches.apply(type, scale(there), body);
                        Json.child(there, "spec").set("replicas", Json.at(scale, "spec", "replicas"));
                        return there;
                    },
                    options(call, request));
        }
        return Result.json(200, scale(registry.get(resource, call.namespace(), call.name())));
    }

    private static ObjectNode scale(ObjectNode workload) {
        ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        Json.meta(scale)
                .put("name", Json.name(workload))
                .put("namespace", Json.namespace(workload))
                .put("uid", Json.uid(workload))
                .put("resourceVersion", Json.text(workload, "metadata", "resourceVersion"));
        Json.child(scale, "spec").set("replicas", Json.at(workload, "spec", "replicas"));
        Json.child(scale, "status")
                .put("replicas", Json.at(workload, "status", "replicas").asInt());
        return scale;
    }

    private Result review(Request request) {
        ObjectNode review = object(parsed(request)).deepCopy();
        JsonNode asked = Json.at(review, "spec", "resourceAttributes");
        String subresource = Json.text(asked, "subresource");
        boolean may = access.may(
                request,
                Json.text(asked, "verb"),
                Json.text(asked, "group"),
                Json.text(asked, "resource") + (subresource.isEmpty() ? "" : "/" + subresource),
                Json.text(asked, "namespace"));
        review.put("kind", "SelfSubjectAccessReview").put("apiVersion", "authorization.k8s.io/v1");
        Json.child(review, "status").put("allowed", may);
        return Result.json(201, review);
    }

    private static Result written(Call call, Resource resource, int status, Registry.Written written) {
        Result.Answer answer = object(call, resource, status, written.object());
        for (String warning : written.warnings()) {
            answer = answer.with("Warning", "299 - \"" + warning.replace("\"", "\\\"") + '"');
        }
        return answer;
    }

    private static Result.Answer object(Call call, Resource resource, int status, ObjectNode object) {
        return Result.json(status, Lists.shown(resource, call.version(), object));
    }

    private static Registry.Options options(Call call, Request request) {
        return new Registry.Options(dryRun(request), request.query("fieldValidation"), call.subresource());
    }

    private static boolean dryRun(Request request) {
        String dryRun = request.query("dryRun");
        if (!List.of("", "All").contains(dryRun)) {
            String kind = switch (request.method()) {
                case "POST" -> "CreateOptions";
                case "PUT" -> "UpdateOptions";
                case "PATCH" -> "PatchOptions";
                default -> "DeleteOptions";
            };
            throw Refusal.badOptions(
                    kind, FieldError.unsupported("dryRun", List.of('"' + dryRun + '"'), List.of("All")));
        }
        return !dryRun.isEmpty();
    }

    private static JsonNode body(Request request, Resource resource, String version) {
        String type = request.contentType();
        if (!type.equals("application/json") && !type.isEmpty()) {
            throw Refusal.unsupportedMediaType(
                    List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf"));
        }
        JsonNode body = parsed(request);
        String kind = Json.text(body, "kind");
        String apiVersion = Json.text(body, "apiVersion");
        boolean other = (!kind.isEmpty() && !kind.equals(resource.kind()))
                || (!apiVersion.isEmpty() && !apiVersion.equals(resource.apiVersion(version)));
        if (other) {
            throw Refusal.badRequest(kind + " in version \"" + apiVersion + "\" cannot be handled as a "
                    + resource.kind() + ": no kind \"" + kind + "\" is registered for version \"" + apiVersion
                    + "\" in scheme");
        }
        if (resource.custom() && (kind.isEmpty() || apiVersion.isEmpty())) {
            throw Refusal.badRequest("the object provided is unrecognized (must be of type " + resource.kind()
                    + "): Object 'Kind' is missing in '" + body + "' (" + body + ")");
        }
        return body;
    }

    private static JsonNode parsed(Request request) {
        try {
            return Json.parse(request.body());
        } catch (IOException e) {
            throw Refusal.badRequest("the object provided is unrecognized: invalid JSON");
        }
    }

    private static ObjectNode object(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        String what = node instanceof ArrayNode ? "array" : "value";
        throw Refusal.badRequest("json: cannot unmarshal " + what + " into Go value of type map[string]interface {}");
    }
}
