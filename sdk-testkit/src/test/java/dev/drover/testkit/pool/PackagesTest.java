package dev.drover.testkit.pool;

import static dev.drover.testkit.exactlyonce.Processes.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.ClusterId;
import dev.drover.Command;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import dev.drover.bundle.PackageBundle;
import dev.drover.bundle.PushOptions;
import dev.drover.bundle.Pushed;
import dev.drover.routing.ClusterPool;
import dev.drover.routing.PoolMember;
import dev.drover.routing.PoolSpec;
import dev.drover.testkit.exactlyonce.Processes;
import dev.drover.testkit.mem.MemRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that name files of packages find them on whichever cluster they are sent to. */
class PackagesTest {
    private static final String EU = "mem://code-eu/packages/";
    private static final String US = "mem://code-us/packages/";
    private static final StorageUri MAIN = StorageUri.parse("package://etl/main.py");

    private final Processes processes = new Processes();
    private final Drover drover = drover("one");
    private final ClusterId eu = processes.etl;
    private final ClusterId us = processes.platform.cluster("mem://us/spare");
    private final ClusterPool pool = pool(drover, eu, us);

    @TempDir
    private Path source;

    private Drover drover(String name) {
        return processes.start(processes
                .builder(name)
                .ledger(Processes.LEDGER)
                .packages("mem://eu", EU)
                .packages("mem://", US));
    }

    /** In this order, where they can. */
    private static ClusterPool pool(Drover drover, ClusterId... members) {
        PoolSpec.Builder spec = PoolSpec.builder().policy(() -> (request, candidates) -> candidates.get(0));
        for (ClusterId member : members) {
            spec.member(PoolMember.builder(member)
                    .sparkVersion(member.location().authority().equals("eu") ? "3.5.8" : "4.0.1")
                    .build());
        }
        return drover.pool(spec.build());
    }

    @BeforeEach
    void files() {
        write("main.py", "main");
        write("query.sql", "SELECT 1");
        write("wheels/etl-1.0-py3-none-any.whl", "wheel");
        write("jars/any.jar", "any");
        write("jars/sedona-spark-shaded-3.5_2.12-1.6.1.jar", "old");
        write("jars/sedona-spark-shaded-4.0_2.13-1.6.1.jar", "new");
        write("archives/venv.tar.gz", "venv");
        write("conf/etl.ini", "[etl]");
        write("conf/more.ini", "[more]");
    }

    @AfterEach
    void everyFaultCameToPass() {
        processes.close();
        assertThat(processes.faults.unused()).isEmpty();
    }

    @Test
    void aPackageIsPushedToAllThatTheMembersUseAndEachFindsItsOwn() throws Exception {
        Pushed pushed = drover.push("etl", bundle(), pool);
        JobSpec job = PySpark.script(pushed.uri("main.py"))
                .pyFiles(pushed.uris("wheels/"))
                .args("--config", pushed.uri("conf/etl.ini").toString(), "package:none")
                .conf("spark.jars", pushed.uris("jars/").toString())
                .conf("spark.archives", pushed.uri("archives/venv.tar.gz") + "#env,s3://other/x.zip#y")
                .build();

        pool.submit(job, KEY.child("1"));
        drover.jobs(us)
                .submit(
                        job.toBuilder()
                                .conf("spark.jars", pushed.uri("jars/any.jar").toString())
                                .build(),
                        KEY.child("2"));

        assertThat(pushed.repositories()).extracting(StorageUri::toString).containsExactly(EU, US);
        PySpark first = (PySpark) runs().get(0).job();
        PySpark second = (PySpark) runs().get(1).job();
        assertThat(first.script()).isEqualTo(drover.packages(EU).open("etl").uri("main.py"));
        assertThat(first.script().toString()).matches(EU + "files/etl/[0-9a-f]{64}/main.py");
        assertThat(second.script().toString()).matches(US + "files/etl/[0-9a-f]{64}/main.py");
        assertThat(first.pyFiles()).extracting(StorageUri::fileName).containsExactly("etl-1.0-py3-none-any.whl");
        assertThat(first.options().args().get(0)).isEqualTo("--config");
        assertThat(first.options().args().get(1)).matches(EU + "files/etl/[0-9a-f]{64}/etl.ini");
        assertThat(first.options().args().get(2)).isEqualTo("package:none");
        assertThat(drover.storage(EU)
                        .get(StorageUri.parse(first.options().args().get(1))))
                .hasContent("[etl]");
        assertThat(first.options().conf().get("spark.jars"))
                .matches(EU + "files/etl/[0-9a-f]{64}/any.jar," + EU
                        + "files/etl/[0-9a-f]{64}/sedona-spark-shaded-3.5_2.12-1.6.1.jar");
        assertThat(first.options().conf().get("spark.archives"))
                .matches(EU + "files/etl/[0-9a-f]{64}/venv.tar.gz#env,s3://other/x.zip#y");
    }

    @Test
    void jarsAreThoseOfTheMembersSpark() throws Exception {
        drover.push("etl", bundle(), pool);
        JobSpec job = SparkJar.of(StorageUri.parse("package://etl/jars/any.jar"), "com.acme.Etl")
                .jars(StorageUri.parse("package://etl/jars/"), StorageUri.parse("mem://x/y.jar"))
                .build();

        pool(drover, us, eu).submit(job, KEY);

        SparkJar sent = (SparkJar) runs().get(0).job();
        assertThat(sent.jar().fileName()).isEqualTo("any.jar");
        assertThat(sent.jars())
                .extracting(StorageUri::fileName)
                .containsExactly("any.jar", "sedona-spark-shaded-4.0_2.13-1.6.1.jar", "y.jar");
    }

