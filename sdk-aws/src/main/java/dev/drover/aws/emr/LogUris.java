package dev.drover.aws.emr;

import dev.drover.StorageUri;
import dev.drover.aws.internal.Recent;
import dev.drover.spi.CallContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where clusters archive their logs, which EMR fixes when it makes them. Safe for use by many threads. */
final class LogUris {
    private static final int CLUSTERS = 1_000;

    private final EmrApi api;
    private final Recent<String, Optional<StorageUri>> known = new Recent<>(CLUSTERS);

    LogUris(EmrApi api) {
        this.api = api;
    }

    /** The folder of one cluster's logs; empty if it archives none. */
    Optional<StorageUri> of(String cluster, CallContext context) {
        Optional<Optional<StorageUri>> before = known.get(cluster);
        if (before.isPresent()) {
            return before.get();
        }
        Optional<StorageUri> folder =
                folder(cluster, api.describeCluster(cluster, context).logUri());
        known.put(cluster, folder);
        return folder;
    }

    static Optional<StorageUri> folder(String cluster, @Nullable String logUri) {
        return Optional.ofNullable(logUri)
                .filter(text -> !text.isBlank())
                // EMR's older names for the same place.
                .map(text -> StorageUri.parse(text.replaceFirst("^s3[na]://", "s3://")))
                .map(uri -> uri.asPrefix().resolve(cluster + "/"));
    }
}
