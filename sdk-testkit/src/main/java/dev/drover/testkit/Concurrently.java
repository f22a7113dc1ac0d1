package dev.drover.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many callers at once. */
final class Concurrently {

    private Concurrently() {}

    /** One of them. */
    interface Caller<T> {
        T call(int number) throws Exception;
    }

    /** Runs all at once; the answers in the order of the callers. */
    static <T> List<T> call(int callers, Caller<T> body) {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                int number = i;
                running.add(threads.submit(() -> body.call(number)));
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> one : running) {
                answers.add(one.get());
            }
            return answers;
        } catch (Exception e) {
            throw new AssertionError("A concurrent caller failed", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
