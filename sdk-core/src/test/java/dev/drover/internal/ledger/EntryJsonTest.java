package dev.drover.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.Attempt;
import dev.drover.JobState;
import dev.drover.LedgerEntry;
import dev.drover.LedgerEntry.State;
import dev.drover.RequestKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries as they stand in the storage. */
class EntryJsonTest {
    private static final LedgerEntry ENDED = new LedgerEntry(
            new Attempt(Attempt.Kind.JOB, RequestKey.of("a/b~c", "\"ключ\"\\"), 7, "team"),
            12,
            State.ENDED,
            3,
            "mem://eu/etl",
            "a1b2",
            Instant.parse("2026-11-21T00:01:00.123456789Z"),
            "d1",
            Optional.of("mem://eu/etl#run-1"),
            Optional.of(JobState.FAILED),
            Set.of("mem://us/spare", "mem://eu/etl"),
            Instant.parse("2026-11-21T00:00:00Z"));

    private static String text(LedgerEntry entry) {
        return new String(EntryJson.write(entry, "nonce"), StandardCharsets.UTF_8);
    }

    private static LedgerEntry read(String text) throws IOException {
        return EntryJson.read(ENDED.index(), text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        assertThat(read(text(ENDED))).isEqualTo(ENDED);
    }

    @Test
    void theNonceTellsWritersApart() {
        assertThat(EntryJson.write(ENDED, "one")).isNotEqualTo(EntryJson.write(ENDED, "two"));
    }

    @Test
    void fieldsOfLaterVersionsAreNoHarm() throws IOException {
        assertThat(read(text(ENDED).replaceFirst("\\{", "{\"later\":[1,{}],"))).isEqualTo(ENDED);
    }

    @ParameterizedTest
    @CsvSource({
        "format, format 1",
        "kind, no kind",
        "key, no key",
        "attempt, counted from 1",
        "state, no state",
        "id, no id",
        "outcome, no outcome",
        "target, no target",
        "holder, no holder",
        "leaseUntil, no leaseUntil",
        "at, no at",
        "digest, no digest"
    })
    void whatLacksAFieldIsNoEntry(String field, String why) {
        assertThatThrownBy(() -> read(text(ENDED).replace('"' + field + '"', "\"other\"")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({"ENDED, OVER", "FAILED, BROKEN", "JOB, TASK", "2026-11-21T00:00:00Z, yesterday"})
    void whatHasAnUnknownValueIsNoEntry(String value, String other) {
        assertThatThrownBy(() -> read(text(ENDED).replace('"' + value + '"', '"' + other + '"')))
                .isInstanceOf(IOException.class);
    }

    @Test
    void deepNestingIsNoEntry() {
        assertThatThrownBy(() -> read("[".repeat(60_000))).isInstanceOf(IOException.class);
    }
}
