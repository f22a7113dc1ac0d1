package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A Kubernetes API server on the wire, over TLS and with bearer tokens, as <a
 * href="https://kubernetes.io/docs/reference/using-api/api-concepts/">API concepts</a> tells it: stored and versioned
 * objects, watches, pages, custom resources, and faults that are planned by verb and resource. It listens on the loopback
 * only.
 *
 * <p>If the environment variable {@code DROVER_IT_KUBECONFIG} leads to a real server, this stands before that and adds the
 * faults: requests are passed on, and what tests and actors do behind the scenes is done there.
 *
 * <p>Verbs are those of Kubernetes ({@code get}, {@code list}, {@code watch}, {@code create}, {@code update}, {@code
 * patch}, {@code delete}, {@code deletecollection}), resources are plural and say their subresource ({@code pods/log}); a
 * path that is no resource's stands for itself ({@code /version}).
 */
public final class FakeKube implements AutoCloseable {
    /** The token of somebody who may do everything. */
    public static final String ADMIN = "token-of-the-admin";

    /** Calls and the bytes of their bodies, as the server has got and sent them. */
    public record Traffic(long calls, long received, long sent) {
        Traffic plus(Traffic other) {
            return new Traffic(calls + other.calls, received + other.received, sent + other.sent);
        }
    }

    private final Path folder;
    private final Certificates certificates;
    private final Resources resources = new Resources();
    private final Registry registry;
    private final Watches watches = new Watches();
    private final Access access = new Access();
    private final Faults faults = new Faults();
    private final Meter meter = new Meter();
    private final PodLogs logs = new PodLogs();
    private final Backends backends = new Backends();
    private final Definitions definitions;
    private final Server server;
    private final Optional<RealServer> before;
    private final Optional<RealRegistry> real;
    private final Wire wire;
    private final Deque<AutoCloseable> actors = new ArrayDeque<>();

    /** @param folder for the kubeconfig files */
    public FakeKube(Path folder) {
        this(folder, InstantSource.system(), RealServer.given());
    }

    /** A fake one in any case. */
    public FakeKube(Path folder, InstantSource clock) {
        this(folder, clock, Optional.empty());
    }

    private FakeKube(Path folder, InstantSource clock, Optional<Path> given) {
        this.folder = folder;
        certificates = new Certificates();
        access.allow(ADMIN, Access.ADMIN, List.of(Grant.everything()));
        before = given.map(file -> new RealServer(file, access, watches));
        real = before.map(each -> new RealRegistry(each, resources));
        registry = real.isPresent() ? real.get() : new Registry(new Store(), clock);
        definitions = new Definitions(resources, registry);
        server = before.isPresent()
                ? before.get()
                : new Api(resources, registry, watches, access, definitions, logs, backends);
        real.ifPresent(each -> {
            NodeLogs machines = new NodeLogs(certificates, registry, logs);
            each.logsAt(machines.port());
            actors.push(each);
            actors.push(machines);
        });
        controller(new GarbageCollector(registry, resources));
        controller(new NamespaceController(registry, resources));
        if (real.isEmpty()) {
            namespace("default");
            namespace("kube-system");
        }
        wire = new Wire(certificates.context(), this::serve);
    }

    // Where it is, and who may use it

    public URI url() {
        return URI.create("https://127.0.0.1:" + wire.port());
    }

    /** The certificate that vouches for it, PEM. */
    public Path authority() {
        return certificates.authority();
    }

    /** A token of a user with some rights. */
    public void allow(String token, String user, Grant... grants) {
        access.allow(token, user, List.of(grants));
        real.ifPresent(each -> each.allow(user, List.of(grants)));
    }

    /** Lets a token be good no more. */
    public void revoke(String token) {
        access.revoke(token);
    }

    /** A kubeconfig file with one context, which only its owner may read. */
    public Path kubeconfig(String context, String namespace, String token) {
        String text = """
                apiVersion: v1
                kind: Config
                current-context: "%1$s"
                clusters:
                - name: "%1$s"
                  cluster:
                    server: "%2$s"
                    certificate-authority: "%3$s"
                users:
                - name: "%1$s"
                  user:
                    token: "%4$s"
                contexts:
                - name: "%1$s"
                  context:
                    cluster: "%1$s"
                    user: "%1$s"
                    namespace: "%5$s"
                """.formatted(context, url(), authority(), token, namespace);
        return write(context, text);
    }

