package dev.drover.gcp.dataproc;

import java.util.List;
import java.util.stream.Collectors;

/** Quotes words for bash, so that they arrive as they are. */
final class ShellWords {
    private ShellWords() {}

    static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    static String quote(List<String> words) {
        return words.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
    }
}
