package dev.drover.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * As much of an S3 server as transfers need, so quick that what is measured is its clients: it keeps the names and sizes
 * of objects, the bytes of small ones, and gives zeros for the bytes of large ones. A process of its own: it prints its
 * port, and ends with its standard input. Argument: a key store, for TLS; none for plain HTTP.
 */
public final class DiscardingS3 {
    private static final int KEPT = 1 << 20;
    private static final int PAGE = 1000;
    private static final byte[] ZEROS = new byte[1 << 17];

    private final ConcurrentSkipListMap<String, Held> objects = new ConcurrentSkipListMap<>();
    private final Map<String, AtomicLong> uploads = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();

    /** @param bytes empty for those that were thrown away */
    private record Held(long size, Optional<byte[]> bytes, Instant modifiedAt) {}

    private record Body(long size, Optional<byte[]> bytes) {}

    private DiscardingS3() {}

    public static void main(String[] args) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = args.length > 0 ? secured(Path.of(args[0])) : HttpServer.create();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        DiscardingS3 s3 = new DiscardingS3();
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", s3::handle);
        server.start();
        System.out.println(server.getAddress().getPort());
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    private static HttpsServer secured(Path keys) throws IOException {
        try (InputStream in = Files.newInputStream(keys)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, LoopbackKeys.PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, LoopbackKeys.PASSWORD.toCharArray());
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(managers.getKeyManagers(), null, null);
            HttpsServer server = HttpsServer.create();
            server.setHttpsConfigurator(new HttpsConfigurator(tls));
            return server;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            int slash = path.indexOf('/', 1);
            String key = slash < 0 ? "" : path.substring(slash + 1);
            String query =
                    Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
            switch (exchange.getRequestMethod()) {
                case "PUT" -> put(exchange, key, query);
                case "POST" -> post(exchange, key, query);
                case "HEAD" -> head(exchange, key);
                case "GET" -> {
                    if (key.isEmpty()) {
                        list(exchange, query);
                    } else {
                        get(exchange, key);
                    }
                }
                default -> answer(exchange, 204, "");
            }
        } catch (IOException e) {
            // The client hung up, as one does that has read enough.
        }
    }

    private void put(HttpExchange exchange, String key, String query) throws IOException {
        Body body = body(exchange);
        String upload = parameter(query, "uploadId");
        if (upload.isEmpty()) {
            objects.put(key, new Held(body.size(), body.bytes(), Instant.now()));
        } else {
            uploads.computeIfAbsent(upload, u -> new AtomicLong()).addAndGet(body.size());
        }
        exchange.getResponseHeaders().set("ETag", "\"0123456789abcdef0123456789abcdef\"");
        answer(exchange, 200, "");
    }

    private void post(HttpExchange exchange, String key, String query) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String upload = parameter(query, "uploadId");
        if (upload.isEmpty()) {
            String id = "upload" + ids.incrementAndGet();
            uploads.put(id, new AtomicLong());
            answer(
                    exchange,
                    200,
                    "<InitiateMultipartUploadResult><Bucket>bucket</Bucket><Key>" + key + "</Key><UploadId>" + id
                            + "</UploadId></InitiateMultipartUploadResult>");
        } else {
            long size = Optional.ofNullable(uploads.remove(upload))
                    .map(AtomicLong::get)
                    .orElse(0L);
            objects.put(key, new Held(size, Optional.empty(), Instant.now()));
            answer(
                    exchange,
                    200,
                    "<CompleteMultipartUploadResult><Bucket>bucket</Bucket><Key>" + key
                            + "</Key><ETag>\"0123456789abcdef0123456789abcdef-9\"</ETag></CompleteMultipartUploadResult>");
        }
    }

    private void head(HttpExchange exchange, String key) throws IOException {
        Held held = objects.get(key);
        if (held == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        describe(exchange, held);
        exchange.getResponseHeaders().set("Content-Length", String.valueOf(held.size()));
        exchange.sendResponseHeaders(200, -1);
    }

    private void get(HttpExchange exchange, String key) throws IOException {
        Held held = objects.get(key);
        if (held == null) {
            answer(exchange, 404, "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>");
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        long start = 0;
        long end = held.size();
        if (range != null) {
            String[] ends = range.substring("bytes=".length()).split("-", -1);
            start = Long.parseLong(ends[0]);
            end = ends[1].isEmpty() ? end : Math.min(end, Long.parseLong(ends[1]) + 1);
            exchange.getResponseHeaders().set("Content-Range", "bytes " + start + "-" + (end - 1) + "/" + held.size());
        }
        describe(exchange, held);
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
        String after = parameter(query, "continuation-token");
        List<Map.Entry<String, Held>> page =
                objects.tailMap(after.isEmpty() ? prefix : after, after.isEmpty()).entrySet().stream()
                        .takeWhile(object -> object.getKey().startsWith(prefix))
                        .limit(PAGE)
                        .toList();
        StringBuilder xml = new StringBuilder("<ListBucketResult><Name>bucket</Name><KeyCount>" + page.size()
                + "</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>" + (page.size() == PAGE) + "</IsTruncated>");
        if (page.size() == PAGE) {
            xml.append("<NextContinuationToken>")
                    .append(page.get(PAGE - 1).getKey())
                    .append("</NextContinuationToken>");
        }
        page.forEach(object -> xml.append("<Contents><Key>" + object.getKey() + "</Key><LastModified>"
                + object.getValue().modifiedAt().truncatedTo(ChronoUnit.MILLIS)
                + "</LastModified><ETag>\"0123456789abcdef0123456789abcdef\"</ETag><Size>"
                + object.getValue().size() + "</Size><StorageClass>STANDARD</StorageClass></Contents>"));
        answer(exchange, 200, xml.append("</ListBucketResult>").toString());
    }

    private static void describe(HttpExchange exchange, Held held) {
        exchange.getResponseHeaders().set("ETag", "\"0123456789abcdef0123456789abcdef\"");
        exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
        exchange.getResponseHeaders()
                .set(
                        "Last-Modified",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                held.modifiedAt().atOffset(ZoneOffset.UTC)));
    }

    /** What was sent: as it is, or framed in chunks with a trailer, as SDKs do. */
    private static Body body(HttpExchange exchange) throws IOException {
        InputStream in = exchange.getRequestBody();
        String decoded = exchange.getRequestHeaders().getFirst("x-amz-decoded-content-length");
        String plain = exchange.getRequestHeaders().getFirst("Content-Length");
        long size = Long.parseLong(decoded != null ? decoded : plain == null ? "0" : plain);
        if (size > KEPT) {
            in.transferTo(OutputStream.nullOutputStream());
            return new Body(size, Optional.empty());
        }
        byte[] raw = in.readAllBytes();
        return new Body(size, Optional.of(decoded == null ? raw : unframed(raw)));
    }

    private static byte[] unframed(byte[] raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int line = at;
            while (raw[line] != '\r') {
                line++;
            }
            String head = new String(raw, at, line - at, StandardCharsets.US_ASCII);
            int length = Integer.parseInt(head.split(";", 2)[0], 16);
            if (length == 0) {
                return out.toByteArray();
            }
            out.writeBytes(Arrays.copyOfRange(raw, line + 2, line + 2 + length));
            at = line + 2 + length + 2;
        }
    }

    private static String parameter(String query, String name) {
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
