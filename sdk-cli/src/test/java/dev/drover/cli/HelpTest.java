package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Help, its examples, and the page that is made of both. */
class HelpTest {
    private static final List<String> VERBS = List.of(
            "cluster create",
            "cluster plan",
            "cluster list",
            "cluster info",
            "cluster resize",
            "cluster add",
            "cluster remove",
            "cluster detach",
            "cluster kill",
            "cluster reap",
            "cluster run-script",
            "job submit",
            "job status",
            "job wait",
            "job logs",
            "job cancel",
            "job list",
            "storage ls",
            "storage put",
            "storage get",
            "storage rm",
            "storage stat",
            "package push",
            "package list",
            "package prune",
            "pipeline run",
            "pipeline resume",
            "pipeline status",
            "pipeline report",
            "pool status",
            "pool drain",
            "pool undrain",
            "config check",
            "config schema",
            "completion");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\\S+");

    @TempDir
    static Path folder;

    static CommandLine model() {
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
        return new Cli(new Shell(folder).world(nowhere, nowhere)).commandLine(group -> true);
    }

    /** All commands, groups and the root among them. */
    static List<CommandLine> all() {
        List<CommandLine> all = new ArrayList<>();
        collect(model(), all);
        return all;
    }

    private static void collect(CommandLine line, List<CommandLine> all) {
        all.add(line);
        line.getSubcommands().values().forEach(each -> collect(each, all));
    }

    static String name(CommandLine line) {
        return line.getCommandSpec().qualifiedName();
    }

    static Stream<String> names() {
        return all().stream().map(HelpTest::name);
    }

    private static CommandLine named(String name) {
        return all().stream()
                .filter(line -> name(line).equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The examples of a help text, each as one line. */
    static List<String> examples(CommandLine line) {
        String footer = String.join("\n", line.getCommandSpec().usageMessage().footer());
        int start = footer.indexOf("Example");
        return start < 0
                ? List.of()
                : footer.substring(footer.indexOf('\n', start) + 1)
                        .replaceAll("\\\\\n\\s*", "")
                        .lines()
                        .map(String::strip)
                        .toList();
    }

    @Test
    void thereAreAllVerbs() {
        assertThat(all().stream()
                        .filter(line -> line.getSubcommands().isEmpty())
                        .map(HelpTest::name))
                .containsExactlyInAnyOrderElementsOf(
                        VERBS.stream().map(verb -> "drover " + verb).toList());
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyCommandHasExamplesThatParse(String name) {
        List<String> examples = examples(named(name));

        assertThat(examples)
                .isNotEmpty()
                .allSatisfy(example -> assertThat(commandOf(example)).startsWith(name));
    }

    /** The name of the command that a line calls. */
    static String commandOf(String example) {
        List<String> words = words(example);
        assertThat(words.get(0)).isEqualTo("drover");
        CommandLine.ParseResult parsed =
                model().parseArgs(words.subList(1, words.size()).toArray(String[]::new));
        List<CommandLine> chain = parsed.asCommandLineList();
        return name(chain.get(chain.size() - 1));
    }

    /** As a shell reads it, as far as examples go. */
    private static List<String> words(String example) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(example.replaceFirst(" > .*", ""));
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group());
        }
        return words;
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyHelpFitsATerminalAndDescribesAllThatItTakes(String name) {
        CommandLine line = named(name);

        assertThat(line.getUsageMessage().lines())
                .allSatisfy(each -> assertThat(each.length()).isLessThanOrEqualTo(80));
        assertThat(line.getCommandSpec().usageMessage().description()).isNotEmpty();
        assertThat(line.getCommandSpec().args())
                .allSatisfy(arg -> assertThat(arg.description()).isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("names")
    void helpIsOnStandardOutputAndEndsWell(String name) {
        List<String> args = new ArrayList<>(List.of(name.split(" ")).subList(1, name.split(" ").length));
        args.add("--help");

        Shell.Result result = new Shell(folder).run(args.toArray(String[]::new));

        assertThat(result.exit()).isZero();
        assertThat(result.out()).startsWith("Usage: " + name);
        assertThat(result.err()).isEmpty();
    }

    /** The part of docs/command.md below its mark is made from the model: -Ddrover.docs.write=true writes it. */
    @Test
    void thePageSaysWhatTheHelpSays() throws Exception {
        Path page = Path.of("../docs/command.md");
        String mark = "<!-- Below: made from the help by HelpTest. -->\n";
        String text = Files.readString(page);
        String head = text.substring(0, text.indexOf(mark) + mark.length());
        String wanted = head + reference();
        if (Boolean.getBoolean("drover.docs.write")) {
            Files.writeString(page, wanted);
        }

        assertThat(Files.readString(page)).isEqualTo(wanted);
    }

    private static String reference() {
        StringBuilder page = new StringBuilder();
        for (CommandLine line : all()) {
            if (line.getSubcommands().isEmpty()) {
                CommandLine.Model.UsageMessageSpec usage = line.getCommandSpec().usageMessage();
                page.append("\n## ").append(name(line)).append("\n\n");
                page.append(String.join("\n", usage.description())).append("\n\n```sh\n");
                page.append(String.join("\n", usage.footer())
                        .replaceFirst("(?s)^\\s*Examples?:\n", "")
                        .replaceAll("(?m)^  ", ""));
                page.append("\n```\n\n");
                line.getCommandSpec()
                        .positionalParameters()
                        .forEach(each -> page.append("- `")
                                .append(each.paramLabel())
                                .append("`: ")
                                .append(String.join(" ", each.description()))
                                .append('\n'));
                line.getCommandSpec().options().stream()
                        .filter(each -> !each.inherited() && !each.usageHelp() && !each.versionHelp())
                        .forEach(each -> page.append("- `")
                                .append(each.longestName())
                                .append(each.arity().max() == 0 ? "" : " " + each.paramLabel())
                                .append("`: ")
                                .append(String.join(" ", each.description()))
                                .append('\n'));
            }
        }
        return page.toString().replaceAll("\n\n\n", "\n\n");
    }
}
