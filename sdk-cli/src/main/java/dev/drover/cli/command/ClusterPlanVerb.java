package dev.drover.cli.command;

import dev.drover.ClusterChange;
import dev.drover.ClusterPlan;
import dev.drover.ClusterRequest;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import dev.drover.cli.output.Screen;
import dev.drover.task.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what making a cluster would do. */
@Command(
        name = "plan",
        description = "Says what 'create' would do: make a cluster, resize it, or nothing. Nothing is changed.",
        footer = {"", "Example:", "  drover cluster plan emr://eu-west-1 --workers 4 --max-age 8h"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class ClusterPlanVerb extends Verb {
    @Mixin
    private ClusterWish wish;

    @Override
    Answer run(Session session) {
        ClusterRequest wanted = wish.request(session.drover());
        ClusterChange change = session.drover().plan(wanted);
        Document document = new Document().with("where", wanted.location()).with("key", wanted.key());
        if (change instanceof ClusterChange.Create create) {
            return Answer.of(
                            document.with("change", "create").and(document(create.plan())), s -> show(create.plan(), s))
                    .ending(create.plan().problems().isEmpty() ? ExitCode.DONE : ExitCode.PLATFORM);
        }
        if (change instanceof ClusterChange.Resize resize) {
            document.with("change", "resize")
                    .with("cluster", resize.cluster())
                    .with("from", resize.from())
                    .with("to", resize.to());
        } else if (change instanceof ClusterChange.Unchanged unchanged) {
            document.with("change", "none").with("cluster", unchanged.cluster()).with("complete", unchanged.complete());
        } else if (change instanceof ClusterChange.Impossible impossible) {
            document.with("change", "impossible")
                    .with("cluster", impossible.cluster())
                    .with("fields", impossible.fields())
                    .with("why", impossible.why());
        }
        return Answer.of(document, screen -> screen.line(change.toString()))
                .ending(change instanceof ClusterChange.Impossible ? ExitCode.PLATFORM : ExitCode.DONE);
    }

    private static Document document(ClusterPlan plan) {
        return new Document()
                .with("creates", plan.creates())
                .with("limits", plan.limits())
                .with("problems", plan.problems())
                .with(
                        "items",
                        plan.items().stream().map(ClusterPlanVerb::document).toList());
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
