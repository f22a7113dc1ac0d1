package dev.drover.k8s.internal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What is asked for.
 *
 * @param verb as access rules name it
 * @param namespace empty for what is in none
 * @param name empty for all
 * @param subresource empty for the object itself
 */
record Target(String verb, Resource<?> resource, String namespace, String name, String subresource) {

    String path() {
        return resource.path()
                + (namespace.isEmpty() ? "" : "/namespaces/" + segment(namespace))
                + "/" + segment(resource.plural())
                + (name.isEmpty() ? "" : "/" + segment(name))
                + (subresource.isEmpty() ? "" : "/" + segment(subresource));
    }

    /** How operators would count it. */
    String api() {
        return verb + " " + kind();
    }

    /** With the subresource, as access rules write it. */
    String kind() {
        return subresource.isEmpty() ? resource.toString() : resource.plural() + "/" + subresource + afterDot();
    }

    private String afterDot() {
        return resource.group().isEmpty() ? "" : "." + resource.group();
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** In words: {@code create pods 'a' in the namespace 'spark'}. */
    @Override
    public String toString() {
        return api()
                + (name.isEmpty() ? "" : " '" + name + "'")
                + (namespace.isEmpty() ? "" : " in the namespace '" + namespace + "'");
    }
}
