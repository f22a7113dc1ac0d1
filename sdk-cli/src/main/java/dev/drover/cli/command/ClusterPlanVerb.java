package dev.drover.cli.command;

import dev.drover.ClusterPlan;
import dev.drover.Location;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import dev.drover.cli.output.ExitCode;
import dev.drover.cli.output.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what making a cluster would do. */
@Command(
        name = "plan",
        description = "Says what 'create' would make; nothing is made.",
        footer = {"", "Example:", "  drover cluster plan emr://eu-west-1 --workers 4 --max-age 8h"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class ClusterPlanVerb extends Verb {
    @Parameters(paramLabel = "WHERE", description = "The location, such as emr://eu-west-1.")
    private Location where;

    @Mixin
    private ClusterFlags flags;

    @Override
    Answer run(Session session) {
        ClusterPlan plan = session.drover().clusters(where).plan(flags.spec());
        Document document = new Document()
                .with("where", where)
                .with("creates", plan.creates())
                .with("limits", plan.limits())
                .with("problems", plan.problems())
                .with("items", plan.items().stream().map(ClusterPlanVerb::document).toList());
        return Answer.of(document, screen -> show(plan, screen))
                .ending(plan.problems().isEmpty() ? ExitCode.DONE : ExitCode.PLATFORM);
    }

    private static Document document(ClusterPlan.Item item) {
        return new Document()
                .with("kind", item.kind())
                .with("count", item.count())
                .with("details", item.details());
    }

    private static void show(ClusterPlan plan, Screen screen) {
        plan.creates().forEach(line -> screen.line("+ " + line));
        plan.limits().forEach(line -> screen.line("  limit: " + line));
        plan.problems().forEach(line -> screen.line("! " + line));
    }
}
