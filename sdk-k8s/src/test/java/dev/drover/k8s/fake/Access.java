package dev.drover.k8s.fake;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who may do what: bearer tokens, and rules as in <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/">RBAC</a>. */
final class Access {
    static final String ADMIN = "admin";

    record User(String name, List<Grant> grants) {}

    private final Map<String, User> users = new ConcurrentHashMap<>();

    void allow(String token, String user, List<Grant> grants) {
        users.put(token, new User(user, new CopyOnWriteArrayList<>(grants)));
    }

    void revoke(String token) {
        users.remove(token);
    }

    String user(Request request) {
        return find(request).orElseThrow(Refusal::unauthorized).name();
    }

    Optional<User> find(Request request) {
        String header = request.header("authorization");
        return header.startsWith("Bearer ")
                ? Optional.ofNullable(users.get(header.substring("Bearer ".length())))
                : Optional.empty();
    }

    /** Refuses what somebody may not do. */
    void check(Request request, Call call) {
        User user = find(request).orElseThrow(Refusal::unauthorized);
        if (!call.forResource() || call.plural().startsWith("selfsubject")) {
            return;
        }
        if (!may(request, call.verb(), call.group(), call.resource(), call.namespace())) {
            throw Refusal.noRight(
                    call.group(),
                    call.plural(),
                    call.name(),
                    "User \"" + user.name() + "\" cannot " + call.verb() + " resource \"" + call.resource()
                            + "\" in API group \"" + call.group() + '"'
                            + (call.namespace().isEmpty()
                                    ? " at the cluster scope"
                                    : " in the namespace \"" + call.namespace() + '"'));
        }
    }

    boolean may(Request request, String verb, String group, String resource, String namespace) {
        return find(request).orElseThrow(Refusal::unauthorized).grants().stream()
                .anyMatch(grant -> grant.covers(verb, group, resource, namespace));
    }
}
