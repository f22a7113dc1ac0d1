package dev.drover.aws.s3;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import dev.drover.spi.CallContext;
import java.io.EOFException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The parts of an object that is being read, fetched ahead by several threads: two at first, then up to the most, so
 * that little is fetched in vain for a reader who wants little. Each is asked for by the object's ETag: if the object was
 * replaced meanwhile, reading fails, and never mixes. For one thread.
 */
final class PartsAhead implements AutoCloseable {
    private final Bucket bucket;
    private final StorageUri uri;
    private final String eTag;
    private final long end;
    private final S3Options options;
    private final Executor executor;
    private final CallContext context;
    private final Deque<FutureTask<Part>> coming = new ArrayDeque<>();
    private final Queue<byte[]> buffers = new ConcurrentLinkedQueue<>();
    private Part current = new Part(new byte[0], 0);
    private int read;
    private int window = 1;
    private long next = -1;

    /** The first bytes of a buffer, which may be larger. */
    private static final class Part {
        private final byte[] buffer;
        private final int length;

        Part(byte[] buffer, int length) {
            this.buffer = buffer;
            this.length = length;
        }
    }

    /** @param context of the operation that opened the object, which may be over when parts are fetched */
    PartsAhead(
            Bucket bucket,
            StorageUri uri,
            String eTag,
            long end,
            S3Options options,
            Executor executor,
            CallContext context) {
        this.bucket = bucket;
        this.uri = uri;
        this.eTag = eTag;
        this.end = end;
        this.options = options;
        this.executor = executor;
        this.context = context;
    }

    /**
     * Reads at least one byte.
     *
     * @param position where the reader stands; before the end, and after the first call where the last one has left it
     * @throws DroverException if a part cannot be had
     */
    int read(long position, byte[] buffer, int offset, int length) throws InterruptedIOException {
        if (read == current.length) {
            next = next < 0 ? position : next;
            window = Math.min(options.parallelism(), window * 2);
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
            int length = (int) Math.min(options.partSize(), end - start);
            FutureTask<Part> part = new FutureTask<>(() -> fetch(start, length));
            coming.add(part);
            executor.execute(part);
            next += length;
        }
    }

    /** What breaks off in the middle is fetched again from its start, as often as any call is repeated. */
    private Part fetch(long start, int length) {
        byte[] free = buffers.poll();
        byte[] bytes = free == null || free.length < length ? new byte[length] : free;
        return bucket.carrying(length)
                .read("GetObject", context.renewed(), limits -> new Part(bytes, get(start, length, bytes, limits)));
    }

    private int get(long start, int length, byte[] into, AwsRequestOverrideConfiguration limits) throws Exception {
        try {
            return bucket.client()
                    .getObject(
                            r -> r.bucket(bucket.name())
                                    .key(uri.path())
                                    .ifMatch(eTag)
                                    .range("bytes=" + start + "-" + (start + length - 1))
                                    .overrideConfiguration(limits),
                            (answer, in) -> {
                                int count = in.readNBytes(into, 0, length);
                                if (count < length) {
                                    throw new EOFException("after " + count + " of " + length + " bytes");
                                }
                                return count;
                            });
        } catch (S3Exception e) {
            throw Bucket.changed(e);
        }
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
