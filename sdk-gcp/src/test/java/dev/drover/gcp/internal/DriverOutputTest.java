package dev.drover.gcp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.Drover;
import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Page;
import dev.drover.StorageUri;
import dev.drover.gcp.fake.FakeGcs;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What drivers print, from a bucket. */
class DriverOutputTest {
    private static final StorageUri SERIES = StorageUri.parse("gs://bucket/jobs/x/driveroutput");

    @AutoClose
    private final FakeGcs gcs = new FakeGcs(2, Integer.MAX_VALUE, "bucket");

    @AutoClose
    private final Drover drover =
            Drover.builder().configure("gs://", gcs.options()).build();

    private final DriverOutput output = new DriverOutput(drover::storage);

    private void put(String ending, String text) {
        gcs.put("bucket", SERIES.path() + ending, text.getBytes(StandardCharsets.UTF_8));
    }

    private Page read(long offset, int maxBytes, boolean ended) {
        return output.read(Optional.of(SERIES), offset, maxBytes, ended, false);
    }

    @Test
    void aSeriesIsOneText() {
        put(".000000000", "one ");
        put(".000000001", "two ");
        put(".000000002", "three");
        put("-other.000000000", "not this");
        put(".txt", "nor this");

        assertThat(read(0, 100, true)).isEqualTo(new Page("one two three", 13, More.END));
        assertThat(read(2, 5, true)).isEqualTo(new Page("e two", 7, More.NOW));
        assertThat(read(7, 6, false)).isEqualTo(new Page(" three", 13, More.LATER));
        assertThat(read(50, 10, true)).isEqualTo(new Page("", 50, More.END));
        assertThat(output.length(SERIES)).isEqualTo(13);
    }

    @Test
    void aCharacterThatIsCutIsLeftForTheNextPage() {
        put(".000000000", "ab");
        put(".000000001", "\u20ac\u20ac");

        assertThat(read(0, 4, false)).isEqualTo(new Page("ab", 2, More.NOW));
        assertThat(read(2, 1, false)).isEqualTo(new Page("\u20ac", 5, More.NOW));
        assertThat(read(2, 100, false)).isEqualTo(new Page("\u20ac\u20ac", 8, More.LATER));
    }

    @Test
    void aCharacterThatIsCutForEverIsMarkedAtTheEnd() {
        gcs.put("bucket", SERIES.path() + ".000000000", new byte[] {'a', (byte) 0xE2, (byte) 0x82});

        assertThat(read(0, 100, false)).isEqualTo(new Page("a", 1, More.LATER));
        assertThat(read(0, 100, true)).isEqualTo(new Page("a\ufffd", 3, More.END));
    }

    @Test
    void whatIsMissingMayComeUntilItIsTooLate() {
        assertThat(read(0, 100, true).more()).isEqualTo(More.LATER);
        assertThat(output.read(Optional.of(SERIES), 3, 100, true, true)).isEqualTo(new Page("", 3, More.NEVER));
        assertThat(output.read(Optional.empty(), 0, 100, false, false).more()).isEqualTo(More.LATER);
        assertThat(output.length(SERIES)).isZero();
    }
}
