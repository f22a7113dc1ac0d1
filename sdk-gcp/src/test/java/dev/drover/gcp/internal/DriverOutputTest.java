package dev.drover.gcp.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.Drover;
import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Page;
import dev.drover.StorageUri;
import dev.drover.gcp.fake.FakeGcs;
import dev.drover.gcp.gcs.GcsProviderFactory;
import dev.drover.testkit.ManualClock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class DriverOutputTest {
    private static final Optional<StorageUri> BASE =
            Optional.of(StorageUri.parse("gs://output/metainfo/uuid/jobs/etl-1/driveroutput"));
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Optional<Instant> RUNNING = Optional.empty();
    private static final Optional<Instant> JUST_ENDED = Optional.of(NOW.minusSeconds(5));
    private static final Optional<Instant> LONG_ENDED =
            Optional.of(NOW.minus(DriverOutput.LATEST).minusSeconds(1));

    @AutoClose
    private final FakeGcs gcs = new FakeGcs("output");

    @AutoClose
    private final Drover drover = Drover.builder()
            .factories(List.of(new GcsProviderFactory()))
            .clock(ManualClock.auto())
            .configure("gs://", gcs.options())
            .build();

    private final DriverOutput output = new DriverOutput(drover::storage);

    private void chunk(int number, String text) {
        gcs.put("output", "metainfo/uuid/jobs/etl-1/driveroutput.%09d".formatted(number), text.getBytes(UTF_8));
    }

    private Page read(long offset, int maxBytes, Optional<Instant> endedAt) {
        return output.read(BASE, offset, maxBytes, endedAt, NOW);
    }

    @Test
    void aLogIsFollowedWhileItGrows() {
        assertThat(read(0, 100, RUNNING)).isEqualTo(new Page("", 0, More.LATER));

        chunk(0, "one\n");
        assertThat(read(0, 100, RUNNING)).isEqualTo(new Page("one\n", 4, More.LATER));

        chunk(0, "one\ntwo\n");
        chunk(1, "three\n");
        assertThat(read(4, 100, RUNNING)).isEqualTo(new Page("two\nthree\n", 14, More.LATER));
        assertThat(output.length(BASE, RUNNING, NOW)).isEqualTo(14);
    }

    @Test
    void theMarkAtTheEndIsTheEnd() {
        chunk(0, "one\n");
        chunk(1, "");

        assertThat(read(0, 100, RUNNING)).isEqualTo(new Page("one\n", 4, More.END));
        assertThat(read(0, 4, JUST_ENDED)).isEqualTo(new Page("one\n", 4, More.END));
        assertThat(read(4, 100, LONG_ENDED)).isEqualTo(new Page("", 4, More.END));
    }

    @Test
    void anEmptyLogHasAnEndTooHoweverLate() {
        chunk(0, "");

        assertThat(read(0, 100, JUST_ENDED)).isEqualTo(new Page("", 0, More.END));
        assertThat(read(0, 100, LONG_ENDED)).isEqualTo(new Page("", 0, More.END));
    }

    @Test
    void pagesGoThroughChunksAndLeaveNoCharacterCut() {
        chunk(0, "äö");
        byte[] euro = "ü€!".getBytes(UTF_8);
        gcs.put("output", "metainfo/uuid/jobs/etl-1/driveroutput.000000001", Arrays.copyOf(euro, 3));
        gcs.put("output", "metainfo/uuid/jobs/etl-1/driveroutput.000000002", Arrays.copyOfRange(euro, 3, euro.length));
        chunk(3, "");

        assertThat(read(0, 7, LONG_ENDED)).isEqualTo(new Page("äöü", 6, More.NOW));
        assertThat(read(6, 4, LONG_ENDED)).isEqualTo(new Page("€!", 10, More.END));
        assertThat(read(0, 100, LONG_ENDED)).isEqualTo(new Page("äöü€!", 10, More.END));
        assertThat(read(0, 1, LONG_ENDED)).isEqualTo(new Page("äö", 4, More.NOW));
    }

    @Test
    void aChunkThatComesLateIsWaitedFor() {
        chunk(0, "one\n");
        chunk(2, "three\n");
        assertThat(read(0, 100, RUNNING)).isEqualTo(new Page("one\n", 4, More.LATER));
        assertThat(read(4, 100, JUST_ENDED)).isEqualTo(new Page("", 4, More.LATER));

        chunk(1, "two\n");
        assertThat(read(4, 100, JUST_ENDED)).isEqualTo(new Page("two\nthree\n", 14, More.LATER));
    }

    @Test
    void aChunkThatDoesNotComeIsPassedOver() {
        chunk(0, "one\n");
        chunk(2, "three\n");

        assertThat(read(0, 100, LONG_ENDED)).isEqualTo(new Page("one\nthree\n", 10, More.END));
        assertThat(output.length(BASE, LONG_ENDED, NOW)).isEqualTo(10);
    }

    @Test
    void aLogThatDoesNotComeIsNeverThere() {
        assertThat(read(0, 100, JUST_ENDED)).isEqualTo(new Page("", 0, More.LATER));
        assertThat(read(0, 100, LONG_ENDED)).isEqualTo(new Page("", 0, More.NEVER));
        assertThat(output.read(Optional.empty(), 0, 100, RUNNING, NOW).more()).isEqualTo(More.LATER);
        assertThat(output.read(Optional.empty(), 0, 100, LONG_ENDED, NOW).more())
                .isEqualTo(More.NEVER);
        assertThat(output.length(Optional.empty(), RUNNING, NOW)).isZero();
    }

    @Test
    void whatStandsBesideIsNotRead() {
        chunk(0, "one\n");
        gcs.put("output", "metainfo/uuid/jobs/etl-1/driveroutput.00000000", "x".getBytes(UTF_8));
        gcs.put("output", "metainfo/uuid/jobs/etl-1/driveroutput.000000001.tmp", "x".getBytes(UTF_8));
        gcs.put("output", "metainfo/uuid/jobs/etl-1/driveroutput-2.000000001", "x".getBytes(UTF_8));

        assertThat(read(0, 100, LONG_ENDED)).isEqualTo(new Page("one\n", 4, More.END));
    }

    @Test
    void aPageOfALongLogReadsOnlyWhatItShows() {
        for (int i = 0; i < 20; i++) {
            chunk(i, "0123456789");
        }

        assertThat(read(95, 10, RUNNING)).isEqualTo(new Page("5678901234", 105, More.NOW));
        assertThat(gcs.calls("objects.list")).isEqualTo(1);
        assertThat(gcs.calls("objects.download")).isEqualTo(2);
    }
}
