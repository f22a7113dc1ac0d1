package dev.drover.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;

/**
 * As much of Cloud Storage's JSON API as transfers need, so quick that what is measured is its clients: it keeps the names
 * and sizes of objects and the bytes of small ones. Large ones are zeros, sent and received, so that it knows their
 * checksums without reading them. A process of its own: it prints its port, and ends with its standard input.
 */
public final class DiscardingGcs {
    private static final int KEPT = 1 << 20;
    private static final int HEAD = 8192;
    private static final int PAGE = 1000;
    private static final byte[] ZEROS = new byte[1 << 17];
    private static final Pattern NAME = Pattern.compile("\"name\"\\s*:\\s*\"([^\"]+)\"");
    /** The Transfer Manager puts its parts in order by what they say of themselves. */
    private static final Pattern METADATA = Pattern.compile("\"metadata\"\\s*:\\s*(\\{[^}]*\\})");

    private static final Pattern PART = Pattern.compile("DELETE ([^ ]+) HTTP");

    private final ConcurrentSkipListMap<String, Held> objects = new ConcurrentSkipListMap<>();
    private final Map<String, String> sessions = new ConcurrentHashMap<>();
    private final Map<Long, String> checksums = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    /**
     * An object.
     *
     * @param metadata in JSON
     * @param bytes empty for zeros
     */
    private record Held(
            String name,
            String metadata,
            long size,
            Optional<byte[]> bytes,
            String crc32c,
            long generation,
            Instant at) {}

    private DiscardingGcs() {}

