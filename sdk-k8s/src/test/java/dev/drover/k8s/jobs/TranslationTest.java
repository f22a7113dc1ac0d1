package dev.drover.k8s.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.drover.Attempt;
import dev.drover.Command;
import dev.drover.DynamicAllocation;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.Secret;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.KubeQueue;
import dev.drover.k8s.KubeVolume;
import dev.drover.k8s.SecretKey;
import dev.drover.k8s.SpotMarket;
import dev.drover.k8s.Toleration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of jobs and options in the objects of both operators, and of Kubernetes itself. */
class TranslationTest {
    private static final Attempt ATTEMPT = new Attempt(Attempt.Kind.JOB, RequestKey.of("etl", "2026-11-21"), 1, "prod");
    private static final StorageUri JAR = StorageUri.parse("s3://code/etl.jar");

    private static JsonObject object(Kind kind, JobSpec job, KubeJobOptions.Builder options) {
        KubeJobOptions built = new Orders(options.build(), uri -> {
                    throw new AssertionError(uri);
                })
                .options(job);
        Order order = new Order(
                "spark",
                ATTEMPT,
                job,
                built,
                Parts.of(ATTEMPT, job, built.bootstrap().isEmpty() ? Map.of() : Map.of("fonts", "#!/bin/sh\ntrue\n")));
        return Manifest.of(kind, order).object();
    }

    private static JsonObject kubeflow(JobSpec job, KubeJobOptions.Builder options) {
        return object(new Kubeflow("v1beta2"), job, options);
    }

    private static JsonObject apache(JobSpec job, KubeJobOptions.Builder options) {
        return object(new Apache("v1"), job, options);
    }

    /** By a path of names and numbers; "" if it leads nowhere. */
    private static String at(JsonObject object, String path) {
        JsonElement here = object;
        for (String step : path.split("/", -1)) {
            here = here == null
                    ? null
                    : here.isJsonArray()
                            ? here.getAsJsonArray().get(Integer.parseInt(step))
                            : here.getAsJsonObject().get(step);
        }
        return here == null ? "" : here.isJsonPrimitive() ? here.getAsString() : here.toString();
    }

    private static SparkJar.Builder jar() {
        return SparkJar.of(JAR, "com.acme.Etl");
    }

    @Test
    void aJarForKubeflows() {
        JsonObject app = kubeflow(
                jar().args("--day", "$(DAY) costs $$5")
                        .jars(StorageUri.parse("file:///opt/lib/a.jar"))
                        .conf("spark.eventLog.enabled", "true")
                        .driver(Resources.of(2, 2048))
                        .executor(Resources.of(4, 4096))
                        .executors(3)
                        .label("team", "etl")
                        .name("Daily ETL")
                        .build(),
                KubeJobOptions.builder()
                        .image("acme/spark:4.2.0")
                        .pullPolicy(KubeJobOptions.PullPolicy.ALWAYS)
                        .pullSecrets("registry")
                        .hadoopConf("fs.s3a.endpoint", "https://s3")
                        .timeToLive(Duration.ofHours(2))
                        .proxyUser("etl")
                        .driver(d -> d.memoryOverheadMiB(512).cpuLimit("2500m")));

        assertThat(at(app, "apiVersion")).isEqualTo("sparkoperator.k8s.io/v1beta2");
        assertThat(at(app, "metadata/name")).isEqualTo(ATTEMPT.name());
        assertThat(at(app, "metadata/namespace")).isEqualTo("spark");
        assertThat(Marks.label(app, Marks.ATTEMPT)).contains(ATTEMPT.name());
        assertThat(Marks.label(app, Marks.DIGEST))
                .hasValueSatisfying(d -> assertThat(d).matches("[0-9a-f]{32}"));
        assertThat(Marks.label(app, "team")).contains("etl");
        assertThat(app.toString()).contains("\"drover.dev/name\":\"Daily ETL\"", "\"drover.dev/namespace\":\"prod\"");
        assertThat(at(app, "spec/type")).isEqualTo("Java");
        assertThat(at(app, "spec/mode")).isEqualTo("cluster");
        assertThat(at(app, "spec/mainClass")).isEqualTo("com.acme.Etl");
        assertThat(at(app, "spec/mainApplicationFile")).isEqualTo("s3a://code/etl.jar");
        assertThat(at(app, "spec/arguments")).isEqualTo("[\"--day\",\"$$(DAY) costs $$$$5\"]");
        assertThat(at(app, "spec/deps/jars")).isEqualTo("[\"local:///opt/lib/a.jar\"]");
        assertThat(at(app, "spec/image")).isEqualTo("acme/spark:4.2.0");
        assertThat(at(app, "spec/imagePullPolicy")).isEqualTo("Always");
        assertThat(at(app, "spec/imagePullSecrets")).isEqualTo("[\"registry\"]");
        assertThat(at(app, "spec/restartPolicy")).isEqualTo("{\"type\":\"Never\"}");
        assertThat(at(app, "spec/timeToLiveSeconds")).isEqualTo("7200");
        assertThat(at(app, "spec/proxyUser")).isEqualTo("etl");
        assertThat(at(app, "spec/driver/cores")).isEqualTo("2");
        assertThat(at(app, "spec/driver/memory")).isEqualTo("2048m");
        assertThat(at(app, "spec/driver/memoryOverhead")).isEqualTo("512m");
        assertThat(at(app, "spec/driver/coreLimit")).isEqualTo("2500m");
        assertThat(at(app, "spec/driver/serviceAccount")).isEqualTo("spark");
        assertThat(at(app, "spec/executor/cores")).isEqualTo("4");
        assertThat(at(app, "spec/executor/memory")).isEqualTo("4096m");
        assertThat(at(app, "spec/executor/instances")).isEqualTo("3");
        assertThat(at(app, "spec/sparkConf")).contains("spark.eventLog.enabled", "spark.hadoop.fs.s3a.endpoint");
        assertThat(at(app, "spec/sparkConf")).doesNotContain("spark.executor.memory");
        assertThat(at(app, "spec/suspend")).isEmpty();
    }

