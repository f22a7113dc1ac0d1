package dev.drover.cli.command;

import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes objects. */
@Command(
        name = "rm",
        description = "Deletes objects; those that are not there are no error.",
        footer = {"", "Example:", "  drover storage rm --recursive s3://acme-data/scratch/"})
final class StorageRm extends Verb {
    private static final int AT_ONCE = 1_000;

    @Parameters(arity = "1..*", paramLabel = "URI", description = "The objects.")
    private List<String> names = List.of();

    @Option(
            names = {"-r", "--recursive"},
            description = "Delete everything below each URI, which is taken for a folder.")
    private boolean recursive;

    @Override
    Answer run(Session session) {
        long deleted = 0;
        for (StorageUri uri : names.stream().map(StorageUri::parse).toList()) {
            Storage storage = session.drover().storage(uri);
            if (recursive) {
                deleted += deleteBelow(storage, uri.asPrefix());
            } else {
                storage.delete(uri);
                deleted++;
            }
        }
        long all = deleted;
        return Answer.of(
                new Document().with("deleted", all),
                screen -> screen.line(all + (all == 1 ? " object" : " objects") + " deleted"));
    }

    private static long deleteBelow(Storage storage, StorageUri prefix) {
        long deleted = 0;
        try (Stream<StoredObject> found = storage.list(prefix)) {
            List<StorageUri> batch = new ArrayList<>();
            for (Iterator<StoredObject> each = found.iterator(); each.hasNext(); ) {
                batch.add(each.next().uri());
                if (batch.size() == AT_ONCE || !each.hasNext()) {
                    storage.deleteAll(batch);
                    deleted += batch.size();
                    batch.clear();
                }
            }
        }
        return deleted;
    }
}
