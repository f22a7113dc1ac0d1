package dev.drover.k8s.fake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many objects: lists, pages, selectors and watches. */
@Timeout(180)
class FakeKubeListsTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

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

    private void make(String name, String labels) {
        kube.create("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" + name
                + "\",\"namespace\":\"default\",\"labels\":" + labels + "}}");
    }

    private void label(String name, String labels) {
        kube.edit("configmaps", "default", name, map -> {
            var object = Json.object(map);
            Json.meta(object).set("labels", Json.object(labels));
            return object.toString();
        });
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.path("items").forEach(item -> names.add(Json.name(item)));
        return names;
    }

    private static String version(JsonNode object) {
        return Json.text(object, "metadata", "resourceVersion");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void aListSaysItsVersionAndNotTheKindOfEach() throws Exception {
        make("a", "{}");
        JsonNode list = direct.get(MAPS).json();
        assertThat(Json.text(list, "kind")).isEqualTo("ConfigMapList");
        assertThat(version(list)).isEqualTo(version(list.path("items").get(0)));
        assertThat(list.path("items").get(0).has("kind")).isFalse();
        assertThat(names(direct.get("/api/v1/configmaps?fieldSelector=metadata.namespace%3Ddefault")
                        .json()))
                .containsExactly("a");
        kube.installKubeflow();
        kube.create("""
                {"apiVersion":"sparkoperator.k8s.io/v1beta2","kind":"SparkApplication",
                 "metadata":{"name":"pi","namespace":"default"},
                 "spec":{"type":"R","sparkVersion":"4","mainApplicationFile":"f","driver":{},"executor":{}}}""");
        JsonNode apps = direct.get("/apis/sparkoperator.k8s.io/v1beta2/sparkapplications")
                .json();
        assertThat(Json.text(apps.path("items").get(0), "kind")).isEqualTo("SparkApplication");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app=x | a b",
                "app==x,tier=1 | a",
                "app!=x | c d",
                "app in (x, y) | a b c",
                "app notin (x) | c d",
                "tier | a c",
                "!app | d",
                "app in (x,y),tier notin (1) | b c",
            })
    void labelsSelect(String selector, String expected) throws Exception {
        make("a", "{\"app\":\"x\",\"tier\":\"1\"}");
        make("b", "{\"app\":\"x\"}");
        make("c", "{\"app\":\"y\",\"tier\":\"2\"}");
        make("d", "{}");
        JsonNode list = direct.get(MAPS + "?labelSelector=" + encoded(selector)).json();
        assertThat(names(list)).containsExactly(expected.split(" "));
    }

    @Test
    void fieldsSelect() throws Exception {
        for (String name : List.of("p", "q")) {
            kube.create("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"" + name
                    + "\",\"namespace\":\"default\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");
        }
        kube.edit("pods", "default", "q", pod -> pod.replace("Pending", "Running"));
        String pods = "/api/v1/pods?fieldSelector=";
        assertThat(names(direct.get(pods + encoded("status.phase=Running")).json()))
                .containsExactly("q");
        assertThat(names(direct.get(pods + encoded("status.phase!=Running,metadata.namespace=default"))
                        .json()))
                .containsExactly("p");
        assertThat(names(direct.get(pods + encoded("metadata.name=p")).json())).containsExactly("p");
        Direct.Seen refused = direct.get(pods + encoded("spec.colour=red"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(Json.text(refused.json(), "message")).isEqualTo("field label not supported: spec.colour");
    }

    @Test
    void pagesShowOneMoment() throws Exception {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            make(name, "{}");
        }
        JsonNode first = direct.get(MAPS + "?limit=2").json();
        assertThat(names(first)).containsExactly("a", "b");
        assertThat(Json.at(first, "metadata", "remainingItemCount").asInt()).isEqualTo(3);
        kube.delete("configmaps", "default", "c");
        make("cc", "{}");
        label("d", "{\"new\":\"1\"}");
        String token = Json.text(first, "metadata", "continue");
        JsonNode second = direct.get(MAPS + "?limit=2&continue=" + token).json();
        assertThat(names(second)).containsExactly("c", "d");
        assertThat(Json.at(second.path("items").get(1), "metadata", "labels")).isEmpty();
        assertThat(version(second)).isEqualTo(version(first));
        JsonNode third = direct.get(MAPS + "?limit=2&continue=" + Json.text(second, "metadata", "continue"))
                .json();
        assertThat(names(third)).containsExactly("e");
        assertThat(Json.at(third, "metadata").has("continue")).isFalse();
    }

    @Test
    @OnFakeKube("a history that is forgotten")
    void aPageThatIsTooOldSaysHowToGoOn() throws Exception {
        for (String name : List.of("a", "b", "c")) {
            make(name, "{}");
        }
        String token = Json.text(direct.get(MAPS + "?limit=1").json(), "metadata", "continue");
        make("d", "{}");
        kube.compact();
        Direct.Seen gone = direct.get(MAPS + "?limit=1&continue=" + token);
        assertThat(gone.status()).isEqualTo(410);
        assertThat(Json.text(gone.json(), "reason")).isEqualTo("Expired");
        assertThat(Json.text(gone.json(), "message")).startsWith("The provided continue parameter is too old");
        JsonNode rest = direct.get(MAPS + "?continue=" + Json.text(gone.json(), "metadata", "continue"))
                .json();
        assertThat(names(rest)).containsExactly("b", "c", "d");
    }

    @Test
    void aListIsAsOldAsAskedFor() throws Exception {
        make("a", "{}");
        String version = version(direct.get(MAPS).json());
        make("b", "{}");
        String exact = MAPS + "?resourceVersionMatch=Exact&resourceVersion=" + version;
        assertThat(names(direct.get(exact).json())).containsExactly("a");
        assertThat(names(direct.get(MAPS + "?resourceVersionMatch=NotOlderThan&resourceVersion=" + version)
                        .json()))
                .containsExactly("a", "b");
        assertThat(names(direct.get(MAPS + "?resourceVersion=0").json())).containsExactly("a", "b");
        Direct.Seen future = direct.get(MAPS + "?resourceVersion=99999");
        assertThat(future.status()).isEqualTo(504);
        assertThat(Json.text(future.json(), "reason")).isEqualTo("Timeout");
        assertThat(direct.get(MAPS + "?resourceVersionMatch=Exact").status()).isEqualTo(422);
    }

    @Test
    @OnFakeKube("a history that is forgotten")
    void aListOfAVersionThatIsForgottenIsRefused() throws Exception {
        String version = version(direct.get(MAPS).json());
        make("a", "{}");
        kube.compact();
        assertThat(direct.get(MAPS + "?resourceVersionMatch=Exact&resourceVersion=" + version)
                        .status())
                .isEqualTo(410);
    }

    // Watches

    /** The events of a watch, as they come. */
    private final class Events implements AutoCloseable {
        private final BufferedReader lines;

        Events(String parameters) throws Exception {
            lines = new BufferedReader(new InputStreamReader(
                    direct.open(MAPS + "?watch=true" + parameters).body(), StandardCharsets.UTF_8));
        }

        JsonNode next() throws IOException {
            return Json.object(lines.readLine());
        }

        String brief() throws IOException {
            JsonNode event = next();
            return Json.text(event, "type") + " " + Json.name(event.path("object"));
        }

        boolean ended() throws IOException {
            return lines.readLine() == null;
        }

        @Override
        public void close() {
            try {
                lines.close();
            } catch (IOException e) {
                // It was broken, which was looked at before.
            }
        }
    }

    @Test
    void aWatchTellsWhatHappensAfterAVersion() throws Exception {
        make("a", "{}");
        String version = version(direct.get(MAPS).json());
        make("b", "{}");
        try (Events events = new Events("&resourceVersion=" + version)) {
            assertThat(events.brief()).isEqualTo("ADDED b");
            label("a", "{\"x\":\"1\"}");
            JsonNode modified = events.next();
            assertThat(Json.text(modified, "type")).isEqualTo("MODIFIED");
            assertThat(Json.text(modified, "object", "kind")).isEqualTo("ConfigMap");
            kube.delete("configmaps", "default", "a");
            JsonNode deleted = events.next();
            assertThat(Json.text(deleted, "type")).isEqualTo("DELETED");
            assertThat(Long.parseLong(version(deleted.path("object"))))
                    .isGreaterThan(Long.parseLong(version(modified.path("object"))));
            assertThat(Json.text(deleted, "object", "metadata", "labels", "x")).isEqualTo("1");
        }
    }

    @Test
    void aWatchWithoutAVersionBeginsWithWhatIsThere() throws Exception {
        make("a", "{}");
        try (Events events = new Events("")) {
            assertThat(events.brief()).isEqualTo("ADDED a");
            make("b", "{}");
            assertThat(events.brief()).isEqualTo("ADDED b");
        }
    }

    @Test
    void whatBeginsToMatchIsAddedAndWhatStopsIsDeleted() throws Exception {
        make("a", "{}");
        String version = version(direct.get(MAPS).json());
        try (Events events = new Events("&labelSelector=run%3D1&resourceVersion=" + version)) {
            label("a", "{\"run\":\"1\"}");
            assertThat(events.brief()).isEqualTo("ADDED a");
            label("a", "{\"run\":\"2\"}");
            JsonNode deleted = events.next();
            assertThat(Json.text(deleted, "type")).isEqualTo("DELETED");
            assertThat(Json.text(deleted, "object", "metadata", "labels", "run"))
                    .isEqualTo("1");
            assertThat(version(deleted.path("object")))
                    .isEqualTo(version(direct.get(MAPS + "/a").json()));
        }
    }

    @Test
    @OnFakeKube("bookmarks when they are wanted")
    void bookmarksSayHowFarAWatchIs() throws Exception {
        String version = version(direct.get(MAPS).json());
        try (Events events = new Events("&allowWatchBookmarks=true&resourceVersion=" + version)) {
            kube.namespace("elsewhere");
            kube.bookmark();
            JsonNode mark = events.next();
            assertThat(Json.text(mark, "type")).isEqualTo("BOOKMARK");
            assertThat(Json.text(mark, "object", "kind")).isEqualTo("ConfigMap");
            assertThat(Long.parseLong(version(mark.path("object")))).isGreaterThan(Long.parseLong(version));
            kube.bookmarksEvery(Duration.ofMillis(1));
            assertThat(events.brief()).isEqualTo("BOOKMARK ");
        }
    }

    @Test
    void theFirstStateEndsWithABookmark() throws Exception {
        make("a", "{}");
        String initial = "&sendInitialEvents=true&allowWatchBookmarks=true";
        try (Events events = new Events(initial + "&resourceVersionMatch=NotOlderThan")) {
            assertThat(events.brief()).isEqualTo("ADDED a");
            JsonNode mark = events.next();
            assertThat(Json.text(mark, "object", "metadata", "annotations", "k8s.io/initial-events-end"))
                    .isEqualTo("true");
        }
        assertThat(direct.get(MAPS + "?watch=true" + initial).status()).isEqualTo(422);
    }

    @Test
    void aWatchEndsInTime() throws Exception {
        try (Events events = new Events("&timeoutSeconds=1")) {
            assertThat(events.ended()).isTrue();
        }
        Awaitility.await().until(() -> kube.openWatches() == 0);
    }

    @Test
    @OnFakeKube("a history that is forgotten")
    void aWatchFromTooLongAgoIsToldSoInside() throws Exception {
        String version = version(direct.get(MAPS).json());
        make("a", "{}");
        kube.compact();
        try (Events events = new Events("&resourceVersion=" + version)) {
            JsonNode error = events.next();
            assertThat(Json.text(error, "type")).isEqualTo("ERROR");
            assertThat(Json.at(error, "object", "code").asInt()).isEqualTo(410);
            assertThat(Json.text(error, "object", "reason")).isEqualTo("Expired");
            assertThat(Json.text(error, "object", "message")).startsWith("too old resource version: " + version);
            assertThat(events.ended()).isTrue();
        }
        kube.next("watch", "configmaps", KubeFault.refuse(410, "Expired", "too old resource version"));
        assertThat(direct.get(MAPS + "?watch=true&resourceVersion=" + version).status())
                .isEqualTo(410);
    }

    @Test
    void anOpenWatchExpires() throws Exception {
        try (Events events = new Events("")) {
            Awaitility.await().until(() -> kube.openWatches() == 1);
            kube.expireWatches();
            assertThat(Json.at(events.next(), "object", "code").asInt()).isEqualTo(410);
            assertThat(events.ended()).isTrue();
        }
    }

    @Test
    void watchesAreCut() throws Exception {
        try (Events events = new Events("")) {
            Awaitility.await().until(() -> kube.openWatches() == 1);
            kube.cutWatches();
            Assertions.assertThatThrownBy(events::next).isInstanceOf(IOException.class);
        }
        kube.cutWatchesAfter(2);
        String version = version(direct.get(MAPS).json());
        make("a", "{}");
        make("b", "{}");
        make("c", "{}");
        try (Events events = new Events("&resourceVersion=" + version)) {
            assertThat(events.brief()).isEqualTo("ADDED a");
            assertThat(events.brief()).isEqualTo("ADDED b");
            Assertions.assertThatThrownBy(events::next).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aWatchThatIsLeftIsClosed() throws Exception {
        Events events = new Events("");
        Awaitility.await().until(() -> kube.openWatches() == 1);
        events.close();
        Awaitility.await().until(() -> kube.openWatches() == 0);
    }
}
