package dev.drover.standalone.hosts;

import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Tells when something is first said. */
final class Said extends OutputStream {
    private static final long LOOK_MILLIS = 50;

    private final CountDownLatch said = new CountDownLatch(1);

    @Override
    public void write(int b) {
        said.countDown();
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        said.countDown();
    }

    /**
     * Waits for it.
     *
     * @return false if whoever should say it ended before, or the time is over
     */
    boolean await(BooleanSupplier goesOn, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (System.nanoTime() < end) {
            if (said.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
            if (!goesOn.getAsBoolean()) {
                return said.getCount() == 0;
            }
        }
        return false;
    }
}
