package dev.drover.cli.command;

import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import picocli.CommandLine.Command;

/** Prints the schema of configurations. */
@Command(
        name = "schema",
        description = "Prints the JSON Schema of drover.yaml, for editors.",
        footer = {"", "Example:", "  drover config schema > drover.schema.json"})
final class ConfigSchema extends Verb {
    @Override
    Answer run(Session session) {
        Document schema = new Document();
        session.config().schema().forEach(schema::with);
        return Answer.of(schema, screen -> screen.document(schema));
    }
}
