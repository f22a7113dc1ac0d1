package dev.drover.samples.gateway;

import dev.drover.JobHandle;
import dev.drover.JobLogs;
import java.util.Locale;
import java.util.Optional;

/** {@code /log}: what drivers and executors print, page by page. */
final class Logs {
    private static final int MOST_LINES = 10_000;

    private final Runs runs;

    Logs(Runs runs) {
        this.runs = runs;
    }

    /** With {@code tail} the last lines, otherwise a page from {@code offset} on; the headers say how to go on. */
    Reply read(Call call) {
        String id = call.parameter("subId").orElseThrow(() -> HttpProblem.badRequest("'subId' is missing."));
        JobHandle job = runs.of(id, call.user());
        JobLogs.Source source = call.parameter("execId")
                .map(executor -> new JobLogs.Source("executor " + executor))
                .orElse(JobLogs.Source.STDOUT);
        Optional<String> tail = call.parameter("tail");
        if (tail.isPresent()) {
            int lines = (int) call.number("tail", 0, 1, MOST_LINES);
            return Reply.text(String.join("\n", job.logs().tail(source, lines)) + "\n");
        }
        long offset = call.number("offset", 0, 0, Long.MAX_VALUE);
        JobLogs.Page page = job.logs().read(source, offset, JobLogs.MAX_PAGE);
        return Reply.text(page.text())
                .with("Log-Next-Offset", String.valueOf(page.nextOffset()))
                .with("Log-More", page.more().name().toLowerCase(Locale.ROOT));
    }
}
