package dev.drover.aws.emr;

import dev.drover.DroverException;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.aws.internal.GzipLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.emr.model.Cluster;

/**
 * The end of what a failed bootstrap action said. EMR names the machine and the action in its reason; their log is under
 * the log URI, if the cluster has one and the log has come.
 */
final class FailureLog {
    private static final Pattern INSTANCE = Pattern.compile("\\bi-[0-9a-f]{8,17}\\b");
    private static final Pattern ACTION = Pattern.compile("(?i)bootstrap action (\\d{1,3})\\b");
    private static final int BYTES = 1 << 16;
    private static final int LINES = 20;

    private final Function<StorageUri, Storage> storages;

    FailureLog(Function<StorageUri, Storage> storages) {
        this.storages = storages;
    }

    /** The reason, and what the log adds to it. */
    String explain(Cluster cluster, String reason) {
        Matcher instance = INSTANCE.matcher(reason);
        Matcher action = ACTION.matcher(reason);
        if (!instance.find() || !action.find()) {
            return reason;
        }
        return LogUris.folder(cluster.id(), cluster.logUri())
                .map(logs -> logs.resolve(
                        "node/" + instance.group() + "/bootstrap-actions/" + action.group(1) + "/stderr.gz"))
                .flatMap(this::end)
                .map(lines -> reason + ". Its log ends: " + String.join("\n", lines))
                .orElse(reason);
    }

    private Optional<List<String>> end(StorageUri uri) {
        try {
            Storage storage = storages.apply(uri);
            if (storage.stat(uri).isEmpty()) {
                return Optional.empty();
            }
            byte[] log = new GzipLog(storage, uri).read(0, BYTES);
            List<String> lines = new String(log, StandardCharsets.UTF_8).lines().toList();
            return Optional.of(lines.subList(Math.max(0, lines.size() - LINES), lines.size()))
                    .filter(some -> !some.isEmpty());
        } catch (DroverException e) {
            // The reason stands without it.
            return Optional.of(List.of("(" + uri + " could not be read: " + e.getMessage() + ")"));
        }
    }
}
