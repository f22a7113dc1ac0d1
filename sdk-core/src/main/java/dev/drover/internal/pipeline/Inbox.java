package dev.drover.internal.pipeline;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** What other threads want done on the one that carries a run on. Safe for use by many threads. */
final class Inbox {
    private final Queue<Letter> letters = new ArrayDeque<>();
    private CompletableFuture<Void> news = new CompletableFuture<>();

    /** Something to be done. */
    interface Letter {
        void open() throws InterruptedException;
    }

    void put(Letter letter) {
        CompletableFuture<Void> waiting;
        synchronized (this) {
            letters.add(letter);
            waiting = news;
        }
        waiting.complete(null);
    }

    /** Done when there is something to do. */
    synchronized CompletableFuture<Void> news() {
        return news;
    }

    /** Does all of it, in the order in which it came. */
    void open() throws InterruptedException {
        while (true) {
            Letter letter;
            synchronized (this) {
                if (letters.isEmpty()) {
                    news = new CompletableFuture<>();
                    return;
                }
                letter = letters.remove();
            }
            letter.open();
        }
    }
}
