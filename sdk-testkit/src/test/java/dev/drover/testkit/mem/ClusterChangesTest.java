package dev.drover.testkit.mem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.Capability;
import dev.drover.ClusterChange;
import dev.drover.ClusterChange.Create;
import dev.drover.ClusterChange.Impossible;
import dev.drover.ClusterChange.Resize;
import dev.drover.ClusterChange.Unchanged;
import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.ClusterNode.Role;
import dev.drover.ClusterRequest;
import dev.drover.ClusterSpec;
import dev.drover.Command;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobRequest;
import dev.drover.JobTarget;
import dev.drover.Location;
import dev.drover.Machine;
import dev.drover.NodeGroup;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.Scaling;
import dev.drover.StorageUri;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.config.ClusterTemplate;
import dev.drover.config.DroverConfig;
import dev.drover.testkit.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterChangesTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Location CLOUD = Location.parse("mem://cloud");

    private final ManualClock clock = ManualClock.auto();
    private final MemPlatform platform = MemPlatform.builder(clock).build();
    private final Drover drover = platform.drover("one");

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        drover.close();
    }

    private static ClusterRequest wanted(int workers) {
        return wanted(spec -> spec.workers(workers, Resources.of(2, 2048)));
    }

    private static ClusterRequest wanted(Consumer<ClusterSpec.Builder> change) {
        ClusterSpec.Builder spec = ClusterSpec.builder().workers(2, Resources.of(2, 2048));
        change.accept(spec);
        return ClusterRequest.of(CLOUD, RequestKey.of("etl"), spec.build());
    }

    private ClusterId ready(ClusterRequest request) throws InterruptedException {
        ClusterHandle cluster = drover.apply(request);
        cluster.awaitReady(HOUR);
        return cluster.id();
    }

    private static DroverException refused(ThrowingCallable call) {
        return catchThrowableOfType(DroverException.class, call);
    }

    @Test
    void whatIsNotThereIsMadeAndThenLeftAlone() throws Exception {
        assertThat(drover.plan(wanted(2)))
                .isInstanceOfSatisfying(
                        Create.class,
                        create -> assertThat(create.plan().creates()).isNotEmpty());
        assertThat(platform.livingClusters()).as("planned only").isEmpty();

        ClusterHandle made = drover.apply(wanted(2));
        assertThat(made.started()).isTrue();
        assertThat(drover.plan(wanted(2))).isEqualTo(new Unchanged(made.id(), true));
        made.awaitReady(HOUR);
        assertThat(drover.plan(wanted(2))).isEqualTo(new Unchanged(made.id(), true));

        ClusterHandle again = drover.apply(wanted(2));
        assertThat(again.id()).isEqualTo(made.id());
        assertThat(again.started()).isFalse();
        assertThat(platform.livingClusters()).containsExactly(made.id());
        assertThat(platform.calls().getOrDefault("resize", 0L)).isZero();
    }

    @Test
    void anotherNumberOfWorkersIsAResize() throws Exception {
        ClusterId cluster = ready(wanted(2));
        assertThat(drover.plan(wanted(4))).isEqualTo(new Resize(cluster, 2, 4));
        assertThat(drover.cluster(cluster).describe().nodes(Role.WORKER)).hasSize(2);

        assertThat(ready(wanted(4))).isEqualTo(cluster);
        assertThat(drover.cluster(cluster).describe().nodes(Role.WORKER)).hasSize(4);
        assertThat(drover.plan(wanted(4))).isEqualTo(new Unchanged(cluster, true));
        assertThat(ready(wanted(1))).isEqualTo(cluster);
        assertThat(drover.cluster(cluster).describe().nodes(Role.WORKER)).hasSize(1);
    }

    @Test
    void whatCannotBeChangedIsNamedAndNothingIsDone() throws Exception {
        ClusterId cluster = ready(wanted(2));
        Map<String, Consumer<ClusterSpec.Builder>> changes = Map.ofEntries(
                Map.entry("worker", spec -> spec.workers(2, Resources.of(4, 2048))),
                Map.entry("sparkVersion", spec -> spec.sparkVersion("3.5.7")),
                Map.entry("release", spec -> spec.release("emr-7.2.0")),
                Map.entry("conf", spec -> spec.conf("spark.a", "b")),
                Map.entry(
                        "bootstrap",
                        spec -> spec.bootstrap(
                                BootstrapAction.script("a", "true").build())),
                Map.entry("idleTimeout", spec -> spec.idleTimeout(HOUR)),
                Map.entry("maxAge", spec -> spec.maxAge(HOUR)),
                Map.entry("shuffleService", spec -> spec.shuffleService(true)),
                Map.entry("labels", spec -> spec.label("a", "b")),
                Map.entry("master", spec -> spec.master(machine())),
                Map.entry("workerNodes", spec -> spec.workerNodes(machine())),
                Map.entry("gateway", spec -> spec.gateway(machine())),
                Map.entry("scaling", spec -> spec.scaling(Scaling.between(1, 3))),
                Map.entry("logs", spec -> spec.logs(StorageUri.parse("mem://logs/"))));
        changes.forEach((field, change) -> {
            assertThat(drover.plan(wanted(change)))
                    .isInstanceOfSatisfying(
                            Impossible.class,
                            impossible -> assertThat(impossible.fields()).containsExactly(field));
            assertThat(refused(() -> drover.apply(wanted(change))).code()).isEqualTo(ErrorCode.CONFLICT);
        });
        ClusterChange both = drover.plan(wanted(spec -> spec.workers(7, Resources.of(2, 2048))
                .conf("spark.password", "hunter2")
                .label("a", "b")));
        assertThat(both).isInstanceOf(Impossible.class);
        assertThat(both.toString())
                .isEqualTo(cluster + " cannot be changed: conf, labels differ from what it was made of; end it and"
                        + " apply again, or use another key");
        assertThat(drover.plan(wanted(2))).isEqualTo(new Unchanged(cluster, true));
        assertThat(drover.cluster(cluster).describe().nodes(Role.WORKER)).hasSize(2);
    }

    private static NodeGroup machine() {
        return NodeGroup.of(Machine.type("m7g.large")).build();
    }

    /** What was there in the made one and is left out now differs too. */
    @Test
    void leavingSomethingOutIsAChange() throws Exception {
        ready(wanted(spec -> spec.label("a", "b")));
        assertThat(drover.plan(wanted(2)))
                .isInstanceOfSatisfying(
                        Impossible.class,
                        impossible -> assertThat(impossible.fields()).containsExactly("labels"));
    }

    @Test
    void aClusterThatScalesIsNotResized() throws Exception {
        ClusterRequest scaling = wanted(spec -> spec.scaling(Scaling.between(1, 9)));
        ClusterId cluster = ready(scaling);
        drover.cluster(cluster).resize(5);
        drover.cluster(cluster).awaitReady(HOUR);
        assertThat(drover.plan(scaling)).isEqualTo(new Unchanged(cluster, true));
        assertThat(drover.plan(wanted(spec -> spec.scaling(Scaling.between(1, 8)))))
                .isInstanceOf(Impossible.class);
    }

    @Test
    void anotherProcessComparesWhatItCanSee() throws Exception {
        ClusterId cluster = ready(wanted(spec -> spec.label("a", "b")));
        try (Drover other = platform.drover("two")) {
            assertThat(other.plan(wanted(2))).isEqualTo(new Unchanged(cluster, false));
            assertThat(other.plan(wanted(3))).isEqualTo(new Resize(cluster, 2, 3));
            assertThat(other.plan(wanted(spec -> spec.sparkVersion("3.5.7"))))
                    .isInstanceOfSatisfying(
                            Impossible.class,
                            impossible -> assertThat(impossible.fields()).containsExactly("sparkVersion"));
            assertThat(other.apply(wanted(2)).started()).isFalse();
            assertThat(other.plan(wanted(2)))
                    .as("having found it says nothing of what it was made of")
                    .isEqualTo(new Unchanged(cluster, false));
        }
    }

    @Test
    void processesThatShareALedgerCompareAllOfIt() throws Exception {
        String ledger = "file://" + folder.resolve("keys") + "/";
        try (Drover one = Drover.builder()
                        .factories(List.of(platform.factory("a"), new dev.drover.internal.file.FileProviderFactory()))
                        .clock(clock)
                        .ledger(ledger)
                        .build();
                Drover two = Drover.builder()
                        .factories(List.of(platform.factory("b"), new dev.drover.internal.file.FileProviderFactory()))
                        .clock(clock)
                        .ledger(ledger)
                        .build()) {
            ClusterHandle made = one.apply(wanted(spec -> spec.label("a", "b")));
            made.awaitReady(HOUR);
            assertThat(two.plan(wanted(spec -> spec.label("a", "b")))).isEqualTo(new Unchanged(made.id(), true));
            assertThat(two.plan(wanted(2))).isInstanceOf(Impossible.class);
        }
    }

    @Test
    void oneThatHasEndedIsMadeAnewFromWhatIsWantedNow() throws Exception {
        ClusterId first = ready(wanted(2));
        drover.cluster(first).terminate();
        ClusterRequest other = wanted(spec -> spec.label("a", "b"));
        assertThat(drover.plan(other)).isInstanceOf(Create.class);
        ClusterId second = ready(other);
        assertThat(second).isNotEqualTo(first);
        assertThat(drover.plan(other)).isEqualTo(new Unchanged(second, true));
    }

    @Test
    void whatIsOnRecordOfAnotherClusterDoesNotCount() throws Exception {
        drover.cluster(ready(wanted(spec -> spec.label("a", "b")))).terminate();
        try (Drover other = platform.drover("two")) {
            ClusterHandle second = other.apply(wanted(2));
            second.awaitReady(HOUR);
            assertThat(drover.plan(wanted(2))).isEqualTo(new Unchanged(second.id(), false));
        }
    }

    @Test
    void whatCannotBeMadeIsRefusedBeforeAnythingIs() {
        MemPlatform poor = MemPlatform.builder(clock)
                .capabilities(EnumSet.of(Capability.CREATE_CLUSTER))
                .build();
        try (Drover here = poor.drover("one")) {
            ClusterRequest scaling = wanted(spec -> spec.scaling(Scaling.between(1, 9)));
            assertThat(refused(() -> here.plan(scaling)).code()).isEqualTo(ErrorCode.UNSUPPORTED);
            assertThat(refused(() -> here.apply(scaling)).code()).isEqualTo(ErrorCode.UNSUPPORTED);
            assertThat(poor.livingClusters()).isEmpty();
        }
    }

    @Test
    void aTemplateIsAppliedChangedAndAppliedAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("etl.cluster.yaml"), """
                inputs: {workers: {type: integer, default: 2, min: 1, max: 9}}
                location: mem://cloud
                key: etl
                spec: {workers: '${inputs.workers}', worker: {cores: 2, memory: 2GiB}}
                outputs: {workers: '${cluster.workerCount}', id: '${cluster.id}'}
                """);
        ClusterTemplate template = ClusterTemplate.read(file);
        ClusterId cluster = ready(template.with(Map.of()));
        ClusterRequest larger = template.with(Map.of("workers", "5"));
        assertThat(drover.plan(larger)).isEqualTo(new Resize(cluster, 2, 5));
        assertThat(ready(larger)).isEqualTo(cluster);
        assertThat(larger.outputs(drover.cluster(cluster).describe()))
                .containsEntry("workers", "5")
                .containsEntry("id", cluster.toString());
    }

    @Test
    void declaredClustersArePlannedAndTakeJobs() throws Exception {
        Files.writeString(
                folder.resolve("etl.cluster.yaml"),
                "inputs: {n: {type: integer}}\nlocation: mem://cloud\nkey: [etl, big]\nspec: {workers: '${inputs.n}'}\n");
        Path file = Files.writeString(folder.resolve("drover.yaml"), """
                clusters:
                  etl: {template: etl.cluster.yaml, inputs: {n: 3}}
                  small: {location: 'mem://cloud', spec: {workers: 1}}
                """);
        DroverConfig config = DroverConfig.standard().factories(List.of(platform.factory("one")));
        try (Drover here = config.read(file).clock(clock).build()) {
            assertThat(here.declaredClusters()).containsOnlyKeys("etl", "small");
            assertThat(here.declaredClusters().get("etl").spec().workers()).isEqualTo(3);
            assertThat(here.declaredClusters().get("etl").key()).isEqualTo(RequestKey.of("etl", "big"));
            assertThat(here.declaredClusters().get("small").key()).isEqualTo(RequestKey.of("small"));

            JobRequest job =
                    JobRequest.of(RequestKey.of("hello"), Command.of("true").build());
            assertThat(refused(() -> here.submit(job)))
                    .hasMessageContaining("there are pools [] and clusters [etl, small]");
            JobRequest small = job.on(new JobTarget.Declared("small"));
            assertThat(refused(() -> here.submit(small)).code()).isEqualTo(ErrorCode.NOT_FOUND);
            assertThat(refused(() -> here.submit(job.on(new JobTarget.Declared("smal")))))
                    .hasMessageContaining("No cluster 'smal' was declared; there are [etl, small]");
            ClusterHandle cluster = here.apply(here.declaredClusters().get("small"));
            cluster.awaitReady(HOUR);
            assertThat(here.submit(small).id().cluster()).isEqualTo(cluster.id());
            assertThat(here.submit(job.on(new JobTarget.Cluster(cluster.id()))).started())
                    .as("the same key")
                    .isFalse();
        }
    }

    @Test
    void aJobWithoutTargetGoesToTheOnlyPool() {
        ClusterId there = platform.cluster("mem://cloud/there");
        try (Drover here = Drover.builder()
                .factories(List.of(platform.factory("one")))
                .clock(clock)
                .pool(
                        "only",
                        dev.drover.routing.PoolSpec.builder()
                                .member(dev.drover.routing.PoolMember.builder(there)
                                        .build())
                                .build())
                .build()) {
            JobRequest job =
                    JobRequest.of(RequestKey.of("hello"), Command.of("true").build());
            assertThat(here.submit(job).id().cluster()).isEqualTo(there);
            assertThat(here.submit(job.on(new JobTarget.Pool("only"))).started())
                    .isFalse();
            assertThat(refused(() -> here.submit(job.on(new JobTarget.Pool("other"))))
                            .code())
                    .isEqualTo(ErrorCode.NOT_FOUND);
        }
    }
}
