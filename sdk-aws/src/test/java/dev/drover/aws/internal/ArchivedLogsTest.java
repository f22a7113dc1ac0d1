package dev.drover.aws.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Page;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivedLogsTest {
    private static final Optional<Instant> GOES_ON = Optional.empty();

    @AutoClose
    private final Drover drover = Drover.builder().build();

    private final ArchivedLogs logs = new ArchivedLogs(drover::storage);
    private final Instant now = Instant.now();
    private StorageUri folder;

    @BeforeEach
    void prepare(@TempDir Path temp) {
        folder = StorageUri.of(temp).asPrefix();
    }

    private Optional<StoredObject> stored(String text) throws IOException {
        return Optional.of(put(packed(text)));
    }

    private StoredObject put(byte[] bytes) {
        StorageUri uri = folder.resolve("a/b/stdout.gz");
        return drover.storage(uri).put(uri, Content.of(bytes));
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void aMissingLogMayComeUntilLongAfterTheEnd() {
        Optional<Instant> justEnded = Optional.of(now.minusSeconds(5));
        Optional<Instant> longEnded = Optional.of(now.minus(ArchivedLogs.LATEST).minusSeconds(1));

        assertThat(logs.read(Optional.empty(), 7, 10, GOES_ON, now)).isEqualTo(new Page("", 7, More.LATER));
        assertThat(logs.read(Optional.empty(), 7, 10, justEnded, now).more()).isEqualTo(More.LATER);
        assertThat(logs.read(Optional.empty(), 7, 10, longEnded, now).more()).isEqualTo(More.NEVER);
        assertThat(logs.length(Optional.empty())).isZero();
    }

    @Test
    void aLogFromBeforeTheEndMayStillBeReplaced() throws IOException {
        Optional<StoredObject> log = stored("half");
        Instant writtenAt = log.orElseThrow().modifiedAt();

        assertThat(logs.read(log, 0, 10, GOES_ON, now)).isEqualTo(new Page("half", 4, More.LATER));
        assertThat(logs.read(log, 0, 10, Optional.of(writtenAt.plusSeconds(60)), now)
                        .more())
                .isEqualTo(More.LATER);
        assertThat(logs.read(log, 0, 10, Optional.of(writtenAt), now).more()).isEqualTo(More.END);
        Instant muchLater = writtenAt.plus(Duration.ofHours(1));
        assertThat(logs.read(log, 0, 10, Optional.of(writtenAt.plusSeconds(60)), muchLater)
                        .more())
                .isEqualTo(More.END);
    }

    @Test
    void pagesCutNoCharacterAndAddUp() throws IOException {
        String text = "äöü€ 😀 plain ".repeat(50);
        Optional<StoredObject> log = stored(text);
        StringBuilder all = new StringBuilder();
        long offset = 0;
        Page page;
        do {
            page = logs.read(log, offset, 5, Optional.of(Instant.EPOCH), now);
            assertThat(page.nextOffset()).isGreaterThan(offset);
            all.append(page.text());
            offset = page.nextOffset();
        } while (page.more() == More.NOW);

        assertThat(page.more()).isEqualTo(More.END);
        assertThat(all).hasToString(text);
        assertThat(logs.length(log)).isEqualTo(offset).isEqualTo(text.getBytes(UTF_8).length);
        assertThat(logs.read(log, offset + 100, 5, GOES_ON, now)).isEqualTo(new Page("", offset + 100, More.LATER));
    }

    @Test
    void aTornLogCanBeReadAgain() throws IOException {
        byte[] whole = packed("text".repeat(1_000));
        StoredObject torn = put(Arrays.copyOf(whole, whole.length - 12));

        DroverException failed = catchThrowableOfType(DroverException.class, () -> logs.length(Optional.of(torn)));

        assertThat(failed.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failed.retryable()).isTrue();
    }

    @Test
    void aLogIsFoundByTheEndOfItsPath() throws IOException {
        Optional<StoredObject> log = stored("x");

        assertThat(logs.find(folder, "/b/stdout.gz").map(StoredObject::uri)).isEqualTo(log.map(StoredObject::uri));
        assertThat(logs.find(folder, "/c/stdout.gz")).isEmpty();
    }
}
