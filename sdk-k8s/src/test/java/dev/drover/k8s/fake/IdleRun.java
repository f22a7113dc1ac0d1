package dev.drover.k8s.fake;

import java.util.concurrent.CompletableFuture;

/** A container that only waits for its end. */
final class IdleRun implements Machine.Run {
    private static final byte[] NOTHING = {};

    private final CompletableFuture<Integer> ended = new CompletableFuture<>();

    @Override
    public byte[] stdout() {
        return NOTHING;
    }

    @Override
    public byte[] stderr() {
        return NOTHING;
    }

    @Override
    public CompletableFuture<Integer> ended() {
        return ended;
    }

    @Override
    public void terminate() {
        ended.complete(143);
    }

    @Override
    public void kill() {
        ended.complete(137);
    }
}
