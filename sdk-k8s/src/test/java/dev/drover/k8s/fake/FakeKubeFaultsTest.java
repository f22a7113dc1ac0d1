package dev.drover.k8s.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong on the way, and what is counted. */
@Timeout(180)
class FakeKubeFaultsTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String MAP = "{\"metadata\":{\"name\":\"m\"}}";

    @TempDir
    Path folder;

    private FakeKube kube;
    private Direct direct;

    @BeforeEach
    void start() {
        kube = new FakeKube(folder);
        direct = new Direct(kube, FakeKube.ADMIN);
    }

    @AfterEach
    void stop() {
        kube.close();
    }

    private boolean made() {
        return kube.object("configmaps", "default", "m").isPresent();
    }

    @Test
    void aLostRequestHasNoEffect() {
        // The JDK's client repeats what it may, once.
        kube.next("create", "configmaps", new KubeFault.LoseRequest(), new KubeFault.LoseRequest());
        assertThatThrownBy(() -> direct.post(MAPS, MAP)).isInstanceOf(IOException.class);
        assertThat(made()).isFalse();
    }

    @Test
    void aLostResponseHasItsEffect() {
        kube.next("create", "configmaps", new KubeFault.LoseResponse(), new KubeFault.LoseResponse());
        assertThatThrownBy(() -> direct.post(MAPS, MAP)).isInstanceOf(IOException.class);
        assertThat(made()).isTrue();
    }

    @Test
    void anErrorMayComeAfterTheEffect() throws Exception {
        kube.next("create", "configmaps", KubeFault.errorAfterEffect());
        Direct.Seen seen = direct.post(MAPS, MAP);
        assertThat(seen.status()).isEqualTo(500);
        assertThat(Json.text(seen.json(), "reason")).isEqualTo("InternalError");
        assertThat(made()).isTrue();
        assertThat(kube.unused()).isEmpty();
    }

    @Test
    void refusalsComeInTheirTurn() throws Exception {
        kube.next(
                "create",
                "configmaps",
                KubeFault.throttle(Duration.ofSeconds(2)),
                KubeFault.unavailable(),
                KubeFault.initializing());
        Direct.Seen throttled = direct.post(MAPS, MAP);
        assertThat(throttled.status()).isEqualTo(429);
        assertThat(throttled.header("Retry-After")).isEqualTo("2");
        assertThat(throttled.response().body()).isEqualTo("Too many requests, please try again later.\n");
        assertThat(direct.post(MAPS, MAP).status()).isEqualTo(503);
        assertThat(kube.unused()).containsOnlyKeys("create configmaps");
        assertThat(Json.text(direct.post(MAPS, MAP).json(), "message")).isEqualTo("storage is (re)initializing");
        assertThat(made()).isFalse();
        kube.always("create", "configmaps", KubeFault.unavailable());
        assertThat(direct.post(MAPS, MAP).status()).isEqualTo(503);
        assertThat(direct.post(MAPS, MAP).status()).isEqualTo(503);
        kube.recover("create", "configmaps");
        assertThat(direct.post(MAPS, MAP).status()).isEqualTo(201);
    }

    @Test
    void anAnswerMayBeLate() throws Exception {
        kube.next("list", "configmaps", new KubeFault.Delay(Duration.ofMillis(300)));
        long began = System.nanoTime();
        assertThat(direct.get(MAPS).status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(299));
    }

    @Test
    void aServerThatWasDownRemembers() throws Exception {
        direct.post(MAPS, MAP);
        URI before = kube.url();
        kube.down();
        assertThatThrownBy(() -> direct.get(MAPS)).isInstanceOf(IOException.class);
        kube.up();
        assertThat(kube.url()).isEqualTo(before);
        assertThat(direct.get(MAPS + "/m").status()).isEqualTo(200);
    }

    @Test
    void callsAndBytesAreCounted() throws Exception {
        direct.post(MAPS, MAP);
        int length = direct.get(MAPS).response().body().length();
        assertThat(kube.calls("create", "configmaps")).isEqualTo(1);
        FakeKube.Traffic lists = kube.traffic().get("list configmaps");
        assertThat(lists).isEqualTo(new FakeKube.Traffic(1, 0, length));
        assertThat(kube.traffic().get("create configmaps").received()).isEqualTo(MAP.length());
        assertThat(kube.connections()).isEqualTo(1);
        kube.clearTraffic();
        assertThat(kube.traffic()).isEqualTo(Map.of());
    }

    @Test
    @OnFakeKube("services that answer")
    void servicesAreReachedThroughTheServer() throws Exception {
        HttpServer behind =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        behind.createContext("/", exchange -> {
            byte[] said = (exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(202, said.length);
            exchange.getResponseBody().write(said);
            exchange.close();
        });
        behind.start();
        try {
            kube.backend(
                    "services",
                    "default",
                    "master:6066",
                    URI.create("http://127.0.0.1:" + behind.getAddress().getPort()));
            String proxy = "/api/v1/namespaces/default/services/%s/proxy/v1/submissions?a=b";
            Direct.Seen seen = direct.post(proxy.formatted("master:6066"), "{}");
            assertThat(seen.status()).isEqualTo(202);
            assertThat(seen.response().body()).isEqualTo("POST /v1/submissions?a=b {}");
            assertThat(kube.calls("create", "services/proxy")).isEqualTo(1);
            Direct.Seen none = direct.post(proxy.formatted("other:6066"), "{}");
            assertThat(none.status()).isEqualTo(503);
            assertThat(Json.text(none.json(), "message")).isEqualTo("no endpoints available for service \"other\"");
        } finally {
            behind.stop(0);
        }
    }
}