    /** One for the administrator that leads past this to a real server, if there is one: no faults, no figures. */
    public Path straight(String context, String namespace) {
        return before.map(each -> write(context, each.kubeconfig(context, namespace)))
                .orElseGet(() -> kubeconfig(context, namespace, ADMIN));
    }

    private Path write(String context, String text) {
        Path file = folder.resolve("kubeconfig-" + context);
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // What is in it, without a request

    /** Makes a namespace, with its default service account. */
    public void namespace(String name) {
        registry.create(Resources.NAMESPACES, Json.object("{\"metadata\":{\"name\":\"" + name + "\"}}"));
    }

    /** Makes an object, as {@code kubectl create} does; JSON. */
    public String create(String object) {
        ObjectNode body = Json.object(object);
        Resource resource = ofKind(Json.text(body, "apiVersion"), Json.text(body, "kind"));
        String apiVersion = Json.text(body, "apiVersion");
        return registry.create(
                        resource,
                        apiVersion.substring(apiVersion.indexOf('/') + 1),
                        Json.namespace(body),
                        body,
                        Registry.Options.NONE)
                .object()
                .toString();
    }

    /** An object as JSON, if it is there. Plural and group, {@code sparkapplications.spark.apache.org}. */
    public Optional<String> object(String qualified, String namespace, String name) {
        return registry.find(resource(qualified), namespace, name).map(ObjectNode::toString);
    }

    /** All objects of a kind as JSON, in one namespace or (empty) in all. */
    public List<String> objects(String qualified, String namespace) {
        return registry.list(resource(qualified), namespace).stream()
                .map(ObjectNode::toString)
                .toList();
    }

    /** Changes an object behind everybody's back, status included; JSON to JSON. */
    public void edit(String qualified, String namespace, String name, UnaryOperator<String> change) {
        Resource resource = resource(qualified);
        ObjectNode there = registry.get(resource, namespace, name);
        registry.change(resource, there, object -> Json.object(change.apply(object.toString())));
    }

    /** Deletes an object at once, whatever runs. */
    public void delete(String qualified, String namespace, String name) {
        registry.delete(resource(qualified), namespace, name, Json.object("{\"gracePeriodSeconds\":0}"), false);
    }

    private Resource resource(String qualified) {
        return resources.all().stream()
                .filter(resource -> resource.qualified().equals(qualified))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(qualified + " is not served"));
    }

    private Resource ofKind(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        return resources
                .ofKind(slash < 0 ? "" : apiVersion.substring(0, slash), kind)
                .orElseThrow(() -> new IllegalArgumentException(apiVersion + " " + kind + " is not served"));
    }

    /** Lets the kinds of both Spark operators be known. */
    public void installOperators() {
        installKubeflow();
        installApache();
    }

    public void installKubeflow() {
        install(SparkDefinitions.kubeflow());
    }

    public void installApache() {
        SparkDefinitions.apache().forEach(this::install);
    }

    private void install(ObjectNode definition) {
        registry.create(Resources.DEFINITIONS, definition);
    }

    /** How long a new kind's path is not there (404, plain text) and then its storage not (429). */
    public void newKindsComeLate(Duration path, Duration storage) {
        definitions.delays(path, storage);
    }

    /** What a service or pod answers when it is asked through the server. */
    public void backend(String plural, String namespace, String name, URI backend) {
        backends.put(plural, namespace, name, backend);
    }

    // Actors

    /** Puts somebody into this world who acts in it and ends with it. */
    <T extends Actor> T actor(T actor) {
        actors.push(actor);
        actor.start();
        return actor;
    }

    /** One of those that every cluster has; a real server has its own. */
    void controller(Actor controller) {
        if (real.isEmpty()) {
            actor(controller);
        }
    }

    Registry registry() {
        return registry;
    }

    Resources resources() {
        return resources;
    }

    PodLogs logs() {
        return logs;
    }

    // Faults

    /** The next requests meet these faults, one each, in this order. */
    public void next(String verb, String resource, KubeFault... planned) {
        faults.plan(verb, resource, planned);
    }

