package dev.drover.gcp.gcs;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.EmptyContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.json.JsonHttpContent;
import com.google.api.client.json.JsonObjectParser;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.model.StorageObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests that carry the bytes of objects, one at a time:
 * <a href="https://cloud.google.com/storage/docs/json_api/v1/objects/get">downloads</a> and
 * <a href="https://cloud.google.com/storage/docs/performing-resumable-uploads">resumable uploads</a>. Safe for use by
 * many threads.
 */
final class MediaRequests {
    private static final Logger log = LoggerFactory.getLogger(MediaRequests.class);
    private static final GsonFactory JSON = GsonFactory.getDefaultInstance();
    private static final int RESUME_INCOMPLETE = 308;
    private static final Pattern STORED = Pattern.compile("bytes=0-(\\d+)");

    private final HttpRequestFactory requests;
    private final String server;

    /** @param server without a slash at its end */
    MediaRequests(HttpRequestFactory requests, String server) {
        this.requests = requests;
        this.server = server;
    }

    /**
     * How far an upload has come.
     *
     * @param position how many bytes are stored
     * @param object once it is whole
     */
    record Sent(long position, Optional<StorageObject> object) {}

    /**
     * Begins to read what is stored, as it is: not decompressed. The caller disconnects or reads it to its end.
     *
     * @param query with what it is asked for beside {@code alt=media}
     * @param range as in the header of that name; empty for the whole
     */
    HttpResponse download(String bucket, String key, Map<String, String> query, Optional<String> range)
            throws IOException {
        String url = server + "/storage/v1/b/" + encoded(bucket) + "/o/" + encoded(key) + "?alt=media" + joined(query);
        HttpRequest request =
                requests.buildGetRequest(new GenericUrl(url, true)).setResponseReturnRawInputStream(true);
        range.ifPresent(request.getHeaders()::setRange);
        return request.execute();
    }

    /** Drops what is left of an answer, with its connection. That it had broken off by itself is no error. */
    static void drop(HttpResponse answer) {
        try {
            answer.disconnect();
        } catch (IOException e) {
            log.trace("A connection was dropped that had broken off", e);
        }
    }

    /** Begins an upload; where to send its bytes. */
    String begin(StorageObject described, Map<String, String> query, long length) throws IOException {
        String url = server + "/upload/storage/v1/b/" + encoded(described.getBucket()) + "/o?uploadType=resumable&name="
                + encoded(described.getName()) + joined(query);
        HttpRequest request =
                requests.buildPostRequest(new GenericUrl(url, true), new JsonHttpContent(JSON, described));
        request.getHeaders().set("X-Upload-Content-Length", length);
        HttpResponse response = request.execute();
        try {
            URI session = URI.create(response.getHeaders().getLocation());
            // Its host is left out: a server behind another name still says its own, and credentials go to ours only.
            return server + session.getRawPath() + (session.getRawQuery() == null ? "" : "?" + session.getRawQuery());
        } finally {
            response.disconnect();
        }
    }

    /**
     * Sends bytes.
     *
     * @param position of the first of them in the object
     * @param total of the object
     * @param crc32c of the object, with its last bytes
     */
    Sent send(String session, byte[] bytes, int from, int length, long position, long total, Optional<String> crc32c)
            throws IOException {
        HttpRequest request = requests.buildPutRequest(
                new GenericUrl(session, true), new ByteArrayContent(null, bytes, from, length));
        request.getHeaders().setContentRange("bytes " + position + "-" + (position + length - 1) + "/" + total);
        crc32c.ifPresent(checksum -> request.getHeaders().set("X-Goog-Hash", "crc32c=" + checksum));
        return sent(request);
    }

    /** Asks how far an upload has come. */
    Sent ask(String session, long total) throws IOException {
        HttpRequest request = requests.buildPutRequest(new GenericUrl(session, true), nothing());
        request.getHeaders().setContentRange("bytes */" + total);
        return sent(request);
    }

    /** Gives an upload up. */
    void cancel(String session) throws IOException {
        requests.buildDeleteRequest(new GenericUrl(session, true))
                .setThrowExceptionOnExecuteError(false)
                .execute()
                .disconnect();
    }

    private static Sent sent(HttpRequest request) throws IOException {
        // An incomplete upload is told by the status of a redirection.
        HttpResponse response = request.setFollowRedirects(false)
                .setThrowExceptionOnExecuteError(false)
                .execute();
        try {
            if (response.isSuccessStatusCode()) {
                StorageObject object = parse(response.getContent());
                return new Sent(object.getSize().longValueExact(), Optional.of(object));
            }
            if (response.getStatusCode() == RESUME_INCOMPLETE) {
                return new Sent(stored(response.getHeaders().getRange()), Optional.empty());
            }
            throw new HttpResponseException(response);
        } finally {
            response.ignore();
        }
    }

    private static StorageObject parse(InputStream json) throws IOException {
        return new JsonObjectParser(JSON).parseAndClose(json, StandardCharsets.UTF_8, StorageObject.class);
    }

    /** Without the header nothing is. */
    private static long stored(@Nullable String range) {
        Matcher found = STORED.matcher(range == null ? "" : range);
        return found.matches() ? Long.parseLong(found.group(1)) + 1 : 0;
    }

    private static HttpContent nothing() {
        return new EmptyContent();
    }

    private static String joined(Map<String, String> query) {
        StringBuilder text = new StringBuilder();
        query.forEach((name, value) -> text.append('&').append(name).append('=').append(encoded(value)));
        return text.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
