package dev.drover.cli;

import dev.drover.cli.command.Interrupts;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

/** By a shutdown hook, the one way that a JVM offers to all: it runs for SIGINT, SIGTERM and SIGHUP. */
final class ShutdownInterrupts implements Interrupts {
    @Override
    public <T> T during(Callable<T> work, IntSupplier whenInterrupted) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread hook = new Thread(
                () -> {
                    if (over.compareAndSet(false, true)) {
                        Runtime.getRuntime().halt(whenInterrupted.getAsInt());
                    }
                },
                "drover-interrupted");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            new CountDownLatch(1).await(); // Shutting down already.
        }
        try {
            return work.call();
        } finally {
            if (!over.compareAndSet(false, true)) {
                // The hook ends the process; nothing more may be shown.
                new CountDownLatch(1).await();
            }
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                new CountDownLatch(1).await();
            }
        }
    }
}