    @Test
    void aJarForApaches() {
        JsonObject app = apache(
                jar().args("a b")
                        .jars(StorageUri.parse("s3://code/lib.jar"))
                        .driver(Resources.of(2, 2048))
                        .executor(Resources.of(4, 4096))
                        .dynamicAllocation(DynamicAllocation.between(1, 8))
                        .build(),
                KubeJobOptions.builder()
                        .image("acme/spark:4.2.0")
                        .pullSecrets("one", "two")
                        .timeToLive(Duration.ofHours(2))
                        .restarts(2)
                        .executor(e -> e.memoryOverheadMiB(700).cpuLimit("4")));

        assertThat(at(app, "apiVersion")).isEqualTo("spark.apache.org/v1");
        assertThat(at(app, "spec/jars")).isEqualTo("s3a://code/etl.jar");
        assertThat(at(app, "spec/mainClass")).isEqualTo("com.acme.Etl");
        assertThat(at(app, "spec/driverArgs")).isEqualTo("[\"a b\"]");
        assertThat(at(app, "spec/runtimeVersions/sparkVersion")).isEqualTo("4.2.0");
        assertThat(at(app, "spec/applicationTolerations/restartConfig/restartPolicy"))
                .isEqualTo("OnFailure");
        assertThat(at(app, "spec/applicationTolerations/restartConfig/maxRestartAttempts"))
                .isEqualTo("2");
        assertThat(at(app, "spec/applicationTolerations/resourceRetainPolicy")).isEqualTo("Always");
        assertThat(at(app, "spec/applicationTolerations/ttlAfterStopMillis")).isEqualTo("7200000");
        Map<String, String> conf = Map.ofEntries(
                Map.entry("spark.jars", "s3a://code/etl.jar,s3a://code/lib.jar"),
                Map.entry("spark.driver.cores", "2"),
                Map.entry("spark.driver.memory", "2048m"),
                Map.entry("spark.executor.cores", "4"),
                Map.entry("spark.executor.memory", "4096m"),
                Map.entry("spark.executor.memoryOverhead", "700m"),
                Map.entry("spark.kubernetes.executor.limit.cores", "4"),
                Map.entry("spark.dynamicAllocation.enabled", "true"),
                Map.entry("spark.dynamicAllocation.maxExecutors", "8"),
                Map.entry("spark.kubernetes.container.image", "acme/spark:4.2.0"),
                Map.entry("spark.kubernetes.container.image.pullSecrets", "one,two"),
                Map.entry("spark.kubernetes.authenticate.driver.serviceAccountName", "spark"),
                Map.entry("spark.kubernetes.driver.podTemplateContainerName", PodTemplate.DRIVER));
        conf.forEach((name, value) -> assertThat(app.getAsJsonObject("spec")
                        .getAsJsonObject("sparkConf")
                        .get(name)
                        .getAsString())
                .as(name)
                .isEqualTo(value));
    }

