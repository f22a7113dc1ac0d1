package dev.drover.its.soak;

import dev.drover.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run that really was, by its own marks; see {@link MarkingApp}.
 *
 * @param id as Drover calls it
 * @param folder of its driver
 * @param begun how often it began
 * @param done how often it was done
 * @param together how often it found another run of its number alive
 */
record Run(JobId id, Path folder, int begun, int done, int together, Instant last) {

    /** The runs of a number, in the order in which they began. */
    static List<Run> of(Setup setup, int number) throws IOException {
        Path marks = setup.marks().resolve(Integer.toString(number));
        Map<Path, Run> runs = new LinkedHashMap<>();
        for (String line : Files.exists(marks) ? Files.readAllLines(marks) : List.<String>of()) {
            String[] words = line.split(" ", 3);
            Path folder = Path.of(words[2]);
            Instant at = Instant.ofEpochMilli(Long.parseLong(words[1]));
            runs.merge(folder, first(setup, words[0], folder, at), Run::and);
        }
        return new ArrayList<>(runs.values());
    }

    private static Run first(Setup setup, String mark, Path folder, Instant at) {
        JobId id = setup.clusters().stream()
                .filter(cluster -> folder.startsWith(cluster.work()))
                .map(cluster -> cluster.id().job(folder.getFileName().toString()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No cluster works in " + folder));
        return new Run(
                id,
                folder,
                mark.equals("BEGUN") ? 1 : 0,
                mark.equals("DONE") ? 1 : 0,
                mark.equals("TOGETHER") ? 1 : 0,
                at);
    }

    private Run and(Run later) {
        return new Run(id, folder, begun + later.begun, done + later.done, together + later.together, later.last);
    }
}
