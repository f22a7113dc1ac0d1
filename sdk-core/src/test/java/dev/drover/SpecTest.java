package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.drover.bootstrap.BootstrapAction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpecTest {
    private static final StorageUri JAR = StorageUri.parse("s3://code/app.jar");

    @Test
    void typedOptionsBecomeSparkProperties() {
        SparkJar job = SparkJar.of(JAR, "com.acme.Etl")
                .executor(Resources.of(2, 2048))
                .executors(3)
                .scheduler(SchedulerMode.FAIR)
                .conf("spark.sql.shuffle.partitions", "4")
                .build();

        assertThat(job.options().sparkProperties())
                .containsOnly(
                        entry("spark.executor.cores", "2"),
                        entry("spark.executor.memory", "2048m"),
                        entry("spark.executor.instances", "3"),
                        entry("spark.cores.max", "6"),
                        entry("spark.scheduler.mode", "FAIR"),
                        entry("spark.sql.shuffle.partitions", "4"));
    }

    @Test
    void dynamicAllocationTracksShufflesUnlessThereIsAService() {
        SparkJar.Builder job = SparkJar.of(JAR, "com.acme.Etl").dynamicAllocation(DynamicAllocation.between(0, 8));

        assertThat(job.build().options().sparkProperties())
                .contains(
                        entry("spark.dynamicAllocation.enabled", "true"),
                        entry("spark.dynamicAllocation.maxExecutors", "8"),
                        entry("spark.dynamicAllocation.shuffleTracking.enabled", "true"));
        assertThat(job.conf("spark.shuffle.service.enabled", "true")
                        .build()
                        .options()
                        .sparkProperties())
                .doesNotContainKey("spark.dynamicAllocation.shuffleTracking.enabled");
    }

    @Test
    void aClusterCanBeAskedForAsBeforeWithSomeOfItChanged() {
        NodeGroup nodes = NodeGroup.of(Machine.type("m7g.xlarge")).build();
        ClusterSpec spec = ClusterSpec.builder()
                .workers(3, Resources.of(4, 8192))
                .conf("spark.a", "b")
                .bootstrap(BootstrapAction.script("one", "true").build())
                .idleTimeout(Duration.ofMinutes(5))
                .maxAge(Duration.ofHours(5))
                .shuffleService(true)
                .label("team", "blue")
                .master(nodes)
                .workerNodes(nodes)
                .gateway(nodes)
                .scaling(new Scaling(2, 5))
                .release("emr-7.2.0")
                .logs(StorageUri.parse("s3://logs/"))
                .customize(StringBuilder.class, "label", text -> {})
                .build();

        assertThat(spec.toBuilder().build()).usingRecursiveComparison().isEqualTo(spec);
        ClusterSpec more = spec.toBuilder()
                .bootstrap(BootstrapAction.script("two", "true").build())
                .build();
        assertThat(more.bootstrapActions()).extracting(BootstrapAction::name).containsExactly("one", "two");
        assertThat(spec.bootstrapActions()).hasSize(1);
        ClusterSpec version = ClusterSpec.builder().sparkVersion("4.2.0").build();
        assertThat(version.toBuilder().build().sparkVersion()).hasValue("4.2.0");
    }

    @Test
    void allFilesOfAJobCanBeMoved() {
        StorageUri here = StorageUri.parse("s3://there/x.py");
        Function<StorageUri, List<StorageUri>> moved =
                file -> List.of(StorageUri.parse(file.toString().replace("s3://code/", "gs://code/")));
        SparkJar jar = SparkJar.of(JAR, "com.acme.Etl")
                .jars(JAR, here)
                .queue("etl")
                .args("s3://code/arg")
                .build();
        PySpark python = PySpark.script(StorageUri.parse("s3://code/a.py"))
                .pyFiles(JAR, here)
                .name("n")
                .build();
        SparkSql sql = SparkSql.file(StorageUri.parse("s3://code/a.sql"))
                .conf("spark.a", "b")
                .build();
        Command command = Command.of("ls").args("s3://code/arg").build();

        StorageUri there = StorageUri.parse("gs://code/app.jar");
        assertThat(jar.withFiles(moved).jar()).isEqualTo(there);
        assertThat(jar.withFiles(moved).mainClass()).isEqualTo("com.acme.Etl");
        assertThat(jar.withFiles(moved).jars()).containsExactly(there, here);
        assertThat(jar.withFiles(moved).options().queue()).contains("etl");
        assertThat(jar.withFiles(moved).options().args()).containsExactly("s3://code/arg");
        assertThat(python.withFiles(moved).script()).hasToString("gs://code/a.py");
        assertThat(python.withFiles(moved).pyFiles()).containsExactly(there, here);
        assertThat(python.withFiles(moved).options().name()).contains("n");
        assertThat(sql.withFiles(moved).file())
                .hasValueSatisfying(file -> assertThat(file).hasToString("gs://code/a.sql"));
        assertThat(sql.withFiles(moved).options().conf()).containsOnlyKeys("spark.a");
        assertThat(SparkSql.text("SELECT 1").build().withFiles(moved).text()).contains("SELECT 1");
        assertThat(command.withFiles(moved)).isSameAs(command);
        assertThat(jar.withFiles(file -> file.equals(here) ? List.of() : List.of(file))
                        .jars())
                .containsExactly(JAR);
        assertThatThrownBy(() -> python.withFiles(file -> List.of()))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("stands for 0 files");
    }

    static Stream<Named<Supplier<?>>> wrong() {
        return Stream.of(
                Named.of("conf without spark.", () -> job().conf("x.y", "z").build()),
                Named.of(
                        "conf of two lines", () -> job().conf("spark.x", "a\nb").build()),
                Named.of("env name", () -> job().env("A B", "x").build()),
                Named.of(
                        "env and secret",
                        () -> job().env("A", "x").secret("A", Secret.of("y")).build()),
                Named.of("executors 0", () -> job().executors(0).build()),
                Named.of(
                        "two elasticities",
                        () -> job().executors(1)
                                .dynamicAllocation(DynamicAllocation.between(0, 1))
                                .build()),
                Named.of(
                        "contradiction",
                        () -> job().executor(Resources.of(2, 1024))
                                .conf("spark.executor.cores", "4")
                                .build()),
                Named.of("allocation", () -> DynamicAllocation.between(3, 2)),
                Named.of("main class", () -> SparkJar.of(JAR, "com/acme/Etl").build()),
                Named.of("main class empty", () -> SparkJar.of(JAR, "").build()),
                Named.of("script", () -> PySpark.script(JAR).build()),
                Named.of("sql empty", () -> SparkSql.text(" ").build()),
                Named.of(
                        "sql long",
                        () -> SparkSql.text("x".repeat(SparkSql.MAX_TEXT + 1)).build()),
                Named.of("sql args", () -> SparkSql.text("select 1").args("x").build()),
                Named.of("program", () -> Command.of(" ").build()),
                Named.of("name", () -> job().name("a\u0000").build()),
                Named.of("cores", () -> Resources.of(0, 1024)),
                Named.of("memory", () -> Resources.of(1, 100)),
                Named.of(
                        "workers",
                        () -> ClusterSpec.builder()
                                .workers(0, Resources.of(1, 1024))
                                .build()),
                Named.of(
                        "version",
                        () -> ClusterSpec.builder().sparkVersion("latest").build()),
                Named.of(
                        "age", () -> ClusterSpec.builder().maxAge(Duration.ZERO).build()),
                Named.of("release", () -> ClusterSpec.builder().release("emr 7").build()),
                Named.of(
                        "release and version",
                        () -> ClusterSpec.builder()
                                .release("emr-7.2.0")
                                .sparkVersion("3.5.1")
                                .build()),
                Named.of(
                        "more workers than the scaling's most",
                        () -> ClusterSpec.builder()
                                .workers(5, Resources.of(1, 1024))
                                .scaling(Scaling.between(1, 4))
                                .build()),
                Named.of("scaling", () -> Scaling.between(3, 2)),
                Named.of("machine", () -> Machine.type("M7G large")),
                Named.of("machine size", () -> Machine.atLeast(0, 1024)),
                Named.of("disk", () -> Disk.ofGiB(0)),
                Named.of("kind of disk", () -> Disk.ofGiB(10, "GP 3")),
                Named.of("too many disks", () -> {
                    NodeGroup.Builder group = NodeGroup.of(Machine.type("m7g.large"));
                    IntStream.range(0, 25).forEach(i -> group.disk(Disk.ofGiB(1)));
                    return group.build();
                }),
                Named.of(
                        "bootstrap name",
                        () -> BootstrapAction.script("Fonts!", "true").build()),
                Named.of(
                        "bootstrap script",
                        () -> BootstrapAction.script("fonts", "").build()),
                Named.of(
                        "bootstrap timeout",
                        () -> BootstrapAction.script("fonts", "true")
                                .timeout(Duration.ofDays(1))
                                .build()));
    }

    private static SparkJar.Builder job() {
        return SparkJar.of(JAR, "com.acme.Etl");
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void wrongInputIsRefusedWhereItIsGiven(Supplier<?> wrong) {
        assertThatThrownBy(wrong::get)
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @Test
    void specsDoNotChangeWithTheirBuilder() {
        SparkJar.Builder builder = job().env("A", "1");
        SparkJar job = builder.build();
        builder.env("A", "2");

        assertThat(job.options().env()).isEqualTo(Map.of("A", "1"));
    }

    @Test
    void secretsNeverShow() {
        Secret secret = Secret.of("hunter2");
        SparkJar job = job().secret("TOKEN", secret).build();

        assertThat(secret.reveal()).isEqualTo("hunter2");
        assertThat(secret.toString() + job.options().secrets()).doesNotContain("hunter2");
        assertThatThrownBy(() -> Secret.env("DROVER_NO_SUCH_VARIABLE").reveal())
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("DROVER_NO_SUCH_VARIABLE");
    }
}
