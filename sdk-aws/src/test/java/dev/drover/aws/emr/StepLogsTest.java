package dev.drover.aws.emr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Page;
import dev.drover.JobLogs.Source;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.aws.fake.FakeEmrCluster;
import dev.drover.testkit.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Logs that come late, or never. */
@TestInstance(Lifecycle.PER_CLASS)
class StepLogsTest {
    private final ManualClock clock = ManualClock.auto();

    @AutoClose
    private final EmrWorld world = EmrWorld.idle(clock.steady());

    @AutoClose
    private final Drover drover = world.builder(clock, options -> options).build();

    private JobHandle submitTo(ClusterId cluster) {
        return drover.jobs(cluster)
                .submit(SparkJar.of(EmrWorld.CODE.resolve("a.jar"), "A").build(), RequestKey.random());
    }

    private ClusterId cluster(String logUri) {
        return ClusterId.parse(EmrWorld.HERE + "/" + world.emr.readyCluster(logUri));
    }

    private void archive(JobHandle step, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(UTF_8));
        }
        StorageUri uri = EmrWorld.LOGS.resolve(
                step.id().cluster().name() + "/steps/" + step.id().nativeId() + "/stdout.gz");
        drover.storage(uri).put(uri, Content.of(bytes.toByteArray()));
    }

    private void end(JobHandle step) {
        FakeEmrCluster cluster = world.emr.cluster(step.id().cluster().name());
        cluster.finish(cluster.steps().get(0), 0);
    }

    private Page stdout(JobHandle step, long offset) {
        return step.logs().read(Source.STDOUT, offset, 1_000);
    }

    @Test
    void aLogGrowsAndIsWholeOnlyWhenItWasArchivedAfterTheEnd() throws IOException {
        JobHandle step = submitTo(cluster(EmrWorld.LOGS.toString()));
        assertThat(stdout(step, 0)).isEqualTo(new Page("", 0, More.LATER));

        archive(step, "first ä");
        assertThat(stdout(step, 0)).isEqualTo(new Page("first ä", 8, More.LATER));
        assertThat(step.logs().read(Source.STDOUT, 0, 7)).isEqualTo(new Page("first ", 6, More.NOW));

        // The storage's time is the machine's: what is there now was archived long before this end.
        clock.advance(Duration.ofDays(3650));
        end(step);
        assertThat(stdout(step, 8)).isEqualTo(new Page("", 8, More.LATER));
        clock.advance(StepLogs.LATEST.plusSeconds(1));
        assertThat(stdout(step, 8)).isEqualTo(new Page("", 8, More.END));
        assertThat(step.logs().tail(Source.STDOUT, 10)).containsExactly("first ä");
    }

    @Test
    void aLogThatDoesNotComeIsNotWaitedForForEver() {
        JobHandle step = submitTo(cluster(EmrWorld.LOGS.toString()));
        end(step);

        assertThat(stdout(step, 0).more()).isEqualTo(More.LATER);
        clock.advance(StepLogs.LATEST.plusSeconds(1));
        assertThat(stdout(step, 0).more()).isEqualTo(More.NEVER);
        assertThat(step.logs().tail(Source.STDERR, 10)).isEmpty();
    }

    @Test
    void aClusterWithoutAnArchiveHasNoLogsAndSaysSo() {
        ClusterId cluster = cluster(null);
        JobHandle step = submitTo(cluster);

        assertThat(drover.capabilities(cluster)).doesNotContain(Capability.DRIVER_LOGS);
        assertThat(drover.capabilities(cluster(EmrWorld.LOGS.toString()))).contains(Capability.DRIVER_LOGS);
        assertThat(stdout(step, 0).more()).isEqualTo(More.NEVER);
    }

    @Test
    void otherLogsAreNotFound() {
        JobHandle step = submitTo(cluster(EmrWorld.LOGS.toString()));

        assertThat(step.logs().sources()).contains(Source.STDOUT, Source.STDERR, StepLogs.CONTROLLER);
        assertThatThrownBy(() -> step.logs().read(new Source("../x"), 0, 10))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }
}
