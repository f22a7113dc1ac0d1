package dev.drover.k8s.fake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** A request, and the way back, with what goes there counted. */
final class Exchange {
    /** From here on a real server packs what it answers. */
    private static final int LARGE = 128 * 1024;

    private final Request request;
    private final Connection connection;
    private final Meter meter;
    private final String key;

    Exchange(Request request, Connection connection, Meter meter, String key) {
        this.request = request;
        this.connection = connection;
        this.meter = meter;
        this.key = key;
    }

    void send(Result.Answer answer) throws IOException {
        boolean packed = answer.body().length > LARGE
                && request.method().equals("GET")
                && request.header("accept-encoding").contains("gzip");
        byte[] body = packed ? packed(answer.body()) : answer.body();
        meter.sent(key, body.length);
        connection.send(answer.status(), (packed ? answer.with("Content-Encoding", "gzip") : answer).headers(), body);
    }

    private static byte[] packed(byte[] body) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        }
        return packed.toByteArray();
    }

    void begin(String contentType) throws IOException {
        connection.begin(200, Map.of("Content-Type", contentType));
    }

    void chunk(byte[] bytes) throws IOException {
        meter.sent(key, bytes.length);
        connection.chunk(bytes);
    }

    void end() throws IOException {
        connection.end();
    }

    boolean abandoned() throws IOException {
        return connection.abandoned();
    }

    void breakOff() {
        connection.breakOff();
    }

    void reset() {
        connection.reset();
    }
}
