package dev.drover.its;

import dev.drover.JobStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Drover can read of a run that failed, as a test resource: no line is invented, some are left out.
 *
 * @param words what only this machine has names for, and what to say instead; replaced in this order, as whole words
 */
record FailureLog(JobStatus status, List<String> stderr, List<String> stdout, Map<String, String> words) {
    /** What Spark says when all goes well; the rest of what it says at this level leads up to the end. */
    private static final Pattern BORING = Pattern.compile(
            "^Launch Command: .*|^\\d\\d/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d INFO (?!(?:DAGScheduler: (?:Job|\\w*Stage) \\d+ .*failed"
                    + "|TaskSetManager: Lost|ShutdownHookManager|SparkContext: (?:Running|Invoking|Success|SparkContext)"
                    + "|StandaloneAppClient\\$ClientEndpoint: Executor updated|CodeGenerator)).*");

    private static final Pattern FRAME = Pattern.compile("\\s+at ");
    /** In characters; in a log that is larger, of each stack trace only the first frames are kept. */
    private static final int LARGE = 30_000;

    private static final int FRAMES = 5;

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("stderr.txt"), tidy(stderr));
        Files.write(folder.resolve("stdout.txt"), tidy(stdout));
        Files.write(
                folder.resolve("status.txt"),
                List.of(
                        status.state().name(),
                        status.exitCode().isPresent()
                                ? Integer.toString(status.exitCode().getAsInt())
                                : "",
                        scrub(status.detail().orElse(""))));
    }

    private List<String> tidy(List<String> lines) {
        List<String> telling = lines.stream()
                .filter(line -> !BORING.matcher(line).matches())
                .map(this::scrub)
                .toList();
        return telling.stream().mapToInt(String::length).sum() > LARGE ? withoutDeepFrames(telling) : telling;
    }

    private static List<String> withoutDeepFrames(List<String> lines) {
        List<String> kept = new ArrayList<>();
        int depth = 0;
        for (String line : lines) {
            depth = FRAME.matcher(line).lookingAt() ? depth + 1 : 0;
            if (depth <= FRAMES) {
                kept.add(line);
            }
        }
        return kept;
    }

    private String scrub(String text) {
        String clean = text;
        for (Map.Entry<String, String> word : words.entrySet()) {
            Pattern whole = Pattern.compile("(?<![\\w-])" + Pattern.quote(word.getKey()) + "(?![\\w-])");
            clean = whole.matcher(clean).replaceAll(Matcher.quoteReplacement(word.getValue()));
        }
        return clean;
    }
}
