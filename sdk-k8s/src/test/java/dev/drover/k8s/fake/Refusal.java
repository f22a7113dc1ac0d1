package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/** An error with the Status that says it, in the words of k8s.io/apimachinery's {@code api/errors}. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final transient ObjectNode status;

    Refusal(int code, String reason, String message) {
        super(message);
        this.code = code;
        status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", message);
        if (!reason.isEmpty()) {
            status.put("reason", reason);
        }
        status.put("code", code);
    }

    int code() {
        return code;
    }

    ObjectNode status() {
        return status;
    }

    private Refusal details(String group, String kind, String name) {
        ObjectNode details = Json.child(status, "details");
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!group.isEmpty()) {
            details.put("group", group);
        }
        if (!kind.isEmpty()) {
            details.put("kind", kind);
        }
        return this;
    }

    private Refusal about(Resource resource, String name) {
        return details(resource.group(), resource.plural(), name);
    }

    private Refusal cause(ObjectNode cause) {
        ObjectNode details = Json.child(status, "details");
        ArrayNode causes = details.get("causes") instanceof ArrayNode there ? there : details.putArray("causes");
        causes.add(cause);
        return this;
    }

    Refusal retryAfter(long seconds) {
        Json.child(status, "details").put("retryAfterSeconds", seconds);
        return this;
    }

    static Refusal badRequest(String message) {
        return new Refusal(400, "BadRequest", message);
    }

    static Refusal unauthorized() {
        return new Refusal(401, "Unauthorized", "Unauthorized");
    }

    static Refusal forbidden(Resource resource, String name, String why) {
        String what = name.isEmpty() ? resource.qualified() : resource.qualified() + " \"" + name + '"';
        return new Refusal(403, "Forbidden", what + " is forbidden: " + why).about(resource, name);
    }

    /** Somebody has no right to do something. */
    static Refusal noRight(String group, String plural, String name, String why) {
        String qualified = group.isEmpty() ? plural : plural + "." + group;
        String what = name.isEmpty() ? qualified : qualified + " \"" + name + '"';
        return new Refusal(403, "Forbidden", what + " is forbidden: " + why).details(group, plural, name);
    }

    static Refusal terminating(Resource resource, String name, String namespace) {
        return forbidden(
                        resource,
                        name,
                        "unable to create new content in namespace " + namespace + " because it is being terminated")
                .cause(Json.object()
                        .put("reason", "NamespaceTerminating")
                        .put("message", "namespace " + namespace + " is being terminated")
                        .put("field", "metadata.namespace"));
    }

    static Refusal notFound(Resource resource, String name) {
        return new Refusal(404, "NotFound", resource.qualified() + " \"" + name + "\" not found").about(resource, name);
    }

    /** A path under which this server has no resource. */
    static Refusal noSuchResource() {
        return new Refusal(404, "NotFound", "the server could not find the requested resource").details("", "", "");
    }

    static Refusal methodNotAllowed() {
        return new Refusal(405, "MethodNotAllowed", "the server does not allow this method on the requested resource")
                .details("", "", "");
    }

    static Refusal alreadyExists(Resource resource, String name) {
        return new Refusal(409, "AlreadyExists", resource.qualified() + " \"" + name + "\" already exists")
                .about(resource, name);
    }

    /** What a delete demands is not so. It is told with the kind, and not with the resource. */
    static Refusal unmet(Resource resource, String name, String why) {
        String kind = resource.group().isEmpty() ? resource.kind() : resource.kind() + "." + resource.group();
        return new Refusal(409, "Conflict", "Operation cannot be fulfilled on " + kind + " \"" + name + "\": " + why)
                .details(resource.group(), resource.kind(), name);
    }

    static Refusal conflict(Resource resource, String name, String why) {
        return new Refusal(
                        409,
                        "Conflict",
                        "Operation cannot be fulfilled on " + resource.qualified() + " \"" + name + "\": " + why)
                .about(resource, name);
    }

    static Refusal modified(Resource resource, String name) {
        return conflict(
                resource,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    static Refusal expired(String message) {
        return new Refusal(410, "Expired", message);
    }

    static Refusal unsupportedMediaType(List<String> accepted) {
        return new Refusal(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: "
                        + String.join(", ", accepted));
    }

    static Refusal invalid(Resource resource, String name, List<FieldError> errors) {
        String kind = resource.group().isEmpty() ? resource.kind() : resource.kind() + "." + resource.group();
        String all = errors.stream().map(FieldError::text).distinct().collect(Collectors.joining(", "));
        Refusal refusal = new Refusal(
                        422,
                        "Invalid",
                        kind + " \"" + name + "\" is invalid: " + (errors.size() == 1 ? all : "[" + all + "]"))
                .details(resource.group(), resource.kind(), name);
        errors.forEach(error -> refusal.cause(error.cause()));
        return refusal;
    }

    /** An update that does not say of which version. It is told with the resource, and not with the kind. */
    static Refusal noVersion(Resource resource, String name) {
        FieldError error = FieldError.invalid("metadata.resourceVersion", 0, "must be specified for an update");
        return new Refusal(422, "Invalid", resource.qualified() + " \"" + name + "\" is invalid: " + error.text())
                .details(resource.group(), resource.plural(), name)
                .cause(error.cause());
    }

    /** A JSON patch that cannot be applied. */
    static Refusal unprocessable() {
        return new Refusal(422, "Invalid", "the server rejected our request due to an error in our request")
                .details("", "", "");
    }

    /** A parameter that makes no sense; its kind is such as CreateOptions. */
    static Refusal badOptions(String kind, FieldError error) {
        return invalid(Resource.builtIn("meta.k8s.io/v1", "", kind, false, false), "", List.of(error));
    }

    /** Of a type that no patch has. */
    static Refusal noPatch() {
        return new Refusal(415, "UnsupportedMediaType", "415: Unsupported Media Type").details("", "", "");
    }

    static Refusal tooManyRequests(String message, long retryAfter) {
        return new Refusal(429, "TooManyRequests", message).retryAfter(retryAfter);
    }

    static Refusal internal(String message) {
        return new Refusal(500, "InternalError", "Internal error occurred: " + message)
                .cause(Json.object().put("message", message));
    }

    static Refusal tooLargeVersion(long asked, long current) {
        return new Refusal(504, "Timeout", "Timeout: Too large resource version: " + asked + ", current: " + current)
                .cause(Json.object()
                        .put("reason", "ResourceVersionTooLarge")
                        .put("message", "Too large resource version"))
                .retryAfter(1);
    }
}
