package dev.drover.k8s.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.Location;
import dev.drover.RequestKey;
import dev.drover.Secret;
import dev.drover.StorageUri;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.config.ConfigException;
import dev.drover.config.DroverConfig;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.KubeOptions;
import dev.drover.k8s.KubeQueue;
import dev.drover.k8s.KubeVolume;
import dev.drover.k8s.PodOptions;
import dev.drover.k8s.SecretKey;
import dev.drover.k8s.SparkOperator;
import dev.drover.k8s.SpotMarket;
import dev.drover.k8s.Toleration;
import dev.drover.k8s.clusters.KubeNamespaceOptions;
import dev.drover.k8s.clusters.KubeSparkOptions;
import dev.drover.k8s.clusters.KubeSparkProviderFactory;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.ProviderOptions;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Problem;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeKeysTest {
    @TempDir
    private Path folder;

    private final Map<Class<?>, ProviderOptions> seen = new HashMap<>();

    /** Has the keys of a factory, and notes which options would be there. */
    private final class Noting implements ProviderFactory {
        private final ProviderFactory keys;

        Noting(ProviderFactory keys) {
            this.keys = keys;
        }

        @Override
        public Set<String> schemes() {
            return keys.schemes();
        }

        @Override
        public Set<Capability> capabilities(String scheme) {
            return Set.of();
        }

        @Override
        public List<Keys<? extends ProviderOptions>> settings(String scheme) {
            return keys.settings(scheme);
        }

        @Override
        public Provider open(Location where, ProviderContext context) {
            for (Class<? extends ProviderOptions> type : List.of(
                    KubeOptions.class, KubeJobOptions.class, KubeNamespaceOptions.class, KubeSparkOptions.class)) {
                context.options(type).ifPresent(options -> seen.put(type, options));
            }
            throw new IllegalStateException("seen enough");
        }
    }

    private DroverConfig config() {
        return DroverConfig.standard()
                .factories(List.of(new Noting(new KubeProviderFactory()), new Noting(new KubeSparkProviderFactory())));
    }

    private void read(String location, String keys) {
        String yaml = "locations:\n  " + location + ":\n" + keys.indent(4);
        try (Drover drover = config().parse(folder.resolve("drover.yaml"), yaml).build()) {
            assertThatThrownBy(
                            () -> drover.jobs(ClusterId.parse(location + "/a")).find(RequestKey.random()))
                    .hasStackTraceContaining("seen enough");
        }
    }

    private List<String> problems(String location, String keys) {
        return catchThrowableOfType(
                        ConfigException.class,
                        () -> config().parse(
                                        folder.resolve("drover.yaml"),
                                        "locations:\n  " + location + ":\n" + keys.indent(4)))
                .problems()
                .stream()
                .map(Problem::toString)
                .map(text -> text.replace(folder.resolve("drover.yaml") + ":", ""))
                .toList();
    }

    private <T> void assertSeen(Class<T> type, T expected) {
        assertThat(type.cast(seen.get(type)))
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .withEqualsForType((one, other) -> one.toString().equals(other.toString()), Secret.class)
                .isEqualTo(expected);
    }

    @Test
    void theWayToAnApiServerIsSaid() {
        read("k8s://production", """
                kubeconfig: kube/config
                context: gke_acme_europe-west1_etl
                oidcTokenFile: /var/run/token
                impersonate: {user: etl, groups: [spark, night]}
                proxy: http://proxy:3128
                proxyCredentials: {user: etl, password: {file: proxy.password}}
                caFile: certs/ca.pem
                connectTimeout: 2s
                requestTimeout: 7s
                """);

        assertSeen(
                KubeOptions.class,
                KubeOptions.builder()
                        .kubeconfig(folder.resolve("kube/config"))
                        .context("gke_acme_europe-west1_etl")
                        .oidcTokenFile(Path.of("/var/run/token"))
                        .impersonate("etl", "spark", "night")
                        .proxy(URI.create("http://proxy:3128"))
                        .proxyCredentials("etl", Secret.file(folder.resolve("proxy.password")))
                        .caFile(folder.resolve("certs/ca.pem"))
                        .connectTimeout(Duration.ofSeconds(2))
                        .requestTimeout(Duration.ofSeconds(7))
                        .build());
        assertThat(seen).containsOnlyKeys(KubeOptions.class);
    }

    @Test
    void theOtherWaysAreSaidToo() {
        read("k8s://here", "inCluster: true");
        assertSeen(KubeOptions.class, KubeOptions.builder().inCluster().build());
        read("k8s://there", "{server: 'https://kubernetes.example:6443', impersonate: {user: etl}}");
        assertSeen(
                KubeOptions.class,
                KubeOptions.builder()
                        .server(URI.create("https://kubernetes.example:6443"))
                        .impersonate("etl")
                        .build());
        read("k8s://anywhere", "inCluster: false");
        assertSeen(KubeOptions.class, KubeOptions.standard());
    }

    @Test
    void howJobsRunIsSaid() throws Exception {
        Files.writeString(folder.resolve("fonts.sh"), "#!/bin/sh\necho fonts\n");
        read("k8s://production", """
                operator: kubeflow
                image: registry.acme.example/spark:4.2.0
                sparkVersion: '4.2.0'
                pullPolicy: if-not-present
                pullSecrets: [registry]
                serviceAccount: drivers
                driver:
                  labels: {team: etl}
                  annotations: {acme.example/cost: '12'}
                  nodeSelector: {pool: drivers}
                  tolerations:
                    - {key: dedicated, value: spark, effect: no-schedule}
                    - {key: anything}
                  zones: [eu-west-1a, eu-west-1b]
                  memoryOverheadMiB: 512
                  cpuLimit: 1500m
                  priorityClass: high
                  variables: {PASSWORD: {secret: database, key: password}}
                executor:
                  nodeSelector: {pool: executors}
                volumes:
                  - {claim: data, mountPath: /data, readOnly: true}
                  - {emptyDir: true, mountPath: /scratch, sizeLimit: 20Gi}
                  - {configMap: settings, mountPath: /etc/acme}
                  - {secret: keys, mountPath: /etc/keys}
                  - {hostPath: /mnt/disk0, mountPath: /disk0}
                conf: {spark.eventLog.enabled: 'true'}
                hadoopConf: {fs.s3a.endpoint: 'http://s3'}
                timeToLive: 1d
                restarts: 2
                queue: {scheduler: volcano, name: etl, priorityClass: high}
                suspended: true
                proxyUser: etl
                spotExecutors: eks
                commandTimeout: 10m
                bootstrap:
                  - {name: hosts, script: 'echo hosts', args: [-a], env: {A: b}, timeout: 30s}
                  - {name: fonts, file: fonts.sh}
                  - {name: more, uri: 's3://acme/more.sh'}
                overlay: {spec: {failureRetries: 1, ratio: 0.5, on: true, gone: null, hosts: [{a: 'x'}, 7]}}
                """);

        assertSeen(
                KubeJobOptions.class,
                KubeJobOptions.builder()
                        .operator(SparkOperator.KUBEFLOW)
                        .image("registry.acme.example/spark:4.2.0")
                        .sparkVersion("4.2.0")
                        .pullPolicy(KubeJobOptions.PullPolicy.IF_NOT_PRESENT)
                        .pullSecrets("registry")
                        .serviceAccount("drivers")
                        .driver(PodOptions.builder()
                                .label("team", "etl")
                                .annotation("acme.example/cost", "12")
                                .nodeSelector("pool", "drivers")
                                .toleration(Toleration.of("dedicated", "spark", Toleration.Effect.NO_SCHEDULE))
                                .toleration(Toleration.of("anything"))
                                .zones("eu-west-1a", "eu-west-1b")
                                .memoryOverheadMiB(512)
                                .cpuLimit("1500m")
                                .priorityClass("high")
                                .variable("PASSWORD", new SecretKey("database", "password"))
                                .build())
                        .executor(PodOptions.builder()
                                .nodeSelector("pool", "executors")
                                .build())
                        .volume(new KubeVolume.Claim("data", "/data", true))
                        .volume(new KubeVolume.EmptyDir("/scratch", Optional.of("20Gi")))
                        .volume(new KubeVolume.ConfigMapFiles("settings", "/etc/acme"))
                        .volume(new KubeVolume.SecretFiles("keys", "/etc/keys"))
                        .volume(new KubeVolume.HostPath("/mnt/disk0", "/disk0", false))
                        .conf("spark.eventLog.enabled", "true")
                        .hadoopConf("fs.s3a.endpoint", "http://s3")
                        .timeToLive(Duration.ofDays(1))
                        .restarts(2)
                        .queue(new KubeQueue.Volcano("etl", Optional.of("high")))
                        .suspended(true)
                        .proxyUser("etl")
                        .spotExecutors(SpotMarket.EKS)
                        .commandTimeout(Duration.ofMinutes(10))
                        .bootstrap(BootstrapAction.script("hosts", "echo hosts")
                                .args("-a")
                                .env("A", "b")
                                .timeout(Duration.ofSeconds(30))
                                .build())
                        .bootstrap(BootstrapAction.script("fonts", "#!/bin/sh\necho fonts\n")
                                .build())
                        .bootstrap(BootstrapAction.uri("more", StorageUri.parse("s3://acme/more.sh"))
                                .build())
                        .overlay("{\"spec\": {\"failureRetries\": 1, \"ratio\": 0.5, \"on\": true, \"gone\": null,"
                                + " \"hosts\": [{\"a\": \"x\"}, 7]}}")
                        .build());
        assertThat(seen).containsOnlyKeys(KubeJobOptions.class);
    }

    @Test
    void everySchedulerHasQueues() {
        read("k8s://a", "queue: {scheduler: yunikorn, name: root.etl}");
        assertSeen(
                KubeJobOptions.class,
                KubeJobOptions.builder()
                        .queue(new KubeQueue.YuniKorn("root.etl"))
                        .build());
        read("k8s://a", "queue: {scheduler: kueue, name: etl}");
        assertSeen(
                KubeJobOptions.class,
                KubeJobOptions.builder().queue(new KubeQueue.Kueue("etl")).build());
        read("k8s://a", "queue: {scheduler: volcano, name: etl}");
        assertSeen(
                KubeJobOptions.class,
                KubeJobOptions.builder().queue(new KubeQueue.Volcano("etl")).build());
    }

    @Test
    void howNamespacesAreMadeIsSaid() {
        read("k8s://production", """
                namespaces:
                  serviceAccount: drivers
                  pullSecrets: {registry: {env: DOCKER_CONFIG_JSON}}
                  quota: {pods: '200'}
                  containerDefaults: {cpu: 200m, memory: 1Gi}
                  labels: {pod-security.kubernetes.io/enforce: baseline}
                """);

        assertSeen(
                KubeNamespaceOptions.class,
                KubeNamespaceOptions.builder()
                        .serviceAccount("drivers")
                        .pullSecret("registry", Secret.env("DOCKER_CONFIG_JSON"))
                        .quota("pods", "200")
                        .containerDefaults("200m", "1Gi")
                        .label("pod-security.kubernetes.io/enforce", "baseline")
                        .build());
        assertThat(seen).containsOnlyKeys(KubeNamespaceOptions.class);
    }

    @Test
    void howClustersOfSparkAreMadeIsSaid() {
        read("k8s-spark://production/etl", """
                context: production
                image: registry.acme.example/spark:{version}
                maker: apache-operator
                serviceAccount: spark
                pullSecrets: [registry]
                nodeSelector: {pool: spark}
                labels: {team: etl}
                ui: node-port
                uiNodePort: 30080
                podAddresses: true
                staging: s3://acme-code/drover/
                sparkHome: /srv/spark
                pyspark: false
                master: {priorityClass: high}
                workers: {zones: [eu-west-1a]}
                volumes:
                - {hostPath: /mnt/disk0, mountPath: /disk0}
                """);

        assertSeen(
                KubeSparkOptions.class,
                KubeSparkOptions.builder()
                        .image("registry.acme.example/spark:{version}")
                        .maker(KubeSparkOptions.Maker.APACHE_OPERATOR)
                        .serviceAccount("spark")
                        .pullSecret("registry")
                        .nodeSelector("pool", "spark")
                        .label("team", "etl")
                        .ui(KubeSparkOptions.UiService.NODE_PORT)
                        .uiNodePort(30080)
                        .podAddresses(true)
                        .staging(StorageUri.parse("s3://acme-code/drover/"))
                        .sparkHome("/srv/spark")
                        .pyspark(false)
                        .master(PodOptions.builder().priorityClass("high").build())
                        .workers(PodOptions.builder().zones("eu-west-1a").build())
                        .volume(new KubeVolume.HostPath("/mnt/disk0", "/disk0", false))
                        .build());
        assertSeen(
                KubeOptions.class, KubeOptions.builder().context("production").build());
    }

    @Test
    void mistakesHaveTheirPlace() {
        assertThat(problems("k8s://production", """
                        proxyCredentials: {user: etl, password: hunter2}
                        imagee: acme/spark
                        queue: {scheduler: kueue, name: etl, priorityClass: high}
                        volumes:
                          - {mountPath: /data}
                          - {mountPath: /data, claim: a, secret: b}
                          - {mountPath: /data, claim: a, sizeLimit: 1Gi}
                          - {mountPath: /data, secret: a, readOnly: true}
                          - {mountPath: data, emptyDir: true}
                          - {mountPath: /data, emptyDir: false}
                        driver: {cpuLimit: many, tolerations: [{value: x}]}
                        bootstrap: [{name: a}, {name: a, script: b, uri: 's3://a/b'}]
                        overlay: 'spec: {}'
                        spotExecutors: aws
                        """))
                .containsExactly(
                        "3:45: a secret is a reference, {env: NAME} or {file: path}, and never its value",
                        "4:5: there is no key 'imagee' here; did you mean 'image'?",
                        "5:12: only Volcano takes a priorityClass with its queue",
                        "7:9: a volume is exactly one of claim, emptyDir, configMap, secret and hostPath",
                        "8:9: a volume is exactly one of claim, emptyDir, configMap, secret and hostPath",
                        "9:9: only an emptyDir has a sizeLimit",
                        "10:9: readOnly goes with claim and hostPath",
                        "11:9: 'data' is not an absolute path without ':' and '..'.",
                        "12:9: a volume is exactly one of claim, emptyDir, configMap, secret and hostPath",
                        "13:24: The limit of cores 'many' is not a quantity such as '500m', '2' or '4Gi'.",
                        "13:44: the key 'key' is missing: a text",
                        "14:17: a bootstrap action is exactly one of script, file and uri",
                        "14:28: a bootstrap action is exactly one of script, file and uri",
                        "15:14: there must be a group of keys here, and there is a text",
                        "16:20: 'aws' is not one of eks, gke, aks, karpenter; did you mean 'aks'?");
        assertThat(problems("k8s://here", "{inCluster: true, context: there}"))
                .singleElement()
                .asString()
                .contains("Choose one way to the API server");
    }

    /** An option that gets no key would be missed only by somebody who needs it. */
    @Test
    void everyOptionHasAKey() {
        assertHasKeys(KubeOptions.Builder.class, names("k8s", 0));
        assertHasKeys(KubeJobOptions.Builder.class, names("k8s", 1));
        assertHasKeys(PodOptions.Builder.class, names("k8s", 1, "driver"));
        assertHasKeys(PodOptions.Builder.class, names("k8s", 1, "executor"));
        assertHasKeys(KubeNamespaceOptions.Builder.class, names("k8s", 2, "namespaces"));
        assertHasKeys(KubeOptions.Builder.class, names("k8s-spark", 0));
        assertHasKeys(KubeSparkOptions.Builder.class, names("k8s-spark", 1));
    }

    private static Set<?> names(String scheme, int group, String... path) {
        ProviderFactory factory = scheme.equals("k8s") ? new KubeProviderFactory() : new KubeSparkProviderFactory();
        Map<?, ?> schema = Keys.schema(List.of(factory.settings(scheme).get(group)));
        for (String step : path) {
            schema = (Map<?, ?>) ((Map<?, ?>) schema.get("properties")).get(step);
        }
        return ((Map<?, ?>) schema.get("properties")).keySet();
    }

    /** What can be said several times, one by one, is a key in the plural. */
    private static void assertHasKeys(Class<?> builder, Set<?> keys) {
        List<String> options = Arrays.stream(builder.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getName)
                .filter(name -> !name.equals("build"))
                .distinct()
                .map(name -> keys.contains(name + "s") ? name + "s" : name)
                .toList();
        assertThat(options)
                .containsExactlyInAnyOrderElementsOf(
                        keys.stream().map(String::valueOf).toList());
    }
}
