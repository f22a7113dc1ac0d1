package dev.drover.samples.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterHandle;
import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.RequestKey;
import dev.drover.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as Airflow starts it: a process for each try, on a real Spark cluster. */
@Timeout(300)
class OrdersProgramTest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private Path folder;

    private record Ended(int exit, List<String> lines) {
        String last() {
            return lines.get(lines.size() - 1);
        }
    }

    private Ended program(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        OrdersProgram.class.getName())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), said.lines().toList());
    }

    /** What the Dag says. */
    private Map<String, String> environment(String cluster) throws IOException {
        Path config = Files.writeString(folder.resolve("drover.yaml"), """
                ledger: file://%1$s/ledger/
                sharedStatus: file://%1$s/status/
                locations:
                  local://localhost: {runs: %1$s/runs}
                pools:
                  spark:
                    members:
                      - cluster: %2$s
                """.formatted(folder, cluster));
        return new HashMap<>(Map.of(
                "DROVER_CONFIG", config.toString(),
                "ORDERS_DAY", "2026-11-21",
                "TASK_DAG_ID", "orders",
                "TASK_RUN_ID", "scheduled__2026-11-21T00:00:00+00:00",
                "TASK_ID", "count_by_bash",
                "TASK_MAP_INDEX", "-1"));
    }

    @Test
    void allTriesOfATaskGiveTheResultOfOneJob() throws Exception {
        Map<String, String> environment = environment("local://localhost/none");
        environment.put("XCOM_FILE", folder.resolve("return.json").toString());
        try (Drover drover = Drover.open(Path.of(environment.get("DROVER_CONFIG")))) {
            ClusterSpec spec =
                    ClusterSpec.builder().workers(1, Resources.of(2, 2048)).build();
            ClusterHandle cluster = drover.clusters("local://localhost").create(spec, RequestKey.of("spark"));
            cluster.awaitReady(PATIENCE);
            environment(cluster.id().toString());

            Ended first = program(environment);
            Ended second = program(environment);

            assertThat(first.exit()).as(first.lines().toString()).isZero();
            assertThat(first.last()).contains("\"exit\":0", "\"started\":true", "\"state\":\"SUCCEEDED\"");
            assertThat(second.last()).contains("\"exit\":0", "\"started\":false", "\"state\":\"SUCCEEDED\"");
            assertThat(folder.resolve("return.json")).hasContent(second.last());
        }
    }

    @Test
    void whatTheDagForgotIsRefusedBeforeAnythingIsSent() throws Exception {
        Map<String, String> environment = environment("local://localhost/none");
        environment.put("TASK_RUN_ID", "");

        Ended ended = program(environment);

        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.last()).contains("\"code\":\"INVALID_ARGUMENT\"", "TASK_RUN_ID");
    }
}
