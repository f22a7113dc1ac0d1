package dev.drover.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Page;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"ä", "€", "😀"})
    void aCharacterThatIsCutIsLeftForTheNextPage(String last) {
        byte[] whole = ("ok " + last).getBytes(UTF_8);
        for (int length = 4; length < whole.length; length++) {
            Page page = LogText.page(Arrays.copyOf(whole, length), 100, More.NOW);

            assertThat(page.text()).isEqualTo("ok ");
            assertThat(page.nextOffset()).isEqualTo(103);
        }
        assertThat(LogText.page(whole, 100, More.LATER))
                .isEqualTo(new Page("ok " + last, 100 + whole.length, More.LATER));
    }

    @Test
    void whatIsCutAtTheEndOfALogIsShownAsItIs() {
        byte[] cut = Arrays.copyOf("ok €".getBytes(UTF_8), 5);

        assertThat(LogText.page(cut, 0, More.END).nextOffset()).isEqualTo(5);
    }

    @Test
    void bytesThatAreNoUtf8DoNotHoldALogUp() {
        byte[] broken = {'a', (byte) 0xBF, (byte) 0xBF, (byte) 0xBF, (byte) 0xBF};

        assertThat(LogText.page(broken, 0, More.NOW).nextOffset()).isEqualTo(5);
    }
}
