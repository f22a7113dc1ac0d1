package dev.drover.k8s.fake;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One connection of HTTP/1.1, kept alive, and broken in every way that a test asks for. */
final class Connection {
    private final Socket wire;
    private final Socket socket;
    private final BufferedInputStream in;
    private final OutputStream out;

    /**
     * A connection.
     *
     * @param wire below TLS
     * @param socket above it; the same without TLS
     */
    Connection(Socket wire, Socket socket) throws IOException {
        this.wire = wire;
        this.socket = socket;
        in = new BufferedInputStream(socket.getInputStream());
        out = new BufferedOutputStream(socket.getOutputStream());
    }

    /** The next request; empty when the client has gone. */
    Optional<Request> next() throws IOException {
        String first = line();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String[] words = first.split(" ", 3);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        return Optional.of(new Request(words[0], words[1], headers, body(headers)));
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return "";
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (!headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return exactly(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.write(exactly(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
    }

    private byte[] exactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException();
        }
        return bytes;
    }

    void send(int status, Map<String, String> headers, byte[] body) throws IOException {
        head(status, headers, "Content-Length: " + body.length);
        out.write(body);
        out.flush();
    }

    /** Begins an answer of unknown length. */
    void begin(int status, Map<String, String> headers) throws IOException {
        head(status, headers, "Transfer-Encoding: chunked");
        out.flush();
    }

    void chunk(byte[] bytes) throws IOException {
        if (bytes.length > 0) {
            out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }

    void end() throws IOException {
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private void head(int status, Map<String, String> headers, String length) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " -\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append(length).append("\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the client has hung up, as far as one can see while it has nothing to say. */
    boolean abandoned() throws IOException {
        InputStream stream = in;
        socket.setSoTimeout(1);
        try {
            stream.mark(1);
            if (stream.read() < 0) {
                return true;
            }
            stream.reset();
            return false;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    /** Breaks it so that the client's next read fails with a reset. */
    void reset() {
        try {
            wire.setSoLinger(true, 0);
            wire.close();
        } catch (IOException e) {
            // It is broken already.
        }
    }

    /** Breaks it in the middle, so that what was sent is still read. */
    void breakOff() {
        try {
            wire.close();
        } catch (IOException e) {
            // It is broken already.
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            reset();
        }
    }
}
