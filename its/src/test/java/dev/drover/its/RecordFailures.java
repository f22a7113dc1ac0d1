package dev.drover.its;

import dev.drover.ClusterHandle;
import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.JobState;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.StorageUri;
import dev.drover.standalone.local.LocalOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs jobs that fail, each in its own way, and keeps what Drover reads of them as the test resources that sdk-core's
 * diagnosis is tested on. Not part of any normal run; {@code its/run RecordFailures} runs it, and {@code
 * DROVER_ITS_FAILURES=name,name} limits it to some of them.
 */
class RecordFailures {
    private static final String LOCATION = "local://localhost";
    private static final Path LOGS = Path.of("../sdk-core/src/test/resources/dev/drover/internal/diagnosis/logs");

    /** As many as the cluster has room for. */
    private static final int AT_ONCE = 4;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"4.2.0", "3.5.8"})
    void on(String version) throws Exception {
        String suffix = version.replace('.', '_');
        Path spark = Path.of(System.getenv("DROVER_ITS_PYSPARK_" + suffix));
        Path python = Path.of(System.getenv("DROVER_ITS_PYTHON_" + suffix));
        Path code = Files.createDirectories(folder.resolve("app"));
        Path runs = Files.createDirectories(folder.resolve("runs"));
        WorkFolders work = new WorkFolders(
                Files.createDirectories(folder.resolve("data")), Path.of(System.getenv("DROVER_ITS_SMALL_DISK")));
        FailureCode.into(code, spark);
        LocalOptions options = LocalOptions.builder()
                .sparkHome(spark)
                .runs(runs)
                .environment("PYSPARK_PYTHON", python.toString())
                .build();
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
        SoftAssertions softly = new SoftAssertions();
        try (Drover drover = Drover.builder().configure(LOCATION, options).build()) {
            ClusterHandle cluster = drover.clusters(LOCATION)
                    .create(
                            ClusterSpec.builder()
                                    .workers(2, Resources.of(4, 4096))
                                    .build(),
                            RequestKey.random());
            cluster.awaitReady(Duration.ofMinutes(3));
            Map<String, String> words =
                    words(spark, python, runs.resolve(cluster.id().name()));
            Recording recording = new Recording(drover, cluster, work, words, LOGS, "-" + version);
            List<Failure> wanted = wanted(Failure.all(StorageUri.of(code).asPrefix(), work));
            List<Callable<JobState>> tasks = wanted.stream()
                    .filter(failure -> !failure.endsCluster())
                    .map(failure -> (Callable<JobState>) () -> recording.of(failure))
                    .toList();
            for (Future<JobState> end : pool.invokeAll(tasks)) {
                softly.assertThat(end).succeedsWithin(Duration.ZERO).isEqualTo(JobState.FAILED);
            }
            for (Failure failure : wanted.stream().filter(Failure::endsCluster).toList()) {
                softly.assertThat(recording.of(failure)).isEqualTo(JobState.FAILED);
            }
            softly.assertAll();
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<Failure> wanted(List<Failure> all) {
        String names = System.getenv().getOrDefault("DROVER_ITS_FAILURES", "");
        return names.isEmpty()
                ? all
                : all.stream()
                        .filter(failure -> List.of(names.split(",", -1)).contains(failure.name()))
                        .toList();
    }

    private Map<String, String> words(Path spark, Path python, Path cluster) throws IOException {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(cluster.toString(), "/cluster");
        words.put(folder.resolve("app").toString(), "/app");
        words.put(folder.resolve("data").toString(), "/data");
        words.put(folder.toString(), "/folder");
        words.put(System.getenv("DROVER_ITS_SMALL_DISK"), "/disk");
        words.put(spark.toString(), "/opt/spark");
        words.put(python.getParent().getParent().toString(), "/opt/python");
        words.put(System.getProperty("java.home"), "/opt/java");
        words.put(System.getProperty("user.home"), "/home/user");
        InetAddress here = InetAddress.getLocalHost();
        words.put(here.getHostName() + "/" + here.getHostAddress(), "host/10.0.0.1");
        words.put(here.getHostAddress(), "10.0.0.1");
        words.put(here.getHostName(), "host");
        return words;
    }
}
