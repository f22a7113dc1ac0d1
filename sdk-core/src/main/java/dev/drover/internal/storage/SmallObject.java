package dev.drover.internal.storage;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.Storage;
import dev.drover.StorageUri;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads objects that are small unless somebody else has written them. */
public final class SmallObject {

    private SmallObject() {}

    /**
     * Reads an object.
     *
     * @param most bytes that it may have; one more is read, so that a larger one shows
     * @return empty if there is none
     * @throws DroverException UNAVAILABLE if reading breaks off; or what the storage throws
     */
    public static Optional<byte[]> read(Storage storage, StorageUri uri, int most) {
        try (InputStream in = storage.get(uri)) {
            return Optional.of(in.readNBytes(most + 1));
        } catch (DroverException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        } catch (IOException e) {
            throw new DroverException(
                    ErrorCode.UNAVAILABLE, Effect.NONE, true, "Could not read " + uri + ": it broke off.", e);
        }
    }
}
