package dev.drover.task;

import dev.drover.Drover;
import dev.drover.DroverException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that is one {@link SparkTask} and nothing else, for schedulers that start programs: the last line of its output is
 * one JSON document, whatever happens, and it ends with an {@link ExitCode}, after SIGTERM too.
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *     System.exit(TaskProcess.printingTo(System.out)
 *             .run(() -> Drover.open(Path.of("drover.yaml")), drover -> task(drover, args)));
 * }
 * }</pre>
 *
 * <p>Log to standard error, or to nothing: what comes after that line in the same stream would be taken for it.
 */
public final class TaskProcess {
    private static final Logger log = LoggerFactory.getLogger(TaskProcess.class);
    private static final Duration LAST_WORD = Duration.ofSeconds(2);

    private final PrintStream output;
    private final Optional<Path> xcom;

    private TaskProcess(PrintStream output, Optional<Path> xcom) {
        this.output = output;
        this.xcom = xcom;
    }

    /** A process that says how its task went in one line. */
    public static TaskProcess printingTo(PrintStream output) {
        return new TaskProcess(output, Optional.empty());
    }

    /**
     * Writes the same document to a file, too: {@code /airflow/xcom/return.json} is where Airflow's KubernetesPodOperator
     * looks. It appears whole or not at all, and may be read by others, for they are who it is for.
     *
     * @param file in a folder that is there
     */
    public TaskProcess xcom(Path file) {
        return new TaskProcess(output, Optional.of(file));
    }

    /**
     * Runs the task, closes the Drover, and says how it went. When the process is told to end meanwhile, the job is cancelled or
     * left as the task says; then the process ends within 3 seconds, without running other shutdown hooks to their ends, and this
     * never returns.
     *
     * @param open opens what the task needs; its errors are told like those of the task
     * @param task made with it
     * @return the number to end with: give it to {@code System.exit}
     */
    public int run(Supplier<Drover> open, Function<Drover, SparkTask> task) {
        Running running = new Running();
        Thread hook = new Thread(running::terminate, "drover-task-terminated");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            forEver();
        }
        int code = running.say(running.take(open, task));
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            forEver();
        }
        return code;
    }

    /** For a thread whose process is ended by another. */
    private static void forEver() {
        while (true) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                log.debug("Nothing is left to be interrupted", e);
            }
        }
    }

    /** One process; either its task or its termination has the last word. */
    private final class Running {
        private final AtomicBoolean taken = new AtomicBoolean();
        private final CountDownLatch said = new CountDownLatch(1);
        private final AtomicReference<@Nullable TaskRun> run = new AtomicReference<>();
        private volatile int code = ExitCode.UNKNOWN.code();

        TaskDocument take(Supplier<Drover> open, Function<Drover, SparkTask> task) {
            try {
                checkFolder();
                try (Drover drover = open.get()) {
                    TaskRun next = new TaskRun(task.apply(drover));
                    run.set(next);
                    if (taken.get()) {
                        forEver();
                    }
                    return TaskDocument.of(next.toEnd());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return TaskDocument.of(e);
            } catch (RuntimeException | Error e) {
                // An Error, such as a class that is missing, is told like the rest: nobody else will tell it.
                log.error("The task failed", e);
                return TaskDocument.of(e);
            }
        }

        private void checkFolder() {
            xcom.map(Path::toAbsolutePath).map(Path::getParent).ifPresent(folder -> {
                if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
                    throw DroverException.invalid("The result is to be written to " + xcom.get() + ", but " + folder
                            + " is no folder that can be written to.");
                }
            });
        }

        int say(TaskDocument document) {
            if (!taken.compareAndSet(false, true)) {
                forEver();
            }
            tell(document);
            return code;
        }

        void terminate() {
            if (taken.compareAndSet(false, true)) {
                TaskRun begun = run.get();
                tell(begun == null ? TaskDocument.ofNothing() : begun.terminate());
            } else {
                awaitSaid();
            }
            Runtime.getRuntime().halt(code);
        }

        private void awaitSaid() {
            try {
                if (!said.await(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS)) {
                    log.warn("The result was not written in time");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void tell(TaskDocument document) {
            TaskDocument told = document;
            try {
                write(document.toJson());
            } catch (IOException e) {
                log.error("The result could not be written to {}", xcom, e);
                told = document.unwritten(e);
            }
            output.println(told.toJson());
            output.flush();
            code = told.exit().code();
            said.countDown();
        }

        private void write(String json) throws IOException {
            if (xcom.isEmpty()) {
                return;
            }
            Path file = xcom.get();
            Path aside = file.resolveSibling("." + file.getFileName() + ".tmp");
            Files.writeString(aside, json);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
