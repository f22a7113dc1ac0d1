package dev.drover.k8s.fake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Passes on what a real server says as it comes, line by line, unless a test breaks it. */
final class RealFlow implements Result.Flow, OpenWatch {
    private static final long LOOK_MILLIS = 100;

    private sealed interface Signal {}

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Line(byte[] text) implements Signal {}

    private record End() implements Signal {}

    private record Cut() implements Signal {}

    private record Expire() implements Signal {}

    private final RealServer server;
    private final Request request;
    private final Watches watches;
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

    RealFlow(RealServer server, Request request, Watches watches) {
        this.server = server;
        this.request = request;
        this.watches = watches;
    }

    @Override
    public void cut() {
        signals.add(new Cut());
    }

    @Override
    public void expire() {
        signals.add(new Expire());
    }

    @Override
    public void bookmark() {
        // A real server sends them when it wants to.
    }

    @Override
    public void run(Exchange exchange) throws IOException {
        HttpResponse<InputStream> response = server.open(request);
        try (InputStream lines = response.body()) {
            if (response.statusCode() != 200) {
                exchange.send(
                        new Result.Answer(response.statusCode(), RealServer.headers(response), lines.readAllBytes()));
                return;
            }
            exchange.begin(response.headers().firstValue("content-type").orElse("application/json"));
            boolean watch = request.flag("watch");
            if (watch) {
                watches.opened(this);
            }
            Thread reader = new Thread(() -> read(lines), "real-flow");
            reader.setDaemon(true);
            reader.start();
            try {
                follow(exchange, watch);
            } catch (InterruptedException e) {
                exchange.reset();
            } finally {
                watches.closed(this);
            }
        }
    }

    private void read(InputStream in) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                line.write(next);
                if (next == '\n') {
                    signals.add(new Line(line.toByteArray()));
                    line.reset();
                }
            }
            signals.add(new Line(line.toByteArray()));
            signals.add(new End());
        } catch (IOException e) {
            signals.add(new Cut());
        }
    }

    private void follow(Exchange exchange, boolean watch) throws IOException, InterruptedException {
        int sent = 0;
        while (true) {
            Signal next = signals.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (next == null) {
                if (exchange.abandoned()) {
                    exchange.reset();
                    return;
                }
            } else if (next instanceof Line line) {
                exchange.chunk(line.text());
                sent++;
                if (watch && sent >= watches.cutAfter()) {
                    exchange.breakOff();
                    return;
                }
            } else if (next instanceof Expire) {
                exchange.chunk(Watch.event(
                        "ERROR",
                        Refusal.expired("too old resource version: 1 (2)").status()));
                exchange.end();
                return;
            } else if (next instanceof Cut) {
                exchange.reset();
                return;
            } else {
                exchange.end();
                return;
            }
        }
    }
}
