package dev.drover.k8s.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import io.kubernetes.client.informer.ResourceEventHandler;
import io.kubernetes.client.informer.SharedIndexInformer;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import io.kubernetes.client.util.Watch;
import io.kubernetes.client.util.generic.GenericKubernetesApi;
import io.kubernetes.client.util.generic.KubernetesApiResponse;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesApi;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesObject;
import java.io.Reader;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Java client of Kubernetes gets along with the server. */
@Timeout(180)
class FakeKubeClientTest {
    @TempDir
    Path folder;

    private FakeKube kube;
    private ApiClient client;

    @BeforeEach
    void start() throws Exception {
        kube = new FakeKube(folder);
        try (Reader text = Files.newBufferedReader(kube.kubeconfig("blue", "default", FakeKube.ADMIN))) {
            client = ClientBuilder.kubeconfig(KubeConfig.loadKubeConfig(text)).build();
        }
    }

    @AfterEach
    void stop() {
        client.getHttpClient().dispatcher().executorService().shutdown();
        client.getHttpClient().connectionPool().evictAll();
        kube.close();
    }

    private static V1ConfigMap map(String name) {
        return new V1ConfigMap().metadata(new V1ObjectMeta().name(name).namespace("default"));
    }

    private GenericKubernetesApi<V1ConfigMap, V1ConfigMapList> maps() {
        return new GenericKubernetesApi<>(V1ConfigMap.class, V1ConfigMapList.class, "", "v1", "configmaps", client);
    }

    @Test
    void typedCallsWork() throws Exception {
        CoreV1Api core = new CoreV1Api(client);
        V1ConfigMap made = core.createNamespacedConfigMap("default", map("m")).execute();
        assertThat(made.getMetadata().getUid()).isNotEmpty();
        assertThat(core.listNamespacedConfigMap("default").limit(1).execute().getItems())
                .hasSize(1);
        assertThatThrownBy(() ->
                        core.createNamespacedConfigMap("default", map("m")).execute())
                .isInstanceOfSatisfying(ApiException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(409);
                    assertThat(e.getResponseBody()).contains("\"reason\":\"AlreadyExists\"");
                });
        core.deleteNamespacedConfigMap("m", "default").execute();
        assertThat(kube.object("configmaps", "default", "m")).isEmpty();
    }

    @Test
    void genericCallsTellAStatus() {
        kube.installKubeflow();
        KubernetesApiResponse<V1ConfigMap> none = maps().get("default", "m");
        assertThat(none.isSuccess()).isFalse();
        assertThat(none.getStatus().getReason()).isEqualTo("NotFound");
        assertThat(none.getStatus().getDetails().getKind()).isEqualTo("configmaps");
    }

    @Test
    void longNumbersStayWhole() {
        kube.installKubeflow();
        DynamicKubernetesApi apps =
                new DynamicKubernetesApi("sparkoperator.k8s.io", "v1beta2", "sparkapplications", client);
        JsonObject raw = com.google.gson.JsonParser.parseString("""
                {"apiVersion":"sparkoperator.k8s.io/v1beta2","kind":"SparkApplication",
                 "metadata":{"name":"pi","namespace":"default"},
                 "spec":{"type":"R","sparkVersion":"4","mainApplicationFile":"f","driver":{},"executor":{},
                         "timeToLiveSeconds":9007199254740993}}""").getAsJsonObject();
        DynamicKubernetesObject made =
                apps.create(new DynamicKubernetesObject(raw)).getObject();
        assertThat(made.getRaw()
                        .getAsJsonObject("spec")
                        .get("timeToLiveSeconds")
                        .getAsLong())
                .isEqualTo(9_007_199_254_740_993L);
        KubernetesApiResponse<DynamicKubernetesObject> second = apps.create(new DynamicKubernetesObject(raw));
        assertThat(second.getHttpStatusCode()).isEqualTo(409);
        assertThat(second.getStatus().getReason()).isEqualTo("AlreadyExists");
    }

    @Test
    void aWatchOfTheClientSeesEvents() throws Exception {
        CoreV1Api core = new CoreV1Api(client);
        String version =
                core.listNamespacedConfigMap("default").execute().getMetadata().getResourceVersion();
        try (Watch<V1ConfigMap> watch = Watch.createWatch(
                client,
                core.listNamespacedConfigMap("default")
                        .watch(true)
                        .resourceVersion(version)
                        .timeoutSeconds(2)
                        .buildCall(null),
                new TypeToken<Watch.Response<V1ConfigMap>>() {}.getType())) {
            maps().create(map("m"));
            Watch.Response<V1ConfigMap> event = watch.next();
            assertThat(event.type).isEqualTo("ADDED");
            assertThat(event.object.getMetadata().getName()).isEqualTo("m");
            assertThat(watch.hasNext()).isFalse();
        }
    }

    @Test
    void anInformerMissesNothingWhenItsWatchIsCutAndExpires() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        List<Throwable> broken = new CopyOnWriteArrayList<>();
        SharedInformerFactory factory = new SharedInformerFactory(client);
        SharedIndexInformer<V1ConfigMap> informer = factory.sharedIndexInformerFor(
                maps(), V1ConfigMap.class, 0, "default", (type, error) -> broken.add(error));
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(V1ConfigMap object) {
                seen.add("+" + object.getMetadata().getName());
            }

            @Override
            public void onUpdate(V1ConfigMap before, V1ConfigMap after) {}

            @Override
            public void onDelete(V1ConfigMap object, boolean unknown) {
                seen.add("-" + object.getMetadata().getName());
            }
        });
        try {
            factory.startAllRegisteredInformers();
            Awaitility.await().until(() -> kube.openWatches() == 1);
            kube.create(named("a"));
            assertThat(seen.take()).isEqualTo("+a");
            kube.cutWatches();
            kube.create(named("b"));
            assertThat(seen.take()).isEqualTo("+b");
            Awaitility.await().until(() -> kube.openWatches() == 1);
            kube.expireWatches();
            kube.delete("configmaps", "default", "a");
            kube.compact();
            assertThat(seen.take()).isEqualTo("-a");
        } finally {
            factory.stopAllRegisteredInformers(true);
        }
    }

    private static String named(String name) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" + name
                + "\",\"namespace\":\"default\"}}";
    }

    @Test
    void aClientThatWaitsSeesTheServerComeBack() {
        kube.create(named("a"));
        kube.down();
        assertThatThrownBy(() -> maps().get("default", "a")).hasRootCauseInstanceOf(ConnectException.class);
        kube.up();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> maps().get("default", "a").isSuccess());
    }
}
