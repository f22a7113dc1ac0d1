package dev.drover.cli.command;

import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.cli.output.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes an object. */
@Command(
        name = "put",
        description = "Writes an object from a file, or from standard input if the file is '-'.",
        footer = {"", "Example:", "  drover storage put report.py s3://acme-code/report.py"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class StoragePut extends Verb {
    @Parameters(index = "0", paramLabel = "FILE", description = "The file, or -.")
    private Path file;

    @Parameters(
            index = "1",
            paramLabel = "URI",
            description = "The object; with a slash at its end, the file's name is added.")
    private StorageUri uri;

    @Option(names = "--if-absent", description = "Refuse if there is one already.")
    private boolean ifAbsent;

    @Override
    Answer run(Session session) throws IOException {
        if (!file.toString().equals("-")) {
            return put(file, session);
        }
        // A storage is told the length first. Temporary files are readable by their owner alone.
        Path copy = Files.createTempFile("drover", null);
        try {
            Files.copy(session.in(), copy, StandardCopyOption.REPLACE_EXISTING);
            return put(copy, session);
        } finally {
            Files.delete(copy);
        }
    }

    private Answer put(Path source, Session session) throws IOException {
        if (!Files.isRegularFile(source)) {
            throw new NoSuchFileException(source.toString());
        }
        boolean folder = uri.path().isEmpty() || uri.path().endsWith("/");
        StorageUri target = folder ? uri.resolve(String.valueOf(file.getFileName())) : uri;
        Storage storage = session.drover().storage(target);
        session.screen().progress("writing " + target);
        StoredObject written = ifAbsent
                ? storage.putIfAbsent(target, Content.of(source))
                        .orElseThrow(() -> new DroverException(
                                ErrorCode.ALREADY_EXISTS, "There is an object " + target + " already."))
                : storage.put(target, Content.of(source));
        return Answer.of(
                Documents.of(written), screen -> screen.line(written.uri().toString()));
    }
}
