package dev.drover.cli.command;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says what a store knows of an object. */
@Command(
        name = "stat",
        description = "Says what the store knows of an object.",
        footer = {"", "Example:", "  drover storage stat s3://acme-data/out/_SUCCESS"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class StorageStat extends Verb {
    @Parameters(paramLabel = "URI", description = "The object.")
    private StorageUri uri;

    @Override
    Answer run(Session session) {
        StoredObject object = session.drover()
                .storage(uri)
                .stat(uri)
                .orElseThrow(() -> new DroverException(ErrorCode.NOT_FOUND, "There is no object " + uri + "."));
        return Answer.of(
                Documents.of(object),
                screen -> screen.table(
                        new Table("SIZE", "MODIFIED", "URI").row(object.size(), object.modifiedAt(), object.uri())));
    }
}
