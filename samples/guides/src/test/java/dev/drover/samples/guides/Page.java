package dev.drover.samples.guides;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The blocks of code on a page of docs. */
record Page(String name) {

    /** All blocks of a language, without their indentation in lists. */
    List<String> blocks(String language) {
        return Pattern.compile("(?ms)^ *```" + language + "\n(.*?)^ *```$")
                .matcher(text())
                .results()
                .map(block -> dedented(block.group(1)))
                .toList();
    }

    String text() {
        try {
            return Files.readString(Path.of("../../docs", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Code as it reads at any depth. */
    static String dedented(String code) {
        return code.stripTrailing().stripIndent();
    }

    @Override
    public String toString() {
        return name;
    }
}
