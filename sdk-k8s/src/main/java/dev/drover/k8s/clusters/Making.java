package dev.drover.k8s.clusters;

import com.google.gson.JsonObject;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.k8s.internal.KubeCalls;
import dev.drover.k8s.internal.KubeRequest;
import dev.drover.k8s.internal.Patch;
import dev.drover.k8s.internal.Resource;
import dev.drover.spi.CallContext;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the objects of a cluster, in steps that each may be repeated, since all have names. The first one, the base, holds
 * the others: what belongs to it goes with it. Whoever repeats the steps, in whichever process, completes one and the same
 * cluster; a refusal for good takes the base back, and so everything.
 */
final class Making {
    private final KubeCalls calls;

    Making(KubeCalls calls) {
        this.calls = calls;
    }

    /**
     * Makes a cluster.
     *
     * @param rest what else is to be made, in order, once it is known what the base is like
     * @throws DroverException ALREADY_EXISTS if another process has just made the cluster; CONFLICT if something of that
     *     name is not of this cluster
     */
    void make(String cluster, Part base, Function<JsonObject, List<Part>> rest, CallContext context) {
        JsonObject made = one(cluster, base, context);
        Meta meta = Meta.of(made);
        if (meta.ending()) {
            throw new DroverException(
                    ErrorCode.CONFLICT,
                    Effect.NONE,
                    true,
                    "An earlier cluster '" + cluster + "' is still being deleted: " + base
                            + " is not gone yet. Create it again in a minute.",
                    null);
        }
        if (meta.made()) {
            throw new DroverException(
                    ErrorCode.ALREADY_EXISTS, "Another process made the cluster '" + cluster + "' in this moment.");
        }
        try {
            for (Part part : rest.apply(made)) {
                var unused = one(cluster, part, context);
                context.progress("made " + part);
            }
            mark(base, context);
        } catch (DroverException e) {
            throw undone(cluster, base, meta.uid(), e, context);
        }
    }

    private JsonObject one(String cluster, Part part, CallContext context) {
        try {
            return calls.keyed(KubeRequest.create(part.kind(), part.namespace(), part.object()), context);
        } catch (DroverException e) {
            if (e.code() != ErrorCode.ALREADY_EXISTS) {
                throw e;
            }
            return seen(cluster, part, e, context);
        }
    }

    /** What was made a moment ago, by a lost request of ours or by another process. */
    private JsonObject seen(String cluster, Part part, DroverException refusal, CallContext context) {
        JsonObject there = calls.read(KubeRequest.get(part.kind(), part.namespace(), part.name()), context);
        if (!Meta.of(there).belongs(cluster)) {
            throw new DroverException(
                    ErrorCode.CONFLICT,
                    Effect.NONE,
                    false,
                    "Somebody else has made " + part
                            + (part.namespace().isEmpty() ? "" : " in '" + part.namespace() + "'")
                            + ": it is not of the cluster '" + cluster
                            + "'. Remove or rename it, or create the cluster with another key.",
                    refusal);
        }
        return there;
    }

    private void mark(Part base, CallContext context) {
        JsonObject annotations = new JsonObject();
        annotations.addProperty(
                Labels.MADE, context.now().truncatedTo(ChronoUnit.SECONDS).toString());
        JsonObject metadata = new JsonObject();
        metadata.add("annotations", annotations);
        JsonObject change = new JsonObject();
        change.add("metadata", metadata);
        var unused = calls.keyed(
                KubeRequest.patch(base.kind(), base.namespace(), base.name(), Patch.MERGE, change), context);
    }

    /**
     * A refusal leaves nothing behind. What may have happened, or may go better in a moment, is left for a repeat, which
     * completes it.
     */
    private DroverException undone(
            String cluster, Part base, Optional<String> uid, DroverException e, CallContext context) {
        if (e.effect() != Effect.NONE) {
            return e;
        }
        if (e.retryable()) {
            return halfMade(e, " It is half made: create it again to complete it, or terminate '" + cluster + "'.");
        }
        try {
            end(base.kind(), base.namespace(), base.name(), uid, context.renewed());
            return e;
        } catch (DroverException left) {
            return halfMade(
                    e,
                    " What had been made before could not be undone (" + left.getMessage() + "): " + base
                            + " and what belongs to it. Terminate '" + cluster + "'.");
        }
    }

    /** Deletes the base of a cluster, and so the cluster; what is gone is no error. */
    void end(Resource<?> kind, String namespace, String name, Optional<String> uid, CallContext context) {
        try {
            var unused = calls.keyed(KubeRequest.delete(kind, namespace, name, uid), context);
        } catch (DroverException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
        }
    }

    private static DroverException halfMade(DroverException e, String words) {
        return new DroverException(e.code(), Effect.UNKNOWN, e.retryable(), e.getMessage() + words, e);
    }
}
