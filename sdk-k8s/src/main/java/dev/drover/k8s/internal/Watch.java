package dev.drover.k8s.internal;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Changes as they happen, until the server has enough of it. One thread reads it; any thread may close it, and ends the
 * reading so.
 */
public final class Watch<T> implements AutoCloseable {
    private final Reply reply;
    private final Class<T> type;

    /** @param longest after which a server that has not ended it must be gone */
    Watch(Reply reply, Class<T> type, Duration longest) {
        this.reply = reply;
        this.type = type;
        reply.limit(longest);
    }

    /**
     * Waits for the next event.
     *
     * @return empty when the server has ended the watch in good order; another one may go on from the last version
     * @throws KubeException with 410 if the version is too old to go on from; without a status if the connection broke,
     *     or the watch was closed
     */
    public Optional<WatchEvent<T>> next() throws KubeException {
        try {
            Optional<String> line = reply.read(source -> Optional.ofNullable(source.readUtf8Line()));
            return line.isEmpty() ? Optional.empty() : Optional.of(event(line.get()));
        } catch (JsonParseException | IllegalStateException | IllegalArgumentException e) {
            throw new KubeException(reply.target(), true, new IOException("an event is cut or not understood", e));
        } catch (IOException e) {
            throw new KubeException(reply.target(), true, e);
        }
    }

    private WatchEvent<T> event(String line) throws KubeException {
        JsonObject event = JsonParser.parseString(line).getAsJsonObject();
        JsonObject object = Json.object(event, "object");
        String what = Json.text(event, "type").orElse("");
        if (what.equals("ERROR")) {
            throw new KubeException(reply.target(), KubeStatus.of(object));
        }
        return new WatchEvent<>(
                WatchEvent.Type.valueOf(what),
                JSON.getGson().fromJson(object, type),
                Json.text(Json.object(object, "metadata"), "resourceVersion").orElse(""));
    }

    @Override
    public void close() {
        reply.close();
    }
}
