package dev.drover.cli.command;

import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import dev.drover.config.ClusterTemplate;
import dev.drover.config.JobTemplate;
import dev.drover.config.PipelineTemplate;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the schema of configurations and templates. */
@Command(
        name = "schema",
        description = "Prints the JSON Schema of drover.yaml, or of a kind of templates, for editors.",
        footer = {
            "",
            "Examples:",
            "  drover config schema > drover.schema.json",
            "  drover config schema job > job.schema.json"
        })
final class ConfigSchema extends Verb {
    /** What has a schema. */
    enum Kind {
        DROVER,
        CLUSTER,
        JOB,
        PIPELINE
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "KIND",
            description = "drover (default), cluster, job or pipeline, for *.KIND.yaml.")
    private Kind kind = Kind.DROVER;

    @Override
    Answer run(Session session) {
        Document schema = new Document();
        schema(session).forEach(schema::with);
        return Answer.of(schema, screen -> screen.document(schema));
    }

    private Map<String, Object> schema(Session session) {
        return switch (kind) {
            case DROVER -> session.config().schema();
            case CLUSTER -> ClusterTemplate.schema();
            case JOB -> JobTemplate.schema();
            case PIPELINE -> PipelineTemplate.schema();
        };
    }
}
