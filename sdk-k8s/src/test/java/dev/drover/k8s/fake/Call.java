package dev.drover.k8s.fake;

import java.util.List;

/**
 * What a request asks for, as the API server's authorization sees it.
 *
 * @param plural the resource; the path, if the request is for none
 * @param tail what follows the subresource
 */
record Call(
        String verb,
        String group,
        String version,
        String plural,
        String namespace,
        String name,
        String subresource,
        List<String> tail,
        boolean forResource) {

    static Call of(Request request) {
        List<String> parts = request.parts();
        boolean core = parts.size() > 2 && parts.get(0).equals("api");
        boolean grouped = parts.size() > 3 && parts.get(0).equals("apis");
        if (!core && !grouped) {
            return new Call(
                    request.method().toLowerCase(java.util.Locale.ROOT),
                    "",
                    "",
                    request.path(),
                    "",
                    "",
                    "",
                    List.of(),
                    false);
        }
        List<String> rest = parts.subList(core ? 2 : 3, parts.size());
        String namespace = "";
        boolean inside = rest.size() > 2
                && rest.get(0).equals("namespaces")
                && !List.of("status", "finalize").contains(rest.get(2));
        if (inside) {
            namespace = rest.get(1);
            rest = rest.subList(2, rest.size());
        }
        String name = rest.size() > 1 ? rest.get(1) : "";
        return new Call(
                verb(request, name),
                core ? "" : parts.get(1),
                core ? parts.get(1) : parts.get(2),
                rest.get(0),
                namespace,
                name,
                rest.size() > 2 ? rest.get(2) : "",
                rest.size() > 3 ? rest.subList(3, rest.size()) : List.of(),
                true);
    }

    private static String verb(Request request, String name) {
        return switch (request.method()) {
            case "GET", "HEAD" -> name.isEmpty() ? request.flag("watch") ? "watch" : "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
            default -> request.method().toLowerCase(java.util.Locale.ROOT);
        };
    }

    String resource() {
        return subresource.isEmpty() ? plural : plural + "/" + subresource;
    }
}
