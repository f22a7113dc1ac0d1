package dev.drover.internal.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterId;
import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotFormatTest {
    private static final ClusterId CLUSTER = ClusterId.parse("fake://here/one");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.123456789Z");

    @Test
    void whatIsSharedSaysAllThatIsKnownOfARun() {
        JobId full = CLUSTER.job("run-1");
        JobId bare = CLUSTER.job("run-2");
        Map<JobId, JobStatus> statuses = Map.of(
                full,
                JobStatus.of(full, JobState.FAILED, "ERROR", NOW)
                        .withExitCode(3)
                        .withDetail("it broke")
                        .withName("etl-0123456789abcdef")
                        .withTimes(Optional.of(NOW.minusSeconds(60)), Optional.of(NOW.minusSeconds(1))),
                bare,
                JobStatus.of(bare, JobState.QUEUED, "PENDING", NOW));
        SnapshotFormat format = new SnapshotFormat(CLUSTER);

        assertThat(format.readSnapshot(format.write(new Snapshot(1, 2, "holder", false, NOW, statuses))))
                .hasValueSatisfying(read -> assertThat(read.statuses()).isEqualTo(statuses));
    }
}
