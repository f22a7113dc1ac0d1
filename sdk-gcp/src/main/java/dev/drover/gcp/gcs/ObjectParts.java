package dev.drover.gcp.gcs;

import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import dev.drover.spi.CallContext;
import dev.drover.spi.transfer.PartsAhead;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of an object, each asked for by its generation.
 *
 * @param context of the operation that opened the object, which may be over when parts are fetched
 */
record ObjectParts(Bucket bucket, StorageUri uri, String generation, CallContext context) implements PartsAhead.Source {

    /** What breaks off in the middle is fetched again from its start, as often as any call is repeated. */
    @Override
    public void fetch(long start, int length, byte[] into) {
        var unused = bucket.carrying(length).read("objects.get", context.renewed(), left -> get(start, length, into));
    }

    private int get(long start, int length, byte[] into) throws IOException {
        HttpResponse answer = ask(start, length);
        try {
            InputStream in = answer.getContent();
            int count = in.readNBytes(into, 0, length);
            if (count < length) {
                throw new EOFException("after " + count + " of " + length + " bytes");
            }
            in.close();
            return count;
        } catch (IOException e) {
            MediaRequests.drop(answer);
            throw e;
        }
    }

    private HttpResponse ask(long start, int length) throws IOException {
        Map<String, String> query = new LinkedHashMap<>(bucket.billing());
        query.put("generation", generation);
        String range = "bytes=" + start + "-" + (start + length - 1);
        try {
            return bucket.client().media().download(bucket.name(), uri.path(), query, Optional.of(range));
        } catch (HttpResponseException e) {
            if (e.getStatusCode() == 404) {
                throw new DroverException(
                        ErrorCode.CONFLICT,
                        Effect.NONE,
                        true,
                        uri + " was replaced or deleted while it was read. Read it again.",
                        e);
            }
            throw e;
        }
    }
}
