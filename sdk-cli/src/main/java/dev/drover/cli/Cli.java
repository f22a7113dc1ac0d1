package dev.drover.cli;

import dev.drover.cli.command.Root;
import dev.drover.cli.command.Verbs;
import dev.drover.cli.command.World;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Detail;
import dev.drover.cli.output.Failures;
import dev.drover.cli.output.Screen;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command: reads arguments, runs what they name, and says how it went. */
public final class Cli {
    private static final int WIDEST_HELP = 120;

    private final World world;

    public Cli(World world) {
        this.world = world;
    }

    /** Runs the command once; gives the number to end with. */
    public int run(String... args) {
        Set<String> words = Set.of(Arrays.stream(args).distinct().toArray(String[]::new));
        CommandLine line = commandLine(name -> words.contains(name) || words.contains("completion"));
        line.setParameterExceptionHandler((error, given) -> refused(error, given));
        line.setExecutionExceptionHandler((error, command, parsed) -> {
            Root root = command.getCommandSpec().root().userObject() instanceof Root found ? found : new Root(world);
            return failed(error, root.screen());
        });
        return line.execute(args);
    }

    /** The model of the command, with the verbs of the wanted groups. */
    CommandLine commandLine(Predicate<String> wanted) {
        CommandLine line = new CommandLine(new Root(world));
        Verbs.addTo(line, wanted);
        Words.teach(line);
        line.setOut(new PrintWriter(world.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(world.err(), true, StandardCharsets.UTF_8));
        // An argument that begins with @ is an argument.
        line.setExpandAtFiles(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(Math.min(WIDEST_HELP, world.terminal().columns()));
        line.setUsageHelpLongOptionsMaxWidth(34);
        boolean coloured =
                world.terminal().out() && world.environment().apply("NO_COLOR").isEmpty();
        line.setColorScheme(CommandLine.Help.defaultColorScheme(coloured ? Ansi.ON : Ansi.OFF));
        return line;
    }

    private int refused(ParameterException error, String[] given) {
        List<String> args = Arrays.asList(given);
        int rest = args.indexOf("--");
        boolean json = (rest < 0 ? args : args.subList(0, rest)).contains("--json");
        Screen screen = new Screen(world.out(), world.err(), world.terminal(), json, Detail.NORMAL);
        int code = failed(error, screen);
        UnmatchedArgumentException.printSuggestions(
                error, error.getCommandLine().getErr());
        screen.note("See '" + error.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return code;
    }

    private static int failed(Exception error, Screen screen) {
        Answer answer = Failures.answer(error);
        screen.show(answer);
        screen.error("drover: " + Failures.message(error));
        screen.trace(error);
        return answer.exit().code();
    }
}
