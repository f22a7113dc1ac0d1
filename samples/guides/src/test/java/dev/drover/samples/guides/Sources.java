package dev.drover.samples.guides;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Source files that are compiled, in which the code of the pages is looked for. */
record Sources(List<List<String>> files) {

    static Sources below(Path folder) throws IOException {
        List<List<String>> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file :
                    all.filter(each -> each.toString().endsWith(".java")).toList()) {
                files.add(Files.readAllLines(file));
            }
        }
        return new Sources(files);
    }

    /** Whether these lines stand together in one of the files, at whatever depth. */
    boolean contain(String block) {
        List<String> lines = Arrays.asList(block.split("\n", -1));
        return files.stream().anyMatch(file -> contains(file, block, lines.size()));
    }

    private static boolean contains(List<String> file, String block, int length) {
        for (int start = 0; start + length <= file.size(); start++) {
            String part = file.subList(start, start + length).stream().collect(Collectors.joining("\n"));
            if (Page.dedented(part).equals(block)) {
                return true;
            }
        }
        return false;
    }
}
