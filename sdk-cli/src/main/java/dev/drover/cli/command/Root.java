package dev.drover.cli.command;

import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Detail;
import dev.drover.cli.output.Screen;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command itself: what holds for all verbs. */
@Command(
        name = "drover",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        description = "Runs Apache Spark anywhere: clusters, jobs and storage on every platform.",
        footer = {
            "",
            "Exit codes: 0 done, and the job succeeded if it was waited for; 1 a job failed",
            "or was cancelled; 2 wrong usage or configuration; 3 the platform refused or",
            "cannot be reached; 4 the outcome is not known.",
            "",
            "Example:",
            "  drover job status 'spark://master:7077#driver-20261121093528-0000'"
        })
public final class Root {
    private final World world;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            order = 100,
            description = "The configuration; by default $$DROVER_CONFIG, else drover.yaml here if there is one.")
    private @Nullable Path config;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            order = 101,
            description = "Print one JSON document; everything else goes to standard error.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            order = 102,
            description = "Tell nothing but the result and errors.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            order = 103,
            description = "Tell every call to a platform, and where errors come from.")
    private boolean verbose;

    private @Nullable Screen screen;

    public Root(World world) {
        this.world = world;
    }

    /** What verbs show themselves on. */
    public Screen screen() {
        if (screen == null) {
            screen = new Screen(world.out(), world.err(), world.terminal(), json, detail());
        }
        return screen;
    }

    private Detail detail() {
        if (verbose) {
            return Detail.VERBOSE;
        }
        return quiet ? Detail.QUIET : Detail.NORMAL;
    }

    /** Lets a verb do its work, and shows what came of it; gives the number to end with. */
    int perform(Verb verb) throws Exception {
        try (Session session = new Session(world, screen(), config)) {
            Answer answer = verb.run(session);
            screen().show(answer);
            return answer.exit().code();
        }
    }
}
