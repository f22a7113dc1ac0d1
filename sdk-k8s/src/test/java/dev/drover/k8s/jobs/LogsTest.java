package dev.drover.k8s.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobLogs;
import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Page;
import dev.drover.JobLogs.Source;
import dev.drover.JobState;
import dev.drover.RequestKey;
import dev.drover.k8s.SparkOperator;
import dev.drover.k8s.fake.PodFate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs by bytes, on a server that knows only times. */
@Timeout(180)
class LogsTest {
    private static final String LOG = "get pods/log";

    @TempDir
    Path folder;

    private JobsWorld world;
    private Drover drover;

    @BeforeEach
    void start() {
        world = JobsWorld.idle(folder);
        drover = world.open(JobsWorld.options(SparkOperator.KUBEFLOW).build());
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private JobHandle run() {
        JobHandle run = drover.jobs(JobsWorld.CLUSTER)
                .submit(JobsWorld.jar().executors(2).build(), RequestKey.of("talks"));
        await().until(() -> run.status().state() == JobState.RUNNING);
        return run;
    }

    private static String driver(JobHandle run) {
        return run.id().nativeId() + "-driver";
    }

    private void print(String pod, String text) {
        world.kubelet.print(JobsWorld.NAMESPACE, pod, text);
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i + " äöü€\n").collect(Collectors.joining());
    }

    private static String readAll(JobLogs logs, Source source, int bytes, More last) {
        StringBuilder all = new StringBuilder();
        long offset = 0;
        Page page;
        do {
            page = logs.read(source, offset, bytes);
            all.append(page.text());
            offset = page.nextOffset();
        } while (page.more() == More.NOW);
        assertThat(page.more()).isEqualTo(last);
        assertThat(offset).isEqualTo(all.toString().getBytes(StandardCharsets.UTF_8).length);
        return all.toString();
    }

    @Test
    void pagesAreWholeWhateverTheirSize() {
        JobHandle run = run();
        String text = lines(0, 40);
        print(driver(run), text);

        for (int bytes : new int[] {5, 7, 100, 1 << 20}) {
            assertThat(readAll(run.logs(), Source.STDOUT, bytes, More.LATER))
                    .as(bytes + " bytes")
                    .isEqualTo(text);
        }
        assertThat(run.logs().read(Source.STDERR, 0, 5).text()).isEqualTo("line ");
        assertThat(run.logs().tail(Source.STDOUT, 2)).containsExactly("line 38 äöü€", "line 39 äöü€");
    }

    @Test
    void aGrowingLogIsFollowedWithoutReadingItAllAgain() {
        JobHandle run = run();
        print(driver(run), lines(0, 60_000));
        long offset = run.logs().read(Source.STDOUT, 0, 1 << 20).nextOffset();
        Page page = run.logs().read(Source.STDOUT, offset, 1 << 20);
        while (page.more() == More.NOW) {
            page = run.logs().read(Source.STDOUT, page.nextOffset(), 1 << 20);
        }
        assertThat(page.nextOffset()).isGreaterThan(1_000_000);
        awaitNextSecond();
        print(driver(run), lines(60_000, 60_010));
        page = run.logs().read(Source.STDOUT, page.nextOffset(), 1 << 20);
        print(driver(run), lines(60_010, 60_100));
        page = run.logs().read(Source.STDOUT, page.nextOffset(), 1 << 20);
        assertThat(page.text()).isEqualTo(lines(60_010, 60_100));
        awaitNextSecond();
        print(driver(run), "one more\n");
        world.kube.clearTraffic();

        page = run.logs().read(Source.STDOUT, page.nextOffset(), 1 << 20);

        assertThat(page.text()).isEqualTo("one more\n");
        assertThat(page.more()).isEqualTo(More.LATER);
        assertThat(world.kube.traffic().get(LOG).sent()).isLessThan(20_000);
    }

    /** Times are asked for in whole seconds. */
    private static void awaitNextSecond() {
        long now = Instant.now().getEpochSecond();
        await().until(() -> Instant.now().getEpochSecond() > now);
    }

    @Test
    void executorsHaveLogsOfTheirOwn() {
        JobHandle run = run();
        await().until(() -> run.logs().sources().contains(new Source("executor 2")));
        String pod = run.id().nativeId() + "-exec-2";
        await().until(() -> world.kube
                .object("pods", JobsWorld.NAMESPACE, pod)
                .filter(text -> text.contains("\"phase\":\"Running\""))
                .isPresent());
        print(pod, "task 1 done\n");

        assertThat(run.logs().sources())
                .containsExactly(Source.STDERR, Source.STDOUT, new Source("executor 1"), new Source("executor 2"));
        assertThat(run.logs().read(new Source("executor 2"), 0, 100).text()).isEqualTo("task 1 done\n");
        assertThatThrownBy(() -> run.logs().read(new Source("janitor"), 0, 100))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void theEndIsKnown() throws Exception {
        JobHandle run = run();
        print(driver(run), "last words");
        world.kubelet.end(JobsWorld.NAMESPACE, driver(run), 0);
        run.await(Duration.ofMinutes(2));

        Page page = run.logs().read(Source.STDOUT, 0, 1_000);
        assertThat(page).isEqualTo(new Page("last words", 10, More.END));
        assertThat(run.logs().read(Source.STDOUT, 10, 1_000)).isEqualTo(new Page("", 10, More.END));

        world.kube.delete("pods", JobsWorld.NAMESPACE, driver(run));
        assertThat(run.logs().read(Source.STDOUT, 0, 1_000).more()).isEqualTo(More.NEVER);
    }

    @Test
    void whatHasNotStartedHasNoLogYet() {
        world.kubelet.fate(Marks.ATTEMPT, PodFate.unschedulable());
        JobHandle run = drover.jobs(JobsWorld.CLUSTER).submit(JobsWorld.jar().build(), RequestKey.of("waits"));
        await().until(() -> !world.objects("pods").isEmpty());

        assertThat(run.logs().read(Source.STDOUT, 0, 100)).isEqualTo(new Page("", 0, More.LATER));
        assertThat(run.logs().sources()).isEmpty();
        assertThat(run.logs().tail(Source.STDOUT, 10)).isEmpty();
    }

    @Test
    void metricsAreAtTheDriversAddress() {
        assertThat(run().metrics()).singleElement().satisfies(target -> {
            assertThat(target.role()).isEqualTo("executors");
            assertThat(target.uri()).hasToString("http://10.1.0.1:4040/metrics/executors/prometheus");
        });
    }
}
