package dev.drover.cli.command;

import java.util.concurrent.Callable;
import java.util.function.IntSupplier;

/** Ctrl-C, and being told to end. */
public interface Interrupts {

    /**
     * Does some work. If the process is interrupted meanwhile, it ends with the code that the action gives; the work goes
     * on while the action runs, on another thread.
     */
    <T> T during(Callable<T> work, IntSupplier whenInterrupted) throws Exception;
}
