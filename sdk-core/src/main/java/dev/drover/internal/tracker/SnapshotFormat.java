package dev.drover.internal.tracker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.spi.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The objects beside the lease as bytes: a line with the SHA-256 of what follows, then JSON. What does not match its
 * digest, does not parse or speaks of another cluster is not there. Immutable, safe for use by many threads.
 */
final class SnapshotFormat {
    private static final int DIGEST_LENGTH = 64;
    private static final int LONGEST_DETAIL = 500;
    private static final long MOST_EPOCHS = 999_999_999_990L;

    private final ClusterId cluster;
    private final ObjectMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private record Line(
            String id,
            String state,
            String nativeState,
            @Nullable Integer exitCode,
            @Nullable String detail,
            @Nullable String name,
            @Nullable String submittedAt,
            @Nullable String endedAt,
            String observedAt) {}

    private record Page(
            String cluster,
            long epoch,
            long sequence,
            String holder,
            boolean released,
            String observedAt,
            List<Line> statuses) {}

    private record Ids(String cluster, List<String> ids) {}

    SnapshotFormat(ClusterId cluster) {
        this.cluster = cluster;
    }

    byte[] write(Snapshot snapshot) {
        return seal(new Page(
                cluster.toString(),
                snapshot.epoch(),
                snapshot.sequence(),
                snapshot.holder(),
                snapshot.released(),
                snapshot.observedAt().toString(),
                snapshot.statuses().values().stream().map(SnapshotFormat::line).toList()));
    }

    /** Empty if the bytes are no snapshot of this cluster. */
    Optional<Snapshot> readSnapshot(byte[] bytes) {
        return open(bytes, Page.class)
                .filter(page -> cluster.toString().equals(page.cluster()))
                .flatMap(this::snapshot);
    }

    byte[] write(Set<JobId> wanted) {
        return seal(
                new Ids(cluster.toString(), wanted.stream().map(JobId::nativeId).toList()));
    }

    /** Empty if the bytes are no wishes of this cluster's. */
    Set<JobId> readWanted(byte[] bytes) {
        Set<JobId> wanted = new HashSet<>();
        try {
            open(bytes, Ids.class)
                    .filter(ids -> cluster.toString().equals(ids.cluster()))
                    .ifPresent(ids -> ids.ids().forEach(id -> wanted.add(cluster.job(id))));
        } catch (DroverException | NullPointerException e) {
            return Set.of();
        }
        return wanted;
    }

    private static Line line(JobStatus status) {
        return new Line(
                status.id().nativeId(),
                status.state().name(),
                status.nativeState(),
                status.exitCode().isPresent() ? status.exitCode().getAsInt() : null,
                status.detail()
                        .map(text -> text.substring(0, Math.min(text.length(), LONGEST_DETAIL)))
                        .orElse(null),
                status.name().orElse(null),
                status.submittedAt().map(Instant::toString).orElse(null),
                status.endedAt().map(Instant::toString).orElse(null),
                status.observedAt().toString());
    }

    private Optional<Snapshot> snapshot(Page page) {
        Map<JobId, JobStatus> statuses = new HashMap<>();
        if (page.epoch() < 1 || page.epoch() > MOST_EPOCHS) {
            return Optional.empty();
        }
        try {
            for (Line line : page.statuses()) {
                JobStatus status = status(line);
                statuses.put(status.id(), status);
            }
            return Optional.of(new Snapshot(
                    page.epoch(),
                    page.sequence(),
                    page.holder(),
                    page.released(),
                    Instant.parse(page.observedAt()),
                    statuses));
        } catch (DroverException | NullPointerException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private JobStatus status(Line line) {
        JobState state = Arrays.stream(JobState.values())
                .filter(known -> known.name().equals(line.state()))
                .findFirst()
                // A newer Drover knows more states.
                .orElse(JobState.UNKNOWN);
        return new JobStatus(
                cluster.job(line.id()),
                state,
                Objects.requireNonNull(line.nativeState()),
                line.exitCode() == null ? OptionalInt.empty() : OptionalInt.of(line.exitCode()),
                Optional.ofNullable(line.detail()),
                Optional.ofNullable(line.name()),
                Optional.ofNullable(line.submittedAt()).map(Instant::parse),
                Optional.ofNullable(line.endedAt()).map(Instant::parse),
                Instant.parse(line.observedAt()));
    }

    private byte[] seal(Object body) {
        try {
            byte[] text = json.writeValueAsBytes(body);
            byte[] head = (digest(text, 0) + "\n").getBytes(StandardCharsets.US_ASCII);
            byte[] sealed = Arrays.copyOf(head, head.length + text.length);
            System.arraycopy(text, 0, sealed, head.length, text.length);
            return sealed;
        } catch (JsonProcessingException e) {
            throw new AssertionError("Strings and numbers are always JSON", e);
        }
    }

    private <T> Optional<T> open(byte[] sealed, Class<T> type) {
        int start = DIGEST_LENGTH + 1;
        if (sealed.length <= start) {
            return Optional.empty();
        }
        String head = new String(sealed, 0, DIGEST_LENGTH, StandardCharsets.US_ASCII);
        if (!head.equals(digest(sealed, start))) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(json.readValue(sealed, start, sealed.length - start, type));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String digest(byte[] bytes, int from) {
        MessageDigest sha = Sha256.begin();
        sha.update(bytes, from, bytes.length - from);
        return HexFormat.of().formatHex(sha.digest());
    }
}
