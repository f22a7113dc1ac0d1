package dev.drover.samples.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds who answers a request, and lets pass who may ask. Safe for use by many threads. */
final class Router {

    /** A request as it came. */
    record Request(
            String method,
            List<String> path,
            Map<String, String> query,
            Function<String, Optional<String>> headers,
            InputStream body) {}

    private record Match(Route route, Map<String, String> values) {}

    private final Users users;
    private final List<Route> routes;

    Router(Users users, List<Route> routes) {
        this.users = users;
        this.routes = List.copyOf(routes);
    }

    Reply answer(Request request) throws IOException {
        List<Match> matches = new ArrayList<>();
        for (Route route : routes) {
            route.match(request.path()).ifPresent(values -> matches.add(new Match(route, values)));
        }
        if (matches.isEmpty()) {
            throw HttpProblem.notFound("There is nothing at this address.");
        }
        Optional<Match> match = matches.stream()
                .filter(each -> each.route().method().equals(request.method()))
                .findFirst();
        if (match.isEmpty()) {
            String allowed = matches.stream().map(each -> each.route().method()).collect(Collectors.joining(", "));
            return Problems.reply(new HttpProblem(405, "INVALID_ARGUMENT", "This address takes " + allowed + " only."))
                    .with("Allow", allowed);
        }
        Route route = match.get().route();
        Optional<User> caller = users.from(request.headers().apply("Authorization"));
        if (route.access() != Route.Access.ANYBODY && caller.isEmpty()) {
            return Problems.reply(
                            new HttpProblem(401, "UNAUTHENTICATED", "Send a good token: Authorization: Bearer TOKEN."))
                    .with("WWW-Authenticate", "Bearer realm=\"gateway\"");
        }
        if (route.access() == Route.Access.ADMINS && !caller.map(User::admin).orElse(false)) {
            throw new HttpProblem(403, "PERMISSION_DENIED", "This is for administrators.");
        }
        return route.endpoint()
                .answer(new Call(caller, match.get().values(), request.query(), request.headers(), request.body()));
    }
}
