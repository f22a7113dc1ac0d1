package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.k8s.internal.Json;
import dev.drover.k8s.internal.KubeCalls;
import dev.drover.k8s.internal.KubeRequest;
import dev.drover.k8s.internal.Patch;
import dev.drover.k8s.internal.Resource;
import dev.drover.spi.CallContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the object of a run, once for each attempt: the attempt's name is the object's. Its parts are made before it,
 * undone if it is refused, and belong to it afterwards, so that Kubernetes deletes them with it. Immutable.
 */
final class Placing {
    private static final Logger log = LoggerFactory.getLogger(Placing.class);
    private static final Resource<JsonObject> SECRETS = new Resource<>("", "v1", "secrets", JsonObject.class);
    private static final Resource<JsonObject> CONFIG_MAPS = new Resource<>("", "v1", "configmaps", JsonObject.class);

    private final KubeCalls calls;
    private final Runs runs;

    Placing(KubeCalls calls, Runs runs) {
        this.calls = calls;
        this.runs = runs;
    }

    void place(Kind kind, Order order, CallContext context) {
        Manifest manifest = Manifest.of(kind, order);
        List<Resource<JsonObject>> parts = new ArrayList<>();
        List<Resource<JsonObject>> made = new ArrayList<>();
        try {
            order.parts().secret(order).ifPresent(secret -> make(SECRETS, secret, order, parts, made, context));
            order.parts().configMap(order).ifPresent(map -> make(CONFIG_MAPS, map, order, parts, made, context));
            JsonObject object = create(kind, manifest, order, context);
            parts.forEach(part -> give(part, object, order, context));
        } catch (DroverException e) {
            if (e.effect() == Effect.NONE) {
                made.forEach(part -> undo(part, order, context.renewed()));
            }
            throw e;
        }
    }

    /** One that is there has the same content, since its name tells it: another process is at it, or was. */
    private void make(
            Resource<JsonObject> resource,
            JsonObject part,
            Order order,
            List<Resource<JsonObject>> parts,
            List<Resource<JsonObject>> made,
            CallContext context) {
        parts.add(resource);
        try {
            var unused = calls.keyed(KubeRequest.create(resource, order.namespace(), part), context);
            made.add(resource);
        } catch (DroverException e) {
            if (e.code() != ErrorCode.ALREADY_EXISTS) {
                throw e;
            }
        }
    }

    private JsonObject create(Kind kind, Manifest manifest, Order order, CallContext context) {
        try {
            return calls.keyed(
                    KubeRequest.create(kind.resource(), order.namespace(), manifest.object())
                            .with("fieldValidation", "Strict"),
                    context);
        } catch (DroverException e) {
            if (e.code() != ErrorCode.ALREADY_EXISTS) {
                throw e;
            }
            return adopted(kind, manifest, order, context, e);
        }
    }

    /** It may be our own, of which we have not heard, or another process's for the same attempt. */
    private JsonObject adopted(
            Kind kind, Manifest manifest, Order order, CallContext context, DroverException refusal) {
        JsonObject there =
                runs.get(kind, order.namespace(), order.name(), context).orElseThrow(() -> refusal);
        if (Marks.label(there, Marks.DIGEST).filter(manifest.digest()::equals).isPresent()) {
            return there;
        }
        throw new DroverException(
                ErrorCode.CONFLICT,
                "The namespace '" + order.namespace() + "' has a run '" + order.name()
                        + "' for this attempt already, and"
                        + " what it was told differs: the job, or the options of its location, have changed since."
                        + " Use another key, or start the next attempt when that run has ended.");
    }

    /** A merge patch, since the list was empty: these are made for one run alone. */
    private void give(Resource<JsonObject> resource, JsonObject owner, Order order, CallContext context) {
        Fields reference = new Fields()
                .set("apiVersion", Json.text(owner, "apiVersion"))
                .set("kind", Json.text(owner, "kind"))
                .set("name", order.name())
                .set("uid", Json.text(Marks.metadata(owner), "uid"));
        JsonObject patch = new Fields()
                .set("metadata", new Fields().list("ownerReferences", List.of(reference)))
                .json();
        try {
            var unused = calls.keyed(
                    KubeRequest.patch(resource, order.namespace(), order.parts().name(), Patch.MERGE, patch), context);
        } catch (DroverException e) {
            // The run was accepted; that it cannot take its parts with it is the smaller evil.
            log.warn(
                    "{} {} of run {} in namespace {} stays behind when the run is deleted: {}",
                    resource,
                    order.parts().name(),
                    order.name(),
                    order.namespace(),
                    e.getMessage());
        }
    }

    private void undo(Resource<JsonObject> resource, Order order, CallContext context) {
        try {
            var unused = calls.keyed(
                    KubeRequest.delete(
                            resource, order.namespace(), order.parts().name(), Optional.empty()),
                    context);
        } catch (DroverException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                log.warn(
                        "{} {} in namespace {} stays behind although its run was refused: {}",
                        resource,
                        order.parts().name(),
                        order.namespace(),
                        e.getMessage());
            }
        }
    }
}
