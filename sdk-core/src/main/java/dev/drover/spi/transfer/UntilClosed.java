package dev.drover.spi.transfer;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** The executor of a Drover: a transfer that outlasts its Drover fails as everything does then. */
record UntilClosed(Executor executor) implements Executor {

    @Override
    public void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            throw new DroverException(
                    ErrorCode.CANCELLED, Effect.NONE, false, "This Drover is closed; open another one.", e);
        }
    }
}