    @Test
    void dynamicAllocationForKubeflows() {
        JsonObject app = kubeflow(
                jar().dynamicAllocation(DynamicAllocation.between(1, 8)).build(), KubeJobOptions.builder());

        assertThat(at(app, "spec/dynamicAllocation"))
                .isEqualTo("{\"enabled\":true,\"minExecutors\":1,\"maxExecutors\":8,\"shuffleTrackingEnabled\":true}");
        assertThat(at(app, "spec/sparkConf")).contains("executorIdleTimeout").doesNotContain("maxExecutors");
    }

    @Test
    void python() {
        PySpark job = PySpark.script(StorageUri.parse("gs://code/main.py"))
                .pyFiles(StorageUri.parse("gs://code/etl.whl"))
                .build();

        JsonObject one = kubeflow(job, KubeJobOptions.builder());
        assertThat(at(one, "spec/type")).isEqualTo("Python");
        assertThat(at(one, "spec/mainApplicationFile")).isEqualTo("gs://code/main.py");
        assertThat(at(one, "spec/deps/pyFiles")).isEqualTo("[\"gs://code/etl.whl\"]");
        assertThat(at(one, "spec/mainClass")).isEmpty();
        JsonObject other = apache(job, KubeJobOptions.builder());
        assertThat(at(other, "spec/mainClass")).isEqualTo("org.apache.spark.deploy.PythonRunner");
        assertThat(at(other, "spec/pyFiles")).isEqualTo("gs://code/main.py,gs://code/etl.whl");
    }

    @Test
    void sqlByValueAndByFile() {
        JsonObject text = apache(SparkSql.text("SELECT 1").build(), KubeJobOptions.builder());
        assertThat(at(text, "spec/mainClass")).isEqualTo("dev.drover.standalone.agent.SqlMain");
        assertThat(at(text, "spec/jars")).isEqualTo("local:///opt/drover/job/agent.jar");
        assertThat(at(text, "spec/driverArgs")).isEqualTo("[\"--file\",\"/opt/drover/job/statements.sql\"]");
        assertThat(at(text, "spec/executorSpec/podTemplateSpec/spec/volumes/0/configMap/name"))
                .startsWith(ATTEMPT.name() + "-");
        JsonObject file =
                kubeflow(SparkSql.file(StorageUri.parse("s3://sql/a.sql")).build(), KubeJobOptions.builder());
        assertThat(at(file, "spec/arguments")).isEqualTo("[\"--file\",\"s3a://sql/a.sql\"]");
    }

    private static KubeJobOptions.Builder everything() {
        return KubeJobOptions.builder()
                .volume(new KubeVolume.Claim("data", "/data", true))
                .volume(new KubeVolume.EmptyDir("/scratch", Optional.of("20Gi")))
                .volume(new KubeVolume.ConfigMapFiles("conf", "/etc/conf"))
                .volume(new KubeVolume.SecretFiles("keys", "/etc/keys"))
                .volume(new KubeVolume.HostPath("/mnt/nvme", "/fast", false))
                .spotExecutors(SpotMarket.GKE)
                .bootstrap(BootstrapAction.script("fonts", "#!/bin/sh\ntrue\n")
                        .args("$(X)")
                        .env("LEVEL", "2")
                        .timeout(Duration.ofMinutes(2))
                        .build())
                .driver(d -> d.label("tier", "gold")
                        .annotation("note", "for you")
                        .nodeSelector("disk", "ssd")
                        .toleration(Toleration.of("gpu"))
                        .zones("zone-a", "zone-b")
                        .priorityClass("high")
                        .variable("TOKEN", new SecretKey("vault", "token")))
                .executor(e -> e.variable("TOKEN", new SecretKey("vault", "token")));
    }

    @Test
    void podsAreTheSameForBothOperators() {
        SparkJar job = jar().env("GREETING", "hi $$")
                .secret("PASSWORD", Secret.of("x"))
                .build();

        JsonObject one = kubeflow(job, everything());
        JsonObject other = apache(job, everything());

        assertThat(at(one, "spec/driver/template")).isEqualTo(at(other, "spec/driverSpec/podTemplateSpec"));
        assertThat(at(one, "spec/executor/template")).isEqualTo(at(other, "spec/executorSpec/podTemplateSpec"));
    }

