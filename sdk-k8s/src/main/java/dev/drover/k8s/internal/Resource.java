package dev.drover.k8s.internal;

/**
 * A kind of objects, as the API server's addresses name it.
 *
 * @param group empty for the core of Kubernetes
 * @param plural such as {@code pods}
 * @param type of its objects here: a model of the client's, or {@link com.google.gson.JsonObject} for what it has no
 *     model of; that keeps every number and every unknown field as it came
 */
public record Resource<T>(String group, String version, String plural, Class<T> type) {

    /** As access rules write it: {@code pods}, {@code sparkapplications.sparkoperator.k8s.io}. */
    @Override
    public String toString() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    String path() {
        return group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
    }
}
