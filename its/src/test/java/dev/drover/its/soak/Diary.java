package dev.drover.its.soak;

import dev.drover.JobId;
import dev.drover.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a client asked for and what it was told: files of lines that outlive its process. A number is written down before
 * it is asked for. Safe for use by many threads.
 */
final class Diary {
    private final Path asked;
    private final Path told;

    /** What a client was told of a number in the end. */
    record Told(int number, JobState state, JobId id) {}

    Diary(Setup setup, String client) {
        asked = setup.folder().resolve(client + ".asked");
        told = setup.folder().resolve(client + ".told");
    }

    void asks(int number) throws IOException {
        write(asked, Integer.toString(number));
    }

    void wasTold(Told what) throws IOException {
        write(told, what.number() + " " + what.state() + " " + what.id());
    }

    private static void write(Path file, String line) throws IOException {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    Set<Integer> asked() throws IOException {
        Set<Integer> numbers = new TreeSet<>();
        lines(asked).forEach(line -> numbers.add(Integer.valueOf(line)));
        return numbers;
    }

    List<Told> told() throws IOException {
        return lines(told).stream()
                .map(line -> line.split(" ", 3))
                .map(words -> new Told(Integer.parseInt(words[0]), JobState.valueOf(words[1]), JobId.parse(words[2])))
                .toList();
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
