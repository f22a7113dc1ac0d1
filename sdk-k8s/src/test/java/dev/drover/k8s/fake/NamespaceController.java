package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Empties what is being deleted and then lets it go: namespaces, and the objects of kinds that are no more. */
final class NamespaceController extends Actor {
    private final Resources resources;
    private final Quotas quotas;

    NamespaceController(Registry registry, Resources resources) {
        super(registry, "namespace-controller");
        this.resources = resources;
        this.quotas = new Quotas(registry.store());
    }

    @Override
    void changed(Change change) {
        boolean ended = change.after().isEmpty()
                || List.of("Succeeded", "Failed").contains(Json.text(change.last(), "status", "phase"));
        if (ended && change.resource().namespaced()) {
            synchronized (registry.store()) {
                quotas.refresh(Json.namespace(change.last()));
            }
        }
        if (change.resource().equals(Resources.DEFINITIONS) && change.after().isEmpty()) {
            Resource gone = Definitions.resource(change.last());
            registry.store()
                    .all(gone, "")
                    .values()
                    .forEach(object -> registry.store().remove(gone, object));
        }
        if (change.resource().equals(Resources.NAMESPACES) && change.after().isPresent()) {
            empty(change.last());
        } else if (change.after().isEmpty() && change.resource().namespaced()) {
            registry.store()
                    .get(Resources.NAMESPACES, "", Json.namespace(change.last()))
                    .ifPresent(this::empty);
        }
    }

    private void empty(ObjectNode namespace) {
        if (!Json.deleting(namespace)) {
            return;
        }
        boolean left = false;
        for (Resource resource : resources.all()) {
            if (resource.namespaced()) {
                for (ObjectNode object :
                        registry.store().all(resource, Json.name(namespace)).values()) {
                    left |= !delete(resource, object);
                }
            }
        }
        if (!left) {
            synchronized (registry.store()) {
                registry.store()
                        .get(Resources.NAMESPACES, "", Json.name(namespace))
                        .ifPresent(there -> registry.store().remove(Resources.NAMESPACES, there));
            }
        }
    }

    /** Whether it has gone. */
    private boolean delete(Resource resource, ObjectNode object) {
        try {
            return registry.delete(resource, Json.namespace(object), Json.name(object), Json.object(), false)
                    .gone();
        } catch (Refusal refusal) {
            return refusal.code() == 404;
        }
    }
}
