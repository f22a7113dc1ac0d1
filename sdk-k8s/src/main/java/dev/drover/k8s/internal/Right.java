package dev.drover.k8s.internal;

import com.google.gson.JsonObject;

/**
 * Something that an access rule must allow.
 *
 * @param group empty for the core of Kubernetes
 * @param resource in the plural; {@code pods/log} for a subresource
 * @param namespace empty for the whole cluster
 */
public record Right(String verb, String group, String resource, String namespace) {

    /** The attributes of a <a href="https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-access-review-v1/">SelfSubjectAccessReview</a>. */
    JsonObject attributes() {
        String[] parts = resource.split("/", 2);
        JsonObject attributes = new JsonObject();
        attributes.addProperty("verb", verb);
        attributes.addProperty("group", group);
        attributes.addProperty("resource", parts[0]);
        if (parts.length > 1) {
            attributes.addProperty("subresource", parts[1]);
        }
        if (!namespace.isEmpty()) {
            attributes.addProperty("namespace", namespace);
        }
        return attributes;
    }

    /** In words: {@code create sparkapplications.sparkoperator.k8s.io in the namespace 'spark'}. */
    @Override
    public String toString() {
        return verb + " " + resource + (group.isEmpty() ? "" : "." + group)
                + (namespace.isEmpty() ? " in the whole cluster" : " in the namespace '" + namespace + "'");
    }
}
