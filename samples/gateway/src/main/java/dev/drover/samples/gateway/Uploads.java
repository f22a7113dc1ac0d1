package dev.drover.samples.gateway;

import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.StorageUri;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** {@code /s3}: files of users, in whichever storage, each user's in a folder of his own. */
final class Uploads {
    /** The most that one file may have. */
    static final long MOST_BYTES = 512L << 20;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final int BUFFER = 1 << 16;

    private final Drover drover;
    private final StorageUri prefix;

    Uploads(Drover drover, StorageUri prefix) {
        this.drover = drover;
        this.prefix = prefix;
    }

    Reply put(Call call) throws IOException {
        StringBuilder path = new StringBuilder(call.user().name()).append('/');
        if (call.parameter("folder").isPresent()) {
            for (String part :
                    call.parameter("folder").get().replaceFirst("/$", "").split("/", -1)) {
                path.append(named(part)).append('/');
            }
        }
        StorageUri target = prefix.resolve(path + named(call.segment("name")));
        if (call.length().isEmpty()) {
            throw new HttpProblem(411, "INVALID_ARGUMENT", "Say Content-Length: how many bytes the file has.");
        }
        if (call.length().getAsLong() > MOST_BYTES) {
            throw Call.tooLarge(MOST_BYTES);
        }
        // A storage may ask for the bytes twice; the caller sends them once.
        Path copy = Files.createTempFile("upload", null);
        try {
            copy(call.body(), copy, call.length().getAsLong());
            drover.storage(target).put(target, Content.of(copy));
        } finally {
            Files.deleteIfExists(copy);
        }
        return Reply.json(201, Json.object().put("url", target.toString()));
    }

    private static String named(String part) {
        if (!NAME.matcher(part).matches()) {
            throw HttpProblem.badRequest("'" + part + "' cannot name a file or folder: use letters, digits, '_', '-'"
                    + " and dots, but for the first character.");
        }
        return part;
    }

    private static void copy(InputStream body, Path file, long length) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long copied = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                copied += read;
                out.write(buffer, 0, read);
            }
        }
        if (copied != length) {
            throw HttpProblem.badRequest(
                    "The file has " + copied + " bytes, not " + length + " as Content-Length says.");
        }
    }
}
