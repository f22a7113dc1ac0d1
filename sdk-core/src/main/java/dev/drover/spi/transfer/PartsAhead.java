package dev.drover.spi.transfer;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * The parts of an object that is being read, fetched ahead by several threads: two at first, then up to the most, so
 * that little is fetched in vain for a reader who wants little. For one thread. Close it in any case: that ends what still
 * runs.
 */
public final class PartsAhead implements AutoCloseable {
    private final long end;
    private final long partSize;
    private final int most;
    private final Executor executor;
    private final Source source;
    private final Deque<FutureTask<Part>> coming = new ArrayDeque<>();
    private final Queue<byte[]> buffers = new ConcurrentLinkedQueue<>();
    private Part current = new Part(new byte[0], 0);
    private int read;
    private int window = 1;
    private long next = -1;

    /** Where parts come from. */
    @FunctionalInterface
    public interface Source {
        /**
         * Fills the start of a buffer with a part. Called by several threads at a time.
         *
         * @param start of the part in the object
         * @param length of the part; the buffer may be longer
         * @throws DroverException if it cannot be had; CONFLICT if the object is not the one any more that was opened, so that
         *     two are never mixed
         */
        void fetch(long start, int length, byte[] into);
    }

    /** The first bytes of a buffer, which may be larger. */
    private static final class Part {
        private final byte[] buffer;
        private final int length;

        Part(byte[] buffer, int length) {
            this.buffer = buffer;
            this.length = length;
        }
    }

    /**
     * Fetches nothing yet.
     *
     * @param end where reading ends in the object
     * @param partSize in bytes; at most what an array holds
     * @param most at a time; at least 1
     */
    public PartsAhead(long end, long partSize, int most, Executor executor, Source source) {
        this.end = end;
        this.partSize = partSize;
        this.most = most;
        this.executor = new UntilClosed(executor);
        this.source = source;
    }

    /**
     * Reads at least one byte.
     *
     * @param position where the reader stands; before the end, and after the first call where the last one has left it
     * @throws DroverException if a part cannot be had; CANCELLED if the Drover was closed meanwhile
     */
    public int read(long position, byte[] buffer, int offset, int length) throws InterruptedIOException {
        if (read == current.length) {
            next = next < 0 ? position : next;
            window = Math.min(most, window * 2);
            if (current.length > 0) {
                buffers.add(current.buffer);
            }
            fetchAhead();
            current = arrived(coming.remove());
            read = 0;
        }
        int count = Math.min(length, current.length - read);
        System.arraycopy(current.buffer, read, buffer, offset, count);
        read += count;
        return count;
    }

    private void fetchAhead() {
        while (coming.size() < window && next < end) {
            long start = next;
            int length = (int) Math.min(partSize, end - start);
            FutureTask<Part> part = new FutureTask<>(() -> fetch(start, length));
            executor.execute(part);
            coming.add(part);
            next += length;
        }
    }

    private Part fetch(long start, int length) {
        byte[] free = buffers.poll();
        byte[] bytes = free == null || free.length < length ? new byte[length] : free;
        source.fetch(start, length, bytes);
        return new Part(bytes, length);
    }

    private static Part arrived(FutureTask<Part> part) throws InterruptedIOException {
        try {
            return part.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while a part was fetched");
            interrupted.initCause(e);
            throw interrupted;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DroverException error) {
                throw error;
            }
            throw new DroverException(
                    ErrorCode.INTERNAL, "A part could not be fetched: " + e.getCause() + ". Please report it.");
        }
    }

    @Override
    public void close() {
        coming.forEach(part -> part.cancel(true));
    }
}