    /** Every request meets a fault, until {@link #recover}. */
    public void always(String verb, String resource, KubeFault fault) {
        faults.stand(verb, resource, fault);
    }

    public void recover(String verb, String resource) {
        faults.recover(verb, resource);
    }

    /** Faults that were planned and did not come to pass, by verb and resource. */
    public Map<String, List<KubeFault>> unused() {
        return faults.unused();
    }

    /** Breaks all watches. */
    public void cutWatches() {
        watches.each(OpenWatch::cut);
    }

    /** Breaks each watch after so many events, until told otherwise. */
    public void cutWatchesAfter(int events) {
        watches.cutAfter(events);
    }

    /** Tells all watches that their version has expired. */
    public void expireWatches() {
        watches.each(OpenWatch::expire);
    }

    /** Sends a bookmark to all watches that want them. */
    public void bookmark() {
        watches.each(OpenWatch::bookmark);
    }

    /** How long a watch that wants bookmarks is left silent; a real server takes about a minute. */
    public void bookmarksEvery(Duration silence) {
        watches.bookmarks(silence);
    }

    public int openWatches() {
        return watches.open();
    }

    /** Forgets the history: lists and watches of earlier versions meet 410. */
    public void compact() {
        registry.store().compact();
    }

    /** Refuses connections and breaks those there are. What is stored stays. */
    public void down() {
        wire.down();
    }

    /** Comes back, at the same address. */
    public void up() {
        wire.up();
    }

    // Figures

    /** Traffic so far, by verb and resource, {@code "list pods"}; faults included. */
    public Map<String, Traffic> traffic() {
        return meter.read();
    }

    public long calls(String verb, String resource) {
        return traffic()
                .getOrDefault(Faults.key(verb, resource), new Traffic(0, 0, 0))
                .calls();
    }

    public void clearTraffic() {
        meter.clear();
    }

    /** How many connections, and so TLS handshakes, there have been. */
    public int connections() {
        return wire.accepted();
    }

    @Override
    public void close() {
        wire.close();
        for (AutoCloseable actor : actors) {
            try {
                actor.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void serve(Request request, Connection connection) throws IOException {
        Call call = Call.of(request);
        String key = Faults.key(call.verb(), call.resource());
        meter.call(key, request.body().length);
        Exchange exchange = new Exchange(request, connection, meter, key);
        Optional<KubeFault> fault = faults.next(call.verb(), call.resource());
        if (fault.isEmpty()) {
            answer(exchange, server.answer(call, request));
        } else if (fault.get() instanceof KubeFault.LoseRequest) {
            connection.reset();
        } else if (fault.get() instanceof KubeFault.Refuse refuse) {
            exchange.send(refused(refuse));
        } else {
            Result result = server.answer(call, request);
            afterwards(exchange, connection, result, fault.get());
        }
    }

    private static void afterwards(Exchange exchange, Connection connection, Result result, KubeFault fault)
            throws IOException {
        if (fault instanceof KubeFault.LoseResponse) {
            connection.reset();
        } else if (fault instanceof KubeFault.RefuseAfterEffect refuse) {
            exchange.send(Result.refusal(new Refusal(refuse.status(), refuse.reason(), refuse.message())));
        } else if (fault instanceof KubeFault.Delay delay) {
            try {
                Thread.sleep(delay.by().toMillis());
            } catch (InterruptedException e) {
                connection.reset();
                return;
            }
            answer(exchange, result);
        }
    }

    private static Result.Answer refused(KubeFault.Refuse refuse) {
        Refusal refusal = new Refusal(refuse.status(), refuse.reason(), refuse.message());
        refuse.retryAfter().ifPresent(pause -> refusal.retryAfter(pause.toSeconds()));
        if (!refuse.reason().isEmpty()) {
            return Result.refusal(refusal);
        }
        Result.Answer text = Result.text(refuse.status(), refuse.message());
        return refuse.retryAfter()
                .map(pause -> text.with("Retry-After", String.valueOf(pause.toSeconds())))
                .orElse(text);
    }

    private static void answer(Exchange exchange, Result result) throws IOException {
        if (result instanceof Result.Answer answer) {
            exchange.send(answer);
        } else if (result instanceof Result.Flow flow) {
            flow.run(exchange);
        }
    }
}
