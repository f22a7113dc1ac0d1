package dev.drover.standalone.hosts;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the last of what is written. Safe for use by many threads. */
final class Tail extends OutputStream {
    private final int most;
    private byte[] before = {};
    private ByteArrayOutputStream now = new ByteArrayOutputStream();

    Tail(int most) {
        this.most = most;
    }

    @Override
    public synchronized void write(int b) {
        now.write(b);
        turn();
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int count) {
        now.write(bytes, from, count);
        turn();
    }

    private void turn() {
        if (now.size() >= most) {
            before = now.toByteArray();
            now = new ByteArrayOutputStream();
        }
    }

    synchronized String text() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(before);
        all.writeBytes(now.toByteArray());
        byte[] bytes = all.toByteArray();
        int from = Math.max(0, bytes.length - most);
        return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    }
}
