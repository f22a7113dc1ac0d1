package dev.drover.gcp.gcs;

import com.google.cloud.storage.Storage.BlobSourceOption;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import dev.drover.spi.CallContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether what was sent is what is stored. */
final class Arrival {

    private Arrival() {}

    /**
     * Compares checksums, and deletes again what is not as it was sent.
     *
     * @param found what the server tells; null if it tells none
     * @throws DroverException UNAVAILABLE if they differ
     */
    static void require(
            Bucket bucket, StorageUri uri, String sent, @Nullable String found, long generation, CallContext context) {
        if (found == null || found.equals(sent)) {
            return;
        }
        List<BlobSourceOption> asked = new ArrayList<>(List.of(BlobSourceOption.generationMatch(generation)));
        bucket.options().billedProject().map(BlobSourceOption::userProject).ifPresent(asked::add);
        bucket.calls()
                .keyed(
                        "objects.delete",
                        context.renewed(),
                        left -> bucket.client()
                                .objects()
                                .delete(bucket.id(uri.path()), asked.toArray(BlobSourceOption[]::new)));
        throw new DroverException(
                ErrorCode.UNAVAILABLE,
                Effect.UNKNOWN,
                true,
                "Could not write " + uri + ": it arrived with the CRC32C " + found + " and was sent with " + sent
                        + ", so it was damaged on the way and is deleted again. Write it again.",
                null);
    }
}
