package dev.drover.samples.multimno;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of a {@code pyproject.toml} as those of this sample say: tables whose values are texts, or lists of texts, on one
 * line each.
 *
 * @param tables the values, as they were written, by table and key
 */
record Project(Map<String, Map<String, String>> tables) {
    private static final Pattern TABLE = Pattern.compile("\\[(.+)]");
    private static final Pattern VALUE = Pattern.compile("([A-Za-z0-9_-]+) = (.+)");

    static Project read(Path file) throws IOException {
        Map<String, Map<String, String>> tables = new LinkedHashMap<>();
        Map<String, String> table = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            Matcher heading = TABLE.matcher(line);
            Matcher value = VALUE.matcher(line);
            if (heading.matches()) {
                table = tables.computeIfAbsent(heading.group(1), name -> new LinkedHashMap<>());
            } else if (value.matches()) {
                table.put(value.group(1), value.group(2));
            } else if (!line.isBlank()) {
                throw new IOException(file + ": '" + line + "' is more than this sample reads");
            }
        }
        return new Project(tables);
    }

    String name() {
        return text("name");
    }

    String version() {
        return text("version");
    }

    private String text(String key) {
        return Optional.ofNullable(table("project").get(key))
                .map(Project::unquoted)
                .orElseThrow();
    }

    /** In the words of a wheel's metadata. */
    String metadata() {
        StringBuilder text = new StringBuilder("Metadata-Version: 2.1\nName: " + name() + "\nVersion: " + version()
                + "\nRequires-Python: " + text("requires-python") + "\n");
        Matcher requirement =
                Pattern.compile("\"([^\"]+)\"").matcher(table("project").getOrDefault("dependencies", ""));
        while (requirement.find()) {
            text.append("Requires-Dist: ").append(requirement.group(1)).append('\n');
        }
        return text.toString();
    }

    /** In the words of a wheel's entry points; empty if there are none. */
    String entryPoints() {
        StringBuilder text = new StringBuilder();
        add(text, "console_scripts", table("project.scripts"));
        tables.keySet().stream()
                .filter(name -> name.startsWith("project.entry-points."))
                .forEach(name -> add(text, unquoted(name.substring("project.entry-points.".length())), table(name)));
        return text.toString();
    }

    private static void add(StringBuilder text, String group, Map<String, String> entries) {
        if (!entries.isEmpty()) {
            text.append('[').append(group).append("]\n");
            entries.forEach((name, object) ->
                    text.append(name).append(" = ").append(unquoted(object)).append('\n'));
        }
    }

    private Map<String, String> table(String name) {
        return tables.getOrDefault(name, Map.of());
    }

    private static String unquoted(String text) {
        return text.replaceAll("^\"|\"$", "");
    }
}
