package dev.drover.cli.command;

import dev.drover.StorageUri;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Reads an object. */
@Command(
        name = "get",
        description = {
            "Reads an object into a file, or to standard output if the file is '-'.",
            "The file is there whole or not at all."
        },
        footer = {"", "Example:", "  drover storage get s3://acme-data/out/part-00000.csv part.csv"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class StorageGet extends Verb {
    @Parameters(index = "0", paramLabel = "URI", description = "The object.")
    private StorageUri uri;

    @Parameters(index = "1", paramLabel = "FILE", description = "The file, a folder, or -.")
    private Path file;

    @Override
    Answer run(Session session) throws IOException {
        try (InputStream in = session.drover().storage(uri).get(uri)) {
            if (file.toString().equals("-")) {
                if (session.screen().json()) {
                    throw wrong("--json and an object cannot both go to standard output; name a file.");
                }
                in.transferTo(session.screen().bytes());
                return Answer.of(new Document(), screen -> {});
            }
            session.screen().progress("reading " + uri);
            Path target = Files.isDirectory(file) ? file.resolve(uri.fileName()) : file;
            write(in, target);
            return Answer.of(
                    new Document().with("uri", uri).with("file", target).with("size", Files.size(target)),
                    screen -> screen.line(target.toString()));
        }
    }

    private static void write(InputStream in, Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        Path part = Files.createTempFile(folder, ".drover", null);
        try {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
