package dev.drover.standalone.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Page;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogPagesTest {
    private static final String[] CHARACTERS = {"a", "\n", "ä", "€", "\uD83D\uDE00", "\uFFFD", "z"};

    /** Reads as a worker does: exactly these bytes, decoded. */
    private static LogRange range(byte[] file, long offset, int length) {
        int start = (int) Math.min(offset, file.length);
        int end = Math.min(start + length, file.length);
        String text = new String(Arrays.copyOfRange(file, start, end), StandardCharsets.UTF_8);
        return new LogRange(text, start, end, file.length);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void pagesOfAnySizeGiveTheWholeText(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
        }
        byte[] file = text.toString().getBytes(StandardCharsets.UTF_8);

        StringBuilder read = new StringBuilder();
        long offset = 0;
        Page page;
        do {
            page = LogPages.of(range(file, offset, LogPages.SMALLEST_READ + random.nextInt(40)), offset, true);
            assertThat(page.nextOffset() > offset || page.more() == More.END).isTrue();
            read.append(page.text());
            offset = page.nextOffset();
        } while (page.more() == More.NOW);

        // A replacement character in the log itself cannot be told from a cut one everywhere: compare without them.
        assertThat(read.toString().replace("\uFFFD", ""))
                .isEqualTo(text.toString().replace("\uFFFD", ""));
        assertThat(offset).isEqualTo(file.length);
    }

    @Test
    void leavesACharacterThatIsStillBeingWritten() {
        byte[] half = {'a', (byte) 0xE2, (byte) 0x82};

        Page page = LogPages.of(range(half, 0, 100), 0, false);

        assertThat(page).isEqualTo(new Page("a", 1, More.LATER));
        assertThat(LogPages.of(range(half, 1, 100), 1, false)).isEqualTo(new Page("", 1, More.LATER));
        assertThat(LogPages.of(range(half, 0, 100), 0, true)).isEqualTo(new Page("a\uFFFD", 3, More.END));
    }

    @Test
    void saysWhatComesNext() {
        byte[] file = "hello".getBytes(StandardCharsets.UTF_8);

        assertThat(LogPages.of(range(file, 0, 4), 0, true)).isEqualTo(new Page("hell", 4, More.NOW));
        assertThat(LogPages.of(range(file, 4, 4), 4, false)).isEqualTo(new Page("o", 5, More.LATER));
        assertThat(LogPages.of(range(file, 4, 4), 4, true)).isEqualTo(new Page("o", 5, More.END));
        assertThat(LogPages.of(range(file, 9, 4), 9, true)).isEqualTo(new Page("", 9, More.END));
    }

    @Test
    void bytesThatAreNoTextDoNotStopTheReading() {
        byte[] file = {'a', (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 'b'};
        long offset = 0;
        for (int i = 0; i < 10 && offset < file.length; i++) {
            offset = LogPages.of(range(file, offset, 4), offset, true).nextOffset();
        }
        assertThat(offset).isEqualTo(file.length);
    }
}