    @Test
    void sqlFilesAndCommandsNameThemToo() throws Exception {
        drover.push("etl", bundle(), pool);

        drover.jobs(eu)
                .submit(
                        SparkSql.file(StorageUri.parse("package://etl/query.sql"))
                                .build(),
                        KEY.child("1"));
        drover.jobs(eu)
                .submit(
                        Command.of("bash")
                                .args("-c", "cat", "package://etl/conf/etl.ini")
                                .build(),
                        KEY.child("2"));

        assertThat(((SparkSql) runs().get(0).job()).file().orElseThrow().toString())
                .matches(EU + "files/etl/[0-9a-f]{64}/query.sql");
        assertThat(runs().get(1).job().options().args().get(2)).matches(EU + "files/etl/[0-9a-f]{64}/etl.ini");
    }

    @Test
    void aJobIsTheSameOnAllClusters() throws Exception {
        drover.push("etl", bundle(), pool);
        JobSpec job = PySpark.script(MAIN).build();
        JobHandle first = pool.submit(job, KEY);
        Drover other = drover("two");

        JobHandle again = pool(other, us, eu).submit(job, KEY);

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(runs()).hasSize(1);
    }

    @Test
    void theLatestIsWhatItIsWhenTheJobIsSent() throws Exception {
        JobSpec job = PySpark.script(MAIN).build();
        Pushed old = drover.push("etl", bundle(), EU);
        drover.jobs(eu).submit(job, KEY.child("1"));
        write("main.py", "changed");
        Pushed changed = drover.push("etl", bundle(), EU);
        drover.jobs(eu).submit(job, KEY.child("2"));
        drover.jobs(eu).submit(PySpark.script(old.uri("main.py")).build(), KEY.child("3"));

        assertThat(scripts())
                .containsExactly(
                        drover.packages(EU).open("etl", old.version()).uri("main.py"),
                        drover.packages(EU).open("etl", changed.version()).uri("main.py"),
                        drover.packages(EU).open("etl", old.version()).uri("main.py"));
        assertThat(scripts().get(0)).isNotEqualTo(scripts().get(1));
    }

    @Test
    void aClusterWhoseRepositoryLacksThePackageIsPassedOver() throws Exception {
        drover.push("etl", bundle(), US);

        JobHandle handle = pool.submit(PySpark.script(MAIN).build(), KEY);

        assertThat(handle.id().cluster()).isEqualTo(us);
        assertThat(pool.submit(PySpark.script(StorageUri.parse("mem://x/y.py")).build(), KEY.child("2"))
                        .id()
                        .cluster())
                .as("the one passed over is well")
                .isEqualTo(eu);
    }

    @Test
    void whatIsNowhereIsRefusedBeforeAnythingIsSent() throws Exception {
        drover.push("etl", bundle(), pool);

        assertRefused(PySpark.script(StorageUri.parse("package://etl/mian.py")).build(), "Did you mean 'main.py'");
        assertRefused(
                PySpark.script(StorageUri.parse("package://other/main.py")).build(), "packages [etl]");
        assertRefused(
                PySpark.script(StorageUri.parse("package://etl@9/main.py")).build(), "no version 9");
        assertRefused(Command.of("ls").args("package://etl/nothing/").build(), "'nothing/'");
        assertThat(runs()).isEmpty();
    }

    private void assertRefused(JobSpec job, String saying) {
        DroverException error = catchThrowableOfType(
                DroverException.class, () -> drover.jobs(eu).submit(job, KEY));
        assertThat(error.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(error.effect()).isEqualTo(Effect.NONE);
        assertThat(error).hasMessageContaining(saying).hasMessageContaining(eu.toString());
    }

    @Test
    void aLocationOfWhichNothingWasSaidHasNoPackages() {
        try (Drover bare = processes.builder("bare").build()) {
            DroverException error = catchThrowableOfType(
                    DroverException.class,
                    () -> bare.jobs(eu).submit(PySpark.script(MAIN).build(), KEY));
            assertThat(error.code()).isEqualTo(ErrorCode.UNSUPPORTED);
            assertThat(error).hasMessageContaining("packages in drover.yaml").hasMessageContaining("mem://eu");
            assertThat(catchThrowableOfType(DroverException.class, () -> bare.push("etl", bundle(), pool(bare, eu)))
                            .code())
                    .isEqualTo(ErrorCode.UNSUPPORTED);
        }
    }

    /** An error of the repository's must not be taken for a lost answer of the cluster's. */
    @Test
    void aStorageThatFailsLeavesTheKeyFree() throws Exception {
        drover.push("etl", PackageBundle.directory(source), PushOptions.DEFAULT, List.of(StorageUri.parse(EU)));
        JobSpec job = Command.of("ls").args("package://etl/conf/etl.ini").build();
        processes.faults.next("PutObject").on("mem://code-eu").refuse(ErrorCode.PERMISSION_DENIED);

        DroverException error = catchThrowableOfType(
                DroverException.class, () -> drover.jobs(eu).submit(job, KEY));

        assertThat(error.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(error.effect()).isEqualTo(Effect.NONE);
        assertThat(drover.jobs(eu).submit(job, KEY).started()).isTrue();
    }

    private List<MemRun> runs() {
        return processes.platform.runs();
    }

    private List<StorageUri> scripts() {
        return runs().stream().map(run -> ((PySpark) run.job()).script()).toList();
    }

    private PackageBundle bundle() {
        return PackageBundle.directory(source);
    }

    private void write(String name, String text) {
        try {
            Files.createDirectories(source.resolve(name).getParent());
            Files.writeString(source.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
