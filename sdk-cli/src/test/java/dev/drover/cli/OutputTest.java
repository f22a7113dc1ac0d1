package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.output.Terminal;
import dev.drover.testkit.mem.JobScript;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes where, and how it looks on a terminal. */
class OutputTest {
    private static final String HOSTILE = "a\u001b[2Jb\u202Ec\u009Bd";

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void aShell() {
        shell = new Shell(folder).withLedger();
        shell.platform.cluster("mem://eu/etl");
    }

    @Test
    void tablesFitATerminal() {
        shell.terminal = new Terminal(true, false, 60);
        String id = shell.run(
                        "job",
                        "submit",
                        "--on",
                        "mem://eu/etl",
                        "--key",
                        "a-very-long-key/of-some-work",
                        "--command",
                        "x")
                .out()
                .strip();

        Shell.Result status = shell.run("job", "list", "--on", "mem://eu/etl");

        assertThat(status.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(60));
        assertThat(status.out()).contains("...");
        shell.terminal = Terminal.NONE;
        assertThat(shell.run("job", "list", "--on", "mem://eu/etl").lines())
                .hasSize(2)
                .anySatisfy(line -> {
                    assertThat(line).contains(id).doesNotContain("...");
                });
    }

    @Test
    void columnsAreAligned() {
        shell.run("storage", "put", folder.resolve("drover.yaml").toString(), "mem://b/one");

        assertThat(shell.run("storage", "stat", "mem://b/one").lines().get(0)).matches("SIZE +MODIFIED +URI");
        String header = shell.run("storage", "stat", "mem://b/one").lines().get(0);
        String row = shell.run("storage", "stat", "mem://b/one").lines().get(1);
        assertThat(row.indexOf("mem://b/one")).isEqualTo(header.indexOf("URI"));
    }

    @Test
    void whatOthersWroteDrivesNoTerminal() {
        shell.platform.onJob(
                job -> true,
                JobScript.fail(Duration.ofMinutes(1), 3, "Exception in thread \"main\" java.lang.Error: " + HOSTILE));
        shell.terminal = new Terminal(true, true, 120);

        Shell.Result waited =
                shell.run("job", "submit", "--on", "mem://eu/etl", "--key", "k", "--wait", "--command", "x");
        Shell.Result logs = shell.run("job", "logs", "--key", "k");
        Shell.Result json = shell.run("--json", "job", "logs", "--key", "k");

        assertThat(waited.exit()).isEqualTo(1);
        assertThat(withoutOurOwn(waited.err())).contains("a?[2Jb?c?d").doesNotContain("\u001b", "\u202E", "\u009B");
        assertThat(logs.out()).contains("a?[2Jb?c?d").doesNotContain("\u001b", "\u202E", "\u009B");
        assertThat(json.out())
                .contains("a\\u001B[2Jb\\u202Ec\\u009Bd")
                .matches(text -> text.chars().allMatch(c -> c < 128));
    }

    private static String withoutOurOwn(String text) {
        return text.replace("\r\u001b[K", "");
    }

    @Test
    void logsInAPipeAreAsTheyAre() {
        shell.platform.onJob(
                job -> true, JobScript.succeed(Duration.ofMinutes(1)).printing(HOSTILE + "\n"));
        shell.run("job", "submit", "--on", "mem://eu/etl", "--key", "k", "--wait", "--command", "x");

        assertThat(shell.run("job", "logs", "--key", "k", "--source", "stdout", "--all")
                        .out())
                .isEqualTo(HOSTILE + "\n");
    }

    @Test
    void aLineBreakInANameMakesNoLine() {
        shell.run("storage", "put", folder.resolve("drover.yaml").toString(), "mem://b/one\u2028two");

        assertThat(shell.run("storage", "ls", "mem://b/").out()).contains("mem://b/one?two");
    }

    @Test
    void progressIsALineThatChangesOnATerminalAndPlainLinesElsewhere() {
        String[] submit = {"job", "submit", "--on", "mem://eu/etl", "--wait", "--command", "x"};

        String plain = shell.run(submit).err();
        shell.terminal = new Terminal(false, true, 80);
        String live = shell.run(submit).err();

        assertThat(plain).doesNotContain("\u001b", "\r").containsPattern("(?m)^job mem://eu/etl#\\S+ is RUNNING$");
        assertThat(live).contains("\r\u001b[Kjob mem://eu/etl#").contains("is RUNNING");
        // The line is cleared before one that stays.
        assertThat(live).containsPattern("\r\u001b\\[KThe job ended: SUCCEEDED");
    }

    @Test
    void quietTellsErrorsOnly() {
        Shell.Result good = shell.run("-q", "job", "submit", "--on", "mem://eu/etl", "--wait", "--command", "x");
        Shell.Result bad = shell.run("-q", "job", "status", "mem://eu/etl#none");

        assertThat(good.err()).isEmpty();
        assertThat(good.out()).startsWith("mem://eu/etl#");
        assertThat(bad.err()).startsWith("drover: NOT_FOUND: ");
    }

    @Test
    void verboseTellsCallsAndWhereErrorsComeFrom() {
        assertThat(shell.run("-v", "job", "submit", "--on", "mem://eu/etl", "--command", "x")
                        .err())
                .containsPattern("(?m)^\\S+ of .*: done in [0-9]+ ms$");
        assertThat(shell.run("-v", "job", "status", "mem://eu/etl#none").err()).contains("\tat dev.drover.");
        assertThat(shell.run("job", "status", "mem://eu/etl#none").err()).doesNotContain("\tat ");
    }

    @Test
    void jsonIsOneDocumentEvenForErrors() {
        assertThat(shell.run("--json", "job", "status", "mem://eu/etl#none")
                        .json()
                        .at("/error/code")
                        .asText())
                .isEqualTo("NOT_FOUND");
        assertThat(shell.run("job", "status", "--json", "--no-such-option")
                        .json()
                        .at("/error/exit")
                        .asInt())
                .isEqualTo(2);
        assertThat(shell.run("job", "submit", "--on", "x", "--command", "c", "--", "--json", "--nonsense")
                        .out())
                .isEmpty();
    }

    @Test
    void wideAndCombiningCharactersKeepTheirColumns() {
        shell.terminal = new Terminal(true, false, 80);
        shell.run(
                "storage",
                "put",
                folder.resolve("drover.yaml").toString(),
                "mem://b/日本語のとても長い名前のファイルが幅を取り過ぎるときの様子を見るための名前");

        String row = shell.run("storage", "stat", "mem://b/日本語のとても長い名前のファイルが幅を取り過ぎるときの様子を見るための名前")
                .lines()
                .get(1);

        assertThat(row.codePoints().map(c -> c > 0x1100 ? 2 : 1).sum()).isBetween(76, 80);
        assertThat(row).endsWith("...");
    }
}
