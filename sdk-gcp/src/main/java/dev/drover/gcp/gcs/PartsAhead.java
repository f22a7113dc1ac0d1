package dev.drover.gcp.gcs;

import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import dev.drover.spi.CallContext;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/**
 * The parts of an object that is being read, fetched ahead by several threads: two at first, then up to the most, so
 * that little is fetched in vain for a reader who wants little. Each is asked for by the object's generation: if the
 * object was replaced meanwhile, reading fails, and never mixes. For one thread.
 */
final class PartsAhead implements AutoCloseable {
    private final Bucket bucket;
    private final StorageUri uri;
    private final String generation;
    private final long end;
    private final Executor executor;
    private final CallContext context;
    private final Deque<FutureTask<Part>> coming = new ArrayDeque<>();
    private final Queue<byte[]> buffers = new ConcurrentLinkedQueue<>();
    private Part current = new Part(new byte[0], 0);
    private int read;
    private int window = 1;
    private long next = -1;

    private static final class Part {
        private final byte[] bytes;
        private final int length;

        Part(byte[] bytes, int length) {
            this.bytes = bytes;
            this.length = length;
        }
    }

    /** @param context of the operation that opened the object, which may be over when parts are fetched */
    PartsAhead(Bucket bucket, StorageUri uri, String generation, long end, Executor executor, CallContext context) {
        this.bucket = bucket;
        this.uri = uri;
        this.generation = generation;
        this.end = end;
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
            window = Math.min(bucket.options().parallelism(), window * 2);
            if (current.length > 0) {
                buffers.add(current.bytes);
            }
            fetchAhead();
            current = arrived(coming.remove());
            read = 0;
        }
        int count = Math.min(length, current.length - read);
        System.arraycopy(current.bytes, read, buffer, offset, count);
        read += count;
        return count;
    }

    private void fetchAhead() {
        while (coming.size() < window && next < end) {
            long start = next;
            int length = (int) Math.min(bucket.options().partSize(), end - start);
            FutureTask<Part> part = new FutureTask<>(() -> fetch(start, length));
            try {
                executor.execute(part);
            } catch (RejectedExecutionException e) {
                throw new DroverException(
                        ErrorCode.CANCELLED, Effect.NONE, false, uri + " was read when its Drover was closed.", e);
            }
            coming.add(part);
            next += length;
        }
    }

    /** What breaks off in the middle is fetched again from its start, as often as any call is repeated. */
    private Part fetch(long start, int length) {
        byte[] free = buffers.poll();
        byte[] bytes = free == null || free.length < length ? new byte[length] : free;
        return bucket.carrying(length).read("objects.get", context.renewed(), left -> {
            get(start, length, bytes);
            return new Part(bytes, length);
        });
    }

    private void get(long start, int length, byte[] into) throws IOException {
        Map<String, String> query = new LinkedHashMap<>(bucket.billing());
        query.put("generation", generation);
        HttpResponse answer;
        try {
            answer = bucket.client()
                    .media()
                    .download(
                            bucket.name(),
                            uri.path(),
                            query,
                            Optional.of("bytes=" + start + "-" + (start + length - 1)));
        } catch (HttpResponseException e) {
            if (e.getStatusCode() == 404) {
                throw changed(e);
            }
            throw e;
        }
        try {
            InputStream in = answer.getContent();
            int count = in.readNBytes(into, 0, length);
            if (count < length) {
                throw new EOFException("after " + count + " of " + length + " bytes");
            }
            in.close();
        } catch (IOException e) {
            MediaRequests.drop(answer);
            throw e;
        }
    }

    private DroverException changed(HttpResponseException cause) {
        return new DroverException(
                ErrorCode.CONFLICT,
                Effect.NONE,
                true,
                uri + " was replaced or deleted while it was read. Read it again.",
                cause);
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