    @Test
    void whatIsInPods() {
        SparkJar job = jar().env("GREETING", "hi $$")
                .secret("PASSWORD", Secret.of("x"))
                .build();
        JsonObject app = apache(job, everything());
        JsonObject driver =
                app.getAsJsonObject("spec").getAsJsonObject("driverSpec").getAsJsonObject("podTemplateSpec");
        JsonObject executor =
                app.getAsJsonObject("spec").getAsJsonObject("executorSpec").getAsJsonObject("podTemplateSpec");

        assertThat(at(driver, "metadata/labels")).contains("\"tier\":\"gold\"", ATTEMPT.name());
        assertThat(at(driver, "metadata/annotations/note")).isEqualTo("for you");
        assertThat(at(driver, "spec/nodeSelector/disk")).isEqualTo("ssd");
        assertThat(at(driver, "spec/priorityClassName")).isEqualTo("high");
        assertThat(at(driver, "spec/tolerations")).isEqualTo("[{\"key\":\"gpu\",\"operator\":\"Exists\"}]");
        assertThat(at(driver, "spec/affinity"))
                .contains("\"topology.kubernetes.io/zone\",\"operator\":\"In\",\"values\":[\"zone-a\",\"zone-b\"]")
                .contains("\"cloud.google.com/gke-spot\",\"operator\":\"NotIn\",\"values\":[\"true\"]");
        String name = at(driver, "spec/containers/0/env/2/valueFrom/secretKeyRef/name");
        assertThat(name).startsWith(ATTEMPT.name() + "-").hasSize(ATTEMPT.name().length() + 9);
        assertThat(at(driver, "spec/containers/0/env"))
                .isEqualTo(
                        "[{\"name\":\"GREETING\",\"value\":\"hi $$$$\"},{\"name\":\"LC_ALL\",\"value\":\"C.UTF-8\"},"
                                + "{\"name\":\"PASSWORD\",\"valueFrom\":{\"secretKeyRef\":{\"name\":\"" + name
                                + "\",\"key\":\"PASSWORD\"}}},"
                                + "{\"name\":\"TOKEN\",\"valueFrom\":{\"secretKeyRef\":{\"name\":\"vault\",\"key\":\"token\"}}}]");
        assertThat(at(driver, "spec/volumes"))
                .isEqualTo("[{\"persistentVolumeClaim\":{\"claimName\":\"data\"},\"name\":\"drover-0\"},"
                        + "{\"emptyDir\":{\"sizeLimit\":\"20Gi\"},\"name\":\"drover-1\"},"
                        + "{\"configMap\":{\"name\":\"conf\"},\"name\":\"drover-2\"},"
                        + "{\"secret\":{\"secretName\":\"keys\"},\"name\":\"drover-3\"},"
                        + "{\"hostPath\":{\"path\":\"/mnt/nvme\"},\"name\":\"drover-4\"},"
                        + "{\"name\":\"drover-job\",\"configMap\":{\"name\":\"" + name + "\",\"defaultMode\":365}}]");
        assertThat(at(driver, "spec/containers/0/volumeMounts"))
                .contains("{\"name\":\"drover-0\",\"mountPath\":\"/data\",\"readOnly\":true}")
                .contains("{\"name\":\"drover-4\",\"mountPath\":\"/fast\"}");
        assertThat(at(driver, "spec/initContainers/0/name")).isEqualTo("bootstrap-fonts");
        assertThat(at(driver, "spec/initContainers/0/command"))
                .isEqualTo("[\"timeout\",\"120\",\"/opt/drover/job/bootstrap-fonts\"]");
        assertThat(at(driver, "spec/initContainers/0/args")).isEqualTo("[\"$$(X)\"]");

        assertThat(at(executor, "spec/nodeSelector")).isEqualTo("{\"cloud.google.com/gke-spot\":\"true\"}");
        assertThat(at(executor, "spec/tolerations/0/effect")).isEqualTo("NoSchedule");
        assertThat(at(executor, "spec/affinity")).isEmpty();
        assertThat(at(executor, "spec/containers/0/env")).contains("TOKEN").doesNotContain("PASSWORD", "GREETING");
    }

    @ParameterizedTest
    @EnumSource
    void driversAreNeverOnSpareCapacity(SpotMarket market) {
        JsonObject app = apache(jar().build(), KubeJobOptions.builder().spotExecutors(market));

        String driver = at(app, "spec/driverSpec/podTemplateSpec/spec/affinity");
        assertThat(driver).contains(market.label(), "NotIn", market.value());
        assertThat(at(app, "spec/executorSpec/podTemplateSpec/spec/nodeSelector"))
                .contains(market.label(), market.value());
    }

