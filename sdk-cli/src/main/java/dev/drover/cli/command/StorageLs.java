package dev.drover.cli.command;

import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import dev.drover.cli.output.Screen;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists objects. */
@Command(
        name = "ls",
        description = "Lists the objects whose URIs begin with a prefix: size in bytes, time, URI.",
        footer = {"", "Example:", "  drover storage ls s3://acme-data/in/"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class StorageLs extends Verb {
    @Parameters(paramLabel = "PREFIX", description = "What the URIs begin with.")
    private StorageUri prefix;

    @Override
    Answer run(Session session) {
        Screen screen = session.screen();
        List<Document> objects = new ArrayList<>();
        try (Stream<StoredObject> found = session.drover().storage(prefix).list(prefix)) {
            for (Iterator<StoredObject> each = found.iterator(); each.hasNext() && !screen.broken(); ) {
                StoredObject object = each.next();
                if (screen.json()) {
                    objects.add(Documents.of(object));
                } else {
                    // As it comes: there may be millions.
                    screen.line(String.format(
                            Locale.ROOT,
                            "%14d  %s  %s",
                            object.size(),
                            object.modifiedAt().truncatedTo(ChronoUnit.SECONDS),
                            object.uri()));
                }
            }
        }
        return Answer.of(new Document().with("objects", objects), unused -> {});
    }
}
