package dev.drover.k8s.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.drover.spi.Failure;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Pod;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent for each kind of request, and what is made of the answers. */
class RequestsTest {
    private static final Resource<V1Pod> TYPED_PODS = new Resource<>("", "v1", "pods", V1Pod.class);
    /** More than a double can hold. */
    private static final String LARGE = "9007199254740993";

    private World world;
    private KubeConnection connection;
    private KubeCalls calls;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        world = new World(folder);
        connection = world.open(world.byServer().build());
        calls = connection.calls();
    }

    @AfterEach
    void close() {
        connection.close();
        world.close();
    }

    @Test
    void anObjectKeepsItsNumbersBothWays() {
        world.api.serve(exchange -> exchange.answer(201, exchange.asked().body()));
        JsonObject application = World.object("{\"spec\":{\"n\":" + LARGE + ",\"one\":1}}");

        JsonObject created = calls.keyed(KubeRequest.create(World.APPLICATIONS, "spark", application), Direct.calls());

        assertThat(asked().method()).isEqualTo("POST");
        assertThat(asked().path()).isEqualTo("/apis/sparkoperator.k8s.io/v1beta2/namespaces/spark/sparkapplications");
        assertThat(asked().body()).contains(LARGE).contains("\"one\":1}");
        assertThat(asked().header("Content-type")).startsWith("application/json");
        assertThat(created.toString()).contains(LARGE);
    }

    @Test
    void anObjectMayBeAModelOfTheClients() {
        world.api.serve(exchange -> exchange.answer(201, exchange.asked().body()));
        V1Pod pod = new V1Pod().metadata(new V1ObjectMeta().name("a"));

        V1Pod created = calls.keyed(KubeRequest.create(TYPED_PODS, "spark", pod), Direct.calls());

        assertThat(created.getMetadata().getName()).isEqualTo("a");
    }

    @Test
    void namesCannotLeaveTheirPlaceInAnAddress() {
        calls.read(KubeRequest.get(World.PODS, "a/b", "../c?d"), Direct.calls());

        assertThat(asked().path()).isEqualTo("/api/v1/namespaces/a%2Fb/pods/..%2Fc%3Fd");
        assertThat(asked().query()).isEmpty();
    }

    @Test
    void aListComesInPages() {
        world.api.serve(exchange -> exchange.answer(
                200,
                exchange.asked().query().contains("continue")
                        ? "{\"metadata\":{\"resourceVersion\":\"7\",\"continue\":\"\"},\"items\":[{\"n\":" + LARGE
                                + "}]}"
                        : "{\"metadata\":{\"resourceVersion\":\"7\",\"continue\":\"t+/=\"},\"items\":[{},{}]}"));
        KubeRequest<Page<JsonObject>> list = KubeRequest.list(World.PODS, "spark")
                .with("labelSelector", "a in (b,c)")
                .with("limit", "2");

        Page<JsonObject> first = calls.read(list, Direct.calls());
        Page<JsonObject> second = calls.read(list.with("continue", first.next().orElseThrow()), Direct.calls());

        assertThat(first.items()).hasSize(2);
        assertThat(first.resourceVersion()).isEqualTo("7");
        assertThat(second.items()).hasToString("[{\"n\":" + LARGE + "}]");
        assertThat(second.next()).isEmpty();
        assertThat(asked().query()).contains("labelSelector=a%20in%20%28b%2Cc%29", "continue=t%2B%2F%3D", "limit=2");
    }

    @Test
    void onlyTheObjectThatIsMeantIsDeleted() {
        calls.keyed(KubeRequest.delete(World.PODS, "spark", "a", Optional.of("u-1")), Direct.calls());

        assertThat(asked().method()).isEqualTo("DELETE");
        assertThat(World.object(asked().body()))
                .isEqualTo(World.object("{\"apiVersion\":\"v1\",\"kind\":\"DeleteOptions\","
                        + "\"propagationPolicy\":\"Background\",\"preconditions\":{\"uid\":\"u-1\"}}"));
    }

    @Test
    void aPatchKeepsItsNulls() {
        JsonObject change = new JsonObject();
        change.add("suspend", JsonNull.INSTANCE);

        calls.keyed(KubeRequest.patch(World.PODS, "spark", "a", Patch.MERGE, change), Direct.calls());

        assertThat(asked().method()).isEqualTo("PATCH");
        assertThat(asked().body()).isEqualTo("{\"suspend\":null}");
        assertThat(asked().header("Content-type")).startsWith("application/merge-patch+json");
    }

    @Test
    void whatAServerSaysOfItselfIsRead() {
        world.api.serve(exchange -> exchange.answer(200, "{\"gitVersion\":\"v1.34.0\"}"));

        assertThat(calls.read(KubeRequest.about("/version"), Direct.calls())
                        .get("gitVersion")
                        .getAsString())
                .isEqualTo("v1.34.0");
        assertThat(asked().path()).isEqualTo("/version");
    }

    @Test
    void aWatchSeesWhatHappensAndEndsInGoodOrder() throws Exception {
        world.api.serve(exchange -> {
            try (OutputStream events = exchange.stream()) {
                write(events, event("ADDED", "1"));
                write(events, event("MODIFIED", "2") + event("BOOKMARK", "9"));
                write(events, event("DELETED", "10"));
            }
        });
        try (Watch<V1Pod> watch = calls.read(
                KubeRequest.watch(TYPED_PODS, "spark", Duration.ofMinutes(5)).with("resourceVersion", "0"),
                Direct.calls())) {
            assertEvent(watch, WatchEvent.Type.ADDED, "1");
            assertEvent(watch, WatchEvent.Type.MODIFIED, "2");
            assertEvent(watch, WatchEvent.Type.BOOKMARK, "9");
            assertEvent(watch, WatchEvent.Type.DELETED, "10");
            assertThat(watch.next()).isEmpty();
        }
        assertThat(asked().query())
                .contains("watch=true", "allowWatchBookmarks=true", "timeoutSeconds=300", "resourceVersion=0");
    }

    @Test
    void anEventIsSeenWhileTheWatchGoesOn() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        world.api.serve(exchange -> {
            OutputStream events = exchange.stream();
            write(events, event("ADDED", "1"));
            seen.await();
            events.close();
        });
        try (Watch<V1Pod> watch = watch(Duration.ofMinutes(5))) {
            assertEvent(watch, WatchEvent.Type.ADDED, "1");
            seen.countDown();
            assertThat(watch.next()).isEmpty();
        }
    }

    @Test
    void aWatchThatIsTooOldSaysSo() throws Exception {
        world.api.serve(exchange -> {
            try (OutputStream events = exchange.stream()) {
                write(
                        events,
                        "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\"}}\n");
            }
        });
        try (Watch<V1Pod> watch = watch(Duration.ofMinutes(5))) {
            KubeException e = catchThrowableOfType(KubeException.class, watch::next);

            assertThat(e.is(410)).isTrue();
            assertThat(e.status().orElseThrow().reason()).isEqualTo("Expired");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"ADDED\",\"obj", "<html>", "{\"type\":\"NEW\",\"object\":{}}", "[]"})
    void anEventThatIsCutIsNotTakenForTheEnd(String line) throws Exception {
        world.api.serve(exchange -> {
            try (OutputStream events = exchange.stream()) {
                write(events, line);
            }
        });
        try (Watch<V1Pod> watch = watch(Duration.ofMinutes(5))) {
            KubeException e = catchThrowableOfType(KubeException.class, watch::next);

            assertThat(e.status()).isEmpty();
        }
    }

    @Test
    void aWatchOfAServerThatIsGoneEnds() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        world.api.serve(exchange -> {
            exchange.stream();
            over.await();
        });
        KubeRequest<Watch<JsonObject>> impatient = KubeRequest.reading(
                new Target("watch", World.PODS, "spark", "", ""),
                reply -> new Watch<>(reply, JsonObject.class, Duration.ofMillis(300)));
        try (Watch<JsonObject> watch = calls.read(impatient, Direct.calls())) {
            KubeException e = catchThrowableOfType(KubeException.class, watch::next);

            assertThat(e.status()).isEmpty();
        } finally {
            over.countDown();
        }
    }

    /** A client's buffers break if they are closed while they are read; it takes many times to show. */
    @Test
    void aWatchIsClosedWhileItsEventsPourIn() throws Exception {
        String many = event("MODIFIED", "1").repeat(40);
        world.api.serve(exchange -> {
            OutputStream events = exchange.stream();
            while (true) {
                write(events, many);
            }
        });
        for (int i = 0; i < 150; i++) {
            Watch<V1Pod> watch = watch(Duration.ofMinutes(5));
            CountDownLatch pouring = new CountDownLatch(1);
            CompletableFuture<Throwable> end = CompletableFuture.supplyAsync(() -> catchThrowable(() -> {
                while (watch.next().isPresent()) {
                    pouring.countDown();
                }
            }));
            pouring.await();

            watch.close();

            assertThat(end.get(1, TimeUnit.MINUTES)).isInstanceOf(KubeException.class);
        }
    }

    @Test
    void aWatchThatIsRefusedIsAnErrorAtOnce() {
        world.api.serve(exchange -> exchange.answer(403, "{\"kind\":\"Status\",\"reason\":\"Forbidden\"}"));

        Direct.Thrown e = catchThrowableOfType(Direct.Thrown.class, () -> watch(Duration.ofMinutes(5)));

        assertThat(e.failure().message()).contains("watch pods in the namespace 'spark'");
    }

    @Test
    void logsAreReadWhileTheyAreWritten() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        world.api.serve(exchange -> {
            OutputStream log = exchange.stream();
            write(log, "one\n");
            seen.await();
            write(log, "two\n");
            log.close();
        });
        KubeRequest<InputStream> request =
                KubeRequest.logs("spark", "a").with("follow", "true").with("container", "driver");
        try (InputStream log = calls.read(request, Direct.calls())) {
            assertThat(new String(log.readNBytes(4), StandardCharsets.UTF_8)).isEqualTo("one\n");
            seen.countDown();
            assertThat(new String(log.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("two\n");
        }
        assertThat(asked().path()).isEqualTo("/api/v1/namespaces/spark/pods/a/log");
        assertThat(asked().query()).contains("follow=true", "container=driver");
    }

    @Test
    void anAnswerOfSomebodyElseIsNotTakenForAnObject() {
        world.api.serve(exchange -> exchange.answer(200, "<html>Sign in</html>"));

        Direct.Thrown e = catchThrowableOfType(Direct.Thrown.class, () -> World.ask(connection));

        assertThat(e.failure().scope()).isEqualTo(Failure.Scope.ENDPOINT);
        assertThat(e.failure().message()).contains("get pods 'a' in the namespace 'spark'");
    }

    private Watch<V1Pod> watch(Duration longest) {
        return calls.read(KubeRequest.watch(TYPED_PODS, "spark", longest), Direct.calls());
    }

    private static void assertEvent(Watch<V1Pod> watch, WatchEvent.Type type, String version) throws KubeException {
        WatchEvent<V1Pod> event = watch.next().orElseThrow();
        assertThat(event.type()).isEqualTo(type);
        assertThat(event.resourceVersion()).isEqualTo(version);
        assertThat(event.object().getMetadata().getResourceVersion()).isEqualTo(version);
    }

    private static String event(String type, String version) {
        return "{\"type\":\"" + type + "\",\"object\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":"
                + "{\"resourceVersion\":\"" + version + "\"}}}\n";
    }

    private static void write(OutputStream to, String text) throws IOException {
        to.write(text.getBytes(StandardCharsets.UTF_8));
        to.flush();
    }

    private TestApi.Asked asked() {
        return world.api.asked().get(world.api.asked().size() - 1);
    }
}
