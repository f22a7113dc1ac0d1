package dev.drover.internal.diagnosis;

import dev.drover.ClusterId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.RootCause;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A run that really failed: what {@code its/run RecordFailures} kept of it. */
record RecordedFailure(String name, JobStatus status, List<String> stderr, List<String> stdout) {

    static List<String> names() throws IOException {
        try (Stream<Path> folders = Files.list(folder())) {
            return folders.map(each -> each.getFileName().toString()).toList();
        }
    }

    static RecordedFailure named(String name) throws IOException {
        Path log = folder().resolve(name);
        List<String> facts = Files.readAllLines(log.resolve("status.txt"));
        JobStatus status = JobStatus.of(
                ClusterId.parse("spark://h:7077").job("d"),
                JobState.valueOf(facts.get(0)),
                facts.get(0),
                Instant.EPOCH);
        if (!facts.get(1).isEmpty()) {
            status = status.withExitCode(Integer.parseInt(facts.get(1)));
        }
        String detail = String.join("\n", facts.subList(2, facts.size()));
        return new RecordedFailure(
                name,
                detail.isEmpty() ? status : status.withDetail(detail),
                Files.readAllLines(log.resolve("stderr.txt")),
                Files.readAllLines(log.resolve("stdout.txt")));
    }

    RootCause diagnosed() {
        return Diagnosis.of(status, stderr, stdout);
    }

    private static Path folder() {
        URL found = Objects.requireNonNull(RecordedFailure.class.getResource("logs"));
        try {
            return Path.of(found.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
