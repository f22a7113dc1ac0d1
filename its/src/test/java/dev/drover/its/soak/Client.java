package dev.drover.its.soak;

import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobStatus;
import dev.drover.routing.ClusterPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A process that asks a pool for one piece of work after the other, several at a time, and for each until it is told how
 * it ended. It may be killed at any moment: started again, it first asks for what it was not told yet. Ends once the stop
 * file is there and nothing is open.
 *
 * <p>Arguments: the soak's folder, the client's name, how many pieces at a time.
 */
public final class Client {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Setup setup;
    private final Diary diary;
    private final Queue<Integer> open = new ArrayDeque<>();
    private int next;

    private Client(Setup setup, String name) throws IOException {
        this.setup = setup;
        diary = new Diary(setup, name);
        Set<Integer> asked = diary.asked();
        open.addAll(asked);
        diary.told().forEach(told -> open.remove(told.number()));
        next = asked.stream().mapToInt(number -> number + 1).max().orElse(0);
    }

    public static void main(String[] args) throws Exception {
        Setup setup = Setup.read(Path.of(args[0]));
        Client client = new Client(setup, args[1]);
        int atATime = Integer.parseInt(args[2]);
        ExecutorService threads = Executors.newFixedThreadPool(atATime);
        try (Drover drover = setup.drover()) {
            ClusterPool pool = drover.pool(setup.pool());
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < atATime; i++) {
                all.add(threads.submit(() -> client.work(pool)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Void work(ClusterPool pool) throws IOException, InterruptedException {
        for (int number = take(); number >= 0; number = take()) {
            ask(pool, new Work(number));
        }
        return null;
    }

    /** The next number, or -1 if there is nothing more to do. */
    private synchronized int take() throws IOException {
        if (!open.isEmpty()) {
            return open.remove();
        }
        if (Files.exists(setup.stop())) {
            return -1;
        }
        diary.asks(next);
        return next++;
    }

    private void ask(ClusterPool pool, Work work) throws IOException, InterruptedException {
        while (true) {
            try {
                JobHandle job = pool.submit(work.job(setup), work.key(), work.options());
                JobStatus end = job.await(PATIENCE);
                int attempt = job.attempt().orElseThrow().number();
                say(
                        work,
                        "attempt " + attempt + " " + job.id() + " " + end.state() + " "
                                + end.detail().orElse(""));
                if (!work.goesOn(end.state(), attempt)) {
                    diary.wasTold(new Diary.Told(work.number(), end.state(), job.id()));
                    return;
                }
            } catch (DroverException e) {
                say(work, e.code() + " " + e.effect() + " " + e.getMessage());
                if (!passes(e.code())) {
                    throw new UncheckedIOException(new IOException("Nothing that passes: number " + work.number(), e));
                }
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }

    /** What the soak does to it explains these; the others are errors of Drover's or of the soak's. */
    private static boolean passes(ErrorCode code) {
        return switch (code) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, THROTTLED, QUOTA_EXCEEDED, NOT_FOUND, CONFLICT -> true;
            default -> false;
        };
    }

    private static void say(Work work, String what) {
        System.out.println(Instant.now() + " " + work.number() + ": " + what.replace('\n', ' '));
    }
}