    public static void main(String[] args) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        DiscardingGcs gcs = new DiscardingGcs();
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", gcs::handle);
        server.start();
        System.out.println(server.getAddress().getPort());
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            String query = Optional.ofNullable(uri.getRawQuery()).orElse("");
            String path = uri.getRawPath();
            int at = path.indexOf("/o/");
            String key = at < 0 ? "" : decoded(path.substring(at + 3));
            if (path.startsWith("/upload/")) {
                upload(exchange, query);
            } else if (path.startsWith("/batch/")) {
                batch(exchange);
            } else if (key.endsWith("/compose")) {
                compose(exchange, key.substring(0, key.length() - "/compose".length()));
            } else if (exchange.getRequestMethod().equals("DELETE")) {
                objects.remove(key);
                exchange.sendResponseHeaders(204, -1);
            } else if (key.isEmpty()) {
                list(exchange, query);
            } else {
                get(exchange, key, query.contains("alt=media"));
            }
        } catch (IOException e) {
            // The client hung up, as one does that has read enough.
        }
    }

    private void upload(HttpExchange exchange, String query) throws IOException {
        String session = parameter(query, "upload_id");
        if (!session.isEmpty()) {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            String range = exchange.getRequestHeaders().getFirst("Content-Range");
            String[] ends = range.substring("bytes ".length()).split("[-/]", -1);
            if (ends.length == 3 && !ends[2].equals("*") && Long.parseLong(ends[1]) + 1 == Long.parseLong(ends[2])) {
                answer(exchange, 200, json(zeros(sessions.getOrDefault(session, ""), "{}", Long.parseLong(ends[2]))));
            } else {
                exchange.getResponseHeaders().set("Range", "bytes=0-" + ends[1]);
                exchange.sendResponseHeaders(308, -1);
            }
        } else if (parameter(query, "uploadType").equals("resumable")) {
            String described = new String(body(exchange).readAllBytes(), StandardCharsets.UTF_8);
            Matcher name = NAME.matcher(described);
            String id = String.valueOf(numbers.incrementAndGet());
            sessions.put(id, name.find() ? name.group(1) : parameter(query, "name"));
            exchange.getResponseHeaders()
                    .set(
                            "Location",
                            "http://" + exchange.getRequestHeaders().getFirst("Host")
                                    + "/upload/storage/v1/b/bucket/o?uploadType=resumable&upload_id=" + id);
            exchange.sendResponseHeaders(200, -1);
        } else {
            answer(exchange, 200, json(insert(exchange)));
        }
    }

    /** A description in JSON, then the bytes. */
    private Held insert(HttpExchange exchange) throws IOException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        int tail = ("\r\n--"
                        + type.substring(type.indexOf("boundary=") + "boundary=".length())
                                .replace("\"", "") + "--\r\n")
                .length();
        InputStream in = body(exchange);
        byte[] start = in.readNBytes(KEPT);
        String head = new String(start, 0, Math.min(start.length, HEAD), StandardCharsets.ISO_8859_1);
        int described = head.indexOf("\r\n\r\n") + 4;
        int content = head.indexOf("\r\n\r\n", described) + 4;
        String description = head.substring(described, content);
        Matcher name = NAME.matcher(description);
        if (!name.find()) {
            throw new IOException("an object without a name");
        }
        if (start.length < KEPT) {
            return kept(name.group(1), metadata(description), Arrays.copyOfRange(start, content, start.length - tail));
        }
        long rest = in.transferTo(OutputStream.nullOutputStream());
        return zeros(name.group(1), metadata(description), start.length + rest - content - tail);
    }

    private static String metadata(String description) {
        Matcher found = METADATA.matcher(description);
        return found.find() ? found.group(1) : "{}";
    }

    private Held kept(String name, String metadata, byte[] bytes) {
        CRC32C crc32c = new CRC32C();
        crc32c.update(bytes, 0, bytes.length);
        return hold(name, metadata, bytes.length, Optional.of(bytes), text(crc32c));
    }

    private Held zeros(String name, String metadata, long size) {
        String checksum = checksums.computeIfAbsent(size, asked -> {
            CRC32C crc32c = new CRC32C();
            for (long left = asked; left > 0; left -= ZEROS.length) {
                crc32c.update(ZEROS, 0, (int) Math.min(left, ZEROS.length));
            }
            return text(crc32c);
        });
        return hold(name, metadata, size, Optional.empty(), checksum);
    }

    private Held hold(String name, String metadata, long size, Optional<byte[]> bytes, String crc32c) {
        Held held = new Held(name, metadata, size, bytes, crc32c, numbers.incrementAndGet(), Instant.now());
        objects.put(name, held);
        return held;
    }

    private static String text(CRC32C crc32c) {
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) crc32c.getValue()).array());
    }

    private void compose(HttpExchange exchange, String key) throws IOException {
        String asked = new String(body(exchange).readAllBytes(), StandardCharsets.UTF_8);
        String sources = asked.substring(asked.indexOf("\"sourceObjects\""));
        long size = NAME.matcher(sources)
                .results()
                .map(found -> objects.get(found.group(1)))
                .filter(found -> found != null)
                .mapToLong(Held::size)
                .sum();
        answer(exchange, 200, json(zeros(key, metadata(asked), size)));
    }

    /** Of deletions. */
    private void batch(HttpExchange exchange) throws IOException {
        List<String> paths = PART.matcher(new String(body(exchange).readAllBytes(), StandardCharsets.UTF_8))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toList());
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < paths.size(); i++) {
            String path = URI.create(paths.get(i)).getRawPath();
            objects.remove(decoded(path.substring(path.indexOf("/o/") + 3)));
            answers.append("--batch\r\nContent-Type: application/http\r\nContent-ID: <response-" + (i + 1)
                    + ">\r\n\r\nHTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n\r\n");
        }
        exchange.getResponseHeaders().set("Content-Type", "multipart/mixed; boundary=batch");
        byte[] bytes = answers.append("--batch--\r\n").toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void get(HttpExchange exchange, String key, boolean media) throws IOException {
        Held held = objects.get(key);
        if (held == null) {
            answer(exchange, 404, "{\"error\":{\"code\":404,\"message\":\"No such object\"}}");
        } else if (media) {
            download(exchange, held);
        } else {
            answer(exchange, 200, json(held));
        }
    }

    private static void download(HttpExchange exchange, Held held) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        long start = 0;
        long end = held.size();
        if (range != null) {
            String[] ends = range.substring("bytes=".length()).split("-", -1);
            start = Long.parseLong(ends[0]);
            end = ends[1].isEmpty() ? end : Math.min(end, Long.parseLong(ends[1]) + 1);
            exchange.getResponseHeaders().set("Content-Range", "bytes " + start + "-" + (end - 1) + "/" + held.size());
        }
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        exchange.getResponseHeaders().set("x-goog-generation", String.valueOf(held.generation()));
        exchange.getResponseHeaders().set("x-goog-stored-content-length", String.valueOf(held.size()));
        exchange.getResponseHeaders().set("x-goog-hash", "crc32c=" + held.crc32c());
        exchange.sendResponseHeaders(range == null ? 200 : 206, end == start ? -1 : end - start);
        OutputStream out = exchange.getResponseBody();
        if (held.bytes().isPresent()) {
            out.write(held.bytes().get(), (int) start, (int) (end - start));
            return;
        }
        for (long left = end - start; left > 0; left -= ZEROS.length) {
            out.write(ZEROS, 0, (int) Math.min(left, ZEROS.length));
        }
    }

    private void list(HttpExchange exchange, String query) throws IOException {
        String prefix = parameter(query, "prefix");
        String after = parameter(query, "pageToken");
        List<Held> page = objects.tailMap(after.isEmpty() ? prefix : after, after.isEmpty()).values().stream()
                .takeWhile(object -> object.name().startsWith(prefix))
                .limit(PAGE)
                .toList();
        String items = page.stream().map(DiscardingGcs::json).collect(Collectors.joining(","));
        answer(
                exchange,
                200,
                "{\"kind\":\"storage#objects\",\"items\":[" + items + "]"
                        + (page.size() < PAGE
                                ? ""
                                : ",\"nextPageToken\":\"" + page.get(PAGE - 1).name() + "\"")
                        + "}");
    }

    private static String json(Held held) {
        return "{\"kind\":\"storage#object\",\"bucket\":\"bucket\",\"name\":\"" + held.name() + "\",\"size\":\""
                + held.size() + "\",\"generation\":\"" + held.generation()
                + "\",\"metageneration\":\"1\",\"timeCreated\":\"" + held.at() + "\",\"updated\":\"" + held.at()
                + "\",\"storageClass\":\"STANDARD\",\"crc32c\":\"" + held.crc32c() + "\",\"metadata\":"
                + held.metadata() + "}";
    }

    private static InputStream body(HttpExchange exchange) throws IOException {
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        return packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
    }

    private static String parameter(String query, String name) {
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return decoded(pair.substring(name.length() + 1));
            }
        }
        return "";
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
