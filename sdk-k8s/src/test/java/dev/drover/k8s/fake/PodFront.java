package dev.drover.k8s.fake;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Stands before the API server and adds what it does not have: streams to ports of pods, as the <a
 * href="https://github.com/kubernetes/kubelet/blob/v0.34.0/pkg/cri/streaming/portforward/websocket.go">kubelet</a> speaks
 * them over a WebSocket. Everything else is passed on, a connection for each request.
 */
public final class PodFront implements AutoCloseable {
    private static final Pattern FORWARD =
            Pattern.compile("GET /api/v1/namespaces/([^/]+)/pods/([^/]+)/portforward\\?ports=(\\d+) HTTP/1\\.1");
    private static final String PROTOCOL = "v4.channel.k8s.io";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final FakeKube kube;
    private final SSLContext tls = new Certificates().context();
    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<String> opened = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "pod-front");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean forbidden;

    public PodFront(FakeKube kube) {
        this.kube = kube;
        try {
            listening = new ServerSocket();
            listening.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    public URI url() {
        return URI.create("https://127.0.0.1:" + listening.getLocalPort());
    }

    /** The streams that were opened, as {@code pod:port}. */
    public List<String> opened() {
        return opened;
    }

    /** Whether nobody may stream. */
    public void forbid(boolean all) {
        forbidden = all;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket wire = listening.accept();
                sockets.add(wire);
                threads.execute(() -> serve(wire));
            } catch (IOException e) {
                // Closed meanwhile.
            }
        }
    }

    private void serve(Socket wire) {
        try (wire;
                SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(wire, (InputStream) null, true)) {
            socket.setUseClientMode(false);
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
            List<String> head = head(in);
            if (head.isEmpty()) {
                return;
            }
            Matcher forward = FORWARD.matcher(head.get(0));
            if (forward.matches()) {
                forward(forward, head, in, socket.getOutputStream());
            } else {
                pass(head, in, socket.getOutputStream());
            }
        } catch (IOException e) {
            // One of the ends has gone.
        } finally {
            sockets.remove(wire);
        }
    }

    private static List<String> head(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next != '\n') {
                line.write(next);
                continue;
            }
            String text = line.toString(StandardCharsets.UTF_8).strip();
            if (text.isEmpty()) {
                return lines;
            }
            lines.add(text);
            line.reset();
        }
        return List.of();
    }

    private static String header(List<String> head, String name) {
        return head.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private void pass(List<String> head, InputStream in, OutputStream out) throws IOException {
        String length = header(head, "content-length");
        byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
        try (Socket server = trusting()
                .getSocketFactory()
                .createSocket("127.0.0.1", kube.url().getPort())) {
            sockets.add(server);
            OutputStream on = server.getOutputStream();
            on.write((String.join("\r\n", head) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            on.write(body);
            on.flush();
            InputStream back = new BufferedInputStream(server.getInputStream());
            List<String> answer = new ArrayList<>(head(back));
            byte[] content = back.readNBytes(Integer.parseInt(header(answer, "content-length")));
            answer.add("Connection: close");
            out.write((String.join("\r\n", answer) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            out.write(content);
            out.flush();
            sockets.remove(server);
        }
    }

    private SSLContext trusting() {
        try (InputStream in = Files.newInputStream(kube.authority())) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    // Streams

    private void forward(Matcher target, List<String> head, InputStream in, OutputStream out) throws IOException {
        if (forbidden || !header(head, "authorization").equals("Bearer " + FakeKube.ADMIN)) {
            refuse(
                    out,
                    403,
                    "Forbidden",
                    "pods \\\"" + target.group(2) + "\\\" is forbidden: User \\\"u\\\" cannot get"
                            + " resource \\\"pods/portforward\\\" in API group \\\"\\\" in the namespace \\\""
                            + target.group(1) + "\\\"");
            return;
        }
        Optional<String> pod = kube.object("pods", target.group(1), target.group(2));
        if (pod.isEmpty()) {
            refuse(out, 404, "NotFound", "pods \\\"" + target.group(2) + "\\\" not found");
            return;
        }
        if (!header(head, "sec-websocket-protocol").equals(PROTOCOL)) {
            refuse(out, 400, "BadRequest", "unknown protocol");
            return;
        }
        int port = Integer.parseInt(target.group(3));
        out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accept(header(head, "sec-websocket-key"))
                        + "\r\nSec-WebSocket-Protocol: " + PROTOCOL + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        opened.add(target.group(2) + ":" + port);
        byte[] number = {(byte) port, (byte) (port >> 8)};
        send(out, 0, number, number.length);
        send(out, 1, number, number.length);
        String address = Json.text(Json.object(pod.get()), "status", "podIP");
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 2000);
            sockets.add(socket);
            threads.execute(() -> back(socket, out));
            frames(new DataInputStream(in), socket, out);
            sockets.remove(socket);
        } catch (java.net.ConnectException e) {
            byte[] said = ("error forwarding port " + port + ": connection refused").getBytes(StandardCharsets.UTF_8);
            send(out, 1, said, said.length);
        }
    }

    private static void refuse(OutputStream out, int code, String reason, String message) throws IOException {
        byte[] body = ("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":" + code
                        + ",\"reason\":\"" + reason + "\",\"message\":\"" + message + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        out.write(("HTTP/1.1 " + code + " -\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        out.write(body);
        out.flush();
    }

    private static String accept(String key) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(sha);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void back(Socket socket, OutputStream out) {
        byte[] chunk = new byte[4096];
        try {
            for (int read = socket.getInputStream().read(chunk);
                    read >= 0;
                    read = socket.getInputStream().read(chunk)) {
                send(out, 0, chunk, read);
            }
            frame(out, 8, new byte[] {3, (byte) 0xe8});
        } catch (IOException e) {
            // One of the ends has gone.
        }
    }

    private static void send(OutputStream out, int channel, byte[] bytes, int length) throws IOException {
        byte[] message = new byte[length + 1];
        message[0] = (byte) channel;
        System.arraycopy(bytes, 0, message, 1, length);
        frame(out, 2, message);
    }

    /** RFC 6455, from a server: not masked. */
    private static void frame(OutputStream out, int code, byte[] payload) throws IOException {
        synchronized (out) {
            out.write(0x80 | code);
            if (payload.length < 126) {
                out.write(payload.length);
            } else {
                out.write(126);
                out.write(payload.length >> 8);
                out.write(payload.length);
            }
            out.write(payload);
            out.flush();
        }
    }

    private static void frames(DataInputStream in, Socket to, OutputStream out) throws IOException {
        while (true) {
            int code = in.readUnsignedByte() & 0x0f;
            int length = in.readUnsignedByte() & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = (int) in.readLong();
            }
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            if (code == 8) {
                frame(out, 8, payload);
                return;
            }
            if (code == 9) {
                frame(out, 10, payload);
            } else if (code == 2 && payload[0] == 0) {
                to.getOutputStream().write(payload, 1, payload.length - 1);
            }
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