    @ParameterizedTest
    @CsvSource({"yunikorn", "volcano"})
    void schedulers(String scheduler) {
        KubeQueue system =
                scheduler.equals("yunikorn") ? new KubeQueue.YuniKorn("root.etl") : new KubeQueue.Volcano("etl");
        SparkJar job = jar().queue("root.night").build();

        JsonObject one = kubeflow(job, KubeJobOptions.builder().queue(system));
        assertThat(at(one, "spec/batchScheduler")).isEqualTo(scheduler);
        assertThat(at(one, "spec/batchSchedulerOptions/queue")).isEqualTo("root.night");
        JsonObject other = apache(job, KubeJobOptions.builder().queue(system));
        assertThat(at(other, "spec/sparkConf")).contains("\"spark.kubernetes.scheduler.name\":\"" + scheduler + "\"");
        assertThat(at(other, "spec/driverSpec/podTemplateSpec/metadata")).contains("root.night");
        assertThat(at(other, "spec/executorSpec/podTemplateSpec/metadata")).contains("root.night");
    }

    @Test
    void kueue() {
        JsonObject app = kubeflow(
                jar().build(),
                KubeJobOptions.builder().queue(new KubeQueue.Kueue("etl")).suspended(true));

        assertThat(Marks.label(app, "kueue.x-k8s.io/queue-name")).contains("etl");
        assertThat(at(app, "spec/suspend")).isEqualTo("true");
        assertThat(at(app, "spec/batchScheduler")).isEmpty();
    }

    @Test
    void aCommand() {
        JsonObject job = object(
                new CommandJobs(),
                Command.of("/opt/run.sh")
                        .args("--x", "$(A)")
                        .driver(Resources.of(2, 1000))
                        .env("A", "b")
                        .build(),
                KubeJobOptions.builder()
                        .image("acme/tools:1")
                        .commandTimeout(Duration.ofMinutes(5))
                        .timeToLive(Duration.ofMinutes(3))
                        .driver(d -> d.memoryOverheadMiB(24)));

        assertThat(at(job, "kind")).isEqualTo("Job");
        assertThat(at(job, "spec/backoffLimit")).isEqualTo("0");
        assertThat(at(job, "spec/activeDeadlineSeconds")).isEqualTo("300");
        assertThat(at(job, "spec/ttlSecondsAfterFinished")).isEqualTo("180");
        assertThat(at(job, "spec/template/spec/restartPolicy")).isEqualTo("Never");
        assertThat(at(job, "spec/template/spec/containers/0/command")).isEqualTo("[\"/opt/run.sh\"]");
        assertThat(at(job, "spec/template/spec/containers/0/args")).isEqualTo("[\"--x\",\"$$(A)\"]");
        assertThat(at(job, "spec/template/spec/containers/0/resources"))
                .isEqualTo("{\"requests\":{\"cpu\":\"2\",\"memory\":\"1024Mi\"},\"limits\":{\"memory\":\"1024Mi\"}}");
        assertThat(at(object(new CommandJobs(), Command.of("true").build(), KubeJobOptions.builder()), "spec"))
                .doesNotContain("activeDeadlineSeconds");
    }

    @Test
    void aJobChangesTheOptionsForItself() {
        SparkJar job = jar().customize(
                        KubeJobOptions.Builder.class, "bigger overhead", b -> b.driver(d -> d.memoryOverheadMiB(2_000)))
                .build();

        JsonObject app = kubeflow(job, KubeJobOptions.builder().driver(d -> d.cpuLimit("3")));

        assertThat(at(app, "spec/driver/memoryOverhead")).isEqualTo("2000m");
        assertThat(at(app, "spec/driver/coreLimit")).isEqualTo("3");
    }

    @Test
    void theDigestTellsJobsApartAndNotRotatedSecrets() {
        List<String> digests = List.of(
                digest(jar().args("a").build()),
                digest(jar().args("b").build()),
                digest(jar().args("a").env("X", "1").build()),
                digest(jar().args("a").secret("X", Secret.of("1")).build()));

        assertThat(digests).doesNotHaveDuplicates();
        assertThat(digest(jar().args("a").secret("X", Secret.of("2")).build())).isEqualTo(digests.get(3));
        assertThat(digest(jar().args("a").build())).isEqualTo(digests.get(0));
    }

    private static String digest(JobSpec job) {
        return Marks.label(kubeflow(job, KubeJobOptions.builder()), Marks.DIGEST)
                .orElseThrow();
    }
}
