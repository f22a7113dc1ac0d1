package dev.drover.gcp.dataproc;

import dev.drover.DroverException;
import dev.drover.Storage;
import dev.drover.StorageUri;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The end of what a failed initialization action has printed, which is where Dataproc's reason says. */
final class InitializationLog {
    private static final Pattern OUTPUT = Pattern.compile("see output in:?\\s+'?(gs://\\S+_output)");
    private static final int BYTES = 1 << 14;
    private static final int LINES = 20;

    private final Function<StorageUri, Storage> storages;

    InitializationLog(Function<StorageUri, Storage> storages) {
        this.storages = storages;
    }

    /** The reason, and what the log adds to it. */
    String explain(String reason) {
        Matcher output = OUTPUT.matcher(reason);
        if (!output.find()) {
            return reason;
        }
        return end(StorageUri.parse(output.group(1)))
                .map(lines -> reason + " Its log ends: " + String.join("\n", lines))
                .orElse(reason);
    }

    private Optional<List<String>> end(StorageUri uri) {
        try {
            Storage storage = storages.apply(uri);
            long size = storage.stat(uri).map(object -> object.size()).orElse(0L);
            try (InputStream in = storage.getRange(uri, Math.max(0, size - BYTES), BYTES)) {
                List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
                return Optional.of(lines.subList(Math.max(0, lines.size() - LINES), lines.size()))
                        .filter(some -> !some.isEmpty());
            }
        } catch (DroverException | IOException e) {
            // The reason stands without it.
            return Optional.of(List.of("(" + uri + " could not be read: " + e.getMessage() + ")"));
        }
    }
}
