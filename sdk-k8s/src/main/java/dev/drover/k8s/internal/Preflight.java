package dev.drover.k8s.internal;

import com.google.gson.JsonObject;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.CallContext;
import java.util.List;
import java.util.stream.Collectors;

/** Asks a server what the caller may do there, before anything is done. Every caller may ask that. */
public final class Preflight {
    private static final Resource<JsonObject> REVIEWS =
            new Resource<>("authorization.k8s.io", "v1", "selfsubjectaccessreviews", JsonObject.class);

    private final KubeCalls calls;

    public Preflight(KubeCalls calls) {
        this.calls = calls;
    }

    /** Those that the caller lacks, in their order; one call for each that is asked about. */
    public List<Right> missing(List<Right> rights, CallContext context) {
        return rights.stream().filter(right -> !has(right, context)).toList();
    }

    /**
     * Goes on only if the caller has them all.
     *
     * @throws DroverException PERMISSION_DENIED with all that are missing
     */
    public void require(List<Right> rights, CallContext context) {
        List<Right> missing = missing(rights, context);
        if (!missing.isEmpty()) {
            throw new DroverException(
                    ErrorCode.PERMISSION_DENIED,
                    Effect.NONE,
                    false,
                    missing.stream().map(Right::toString).collect(Collectors.joining("; ", "The caller may not: ", "."))
                            + " Bind a role to it that has these verbs. Nothing was changed.",
                    null);
        }
    }

    private boolean has(Right right, CallContext context) {
        JsonObject spec = new JsonObject();
        spec.add("resourceAttributes", right.attributes());
        JsonObject review = new JsonObject();
        review.addProperty("apiVersion", "authorization.k8s.io/v1");
        review.addProperty("kind", "SelfSubjectAccessReview");
        review.add("spec", spec);
        // A question, although it is asked with POST: nothing is stored.
        JsonObject answer = calls.read(KubeRequest.create(REVIEWS, "", review), context);
        return Json.text(Json.object(answer, "status"), "allowed")
                .filter("true"::equals)
                .isPresent();
    }
}
