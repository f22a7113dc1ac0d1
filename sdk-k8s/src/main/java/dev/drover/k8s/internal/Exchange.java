package dev.drover.k8s.internal;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * One request under way. Another thread waits on the socket, so that the caller can leave at once when its time is over or
 * when it is interrupted; the connection is then broken off.
 */
final class Exchange<T> implements Callback {
    private final KubeRequest<T> request;
    private final Sending sending;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    private Exchange(KubeRequest<T> request, Sending sending) {
        this.request = request;
        this.sending = sending;
    }

    static <T> T run(KubeRequest<T> request, Call call, Sending sending, Duration left)
            throws KubeException, InterruptedException {
        Exchange<T> exchange = new Exchange<>(request, sending);
        call.enqueue(exchange);
        try {
            return exchange.result.get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw exchange.failure(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            exchange.leave(call);
            throw exchange.failure(new SocketTimeoutException("nothing within " + left.toMillis() + " ms"));
        } catch (InterruptedException e) {
            exchange.leave(call);
            throw e;
        }
    }

    private void leave(Call call) {
        result.cancel(false);
        call.cancel();
    }

    private KubeException failure(Throwable cause) {
        if (cause instanceof KubeException answered) {
            return answered;
        }
        IOException broken = cause instanceof IOException io ? io : new IOException(cause);
        return new KubeException(request.target(), sending.begun(), broken);
    }

    @Override
    public void onFailure(Call call, IOException e) {
        result.completeExceptionally(e);
    }

    @Override
    public void onResponse(Call call, Response response) {
        Reply reply = new Reply(request.target(), call, response);
        try {
            if (response.isSuccessful()) {
                hand(reply, request.answer().read(reply));
            } else {
                refuse(reply);
            }
        } catch (IOException | RuntimeException e) {
            reply.close();
            result.completeExceptionally(e);
        }
    }

    /** A stream that nobody waits for any more is closed. */
    private void hand(Reply reply, T value) {
        if (!result.complete(value)) {
            reply.close();
        }
    }

    private void refuse(Reply reply) throws IOException {
        try (reply) {
            String retryAfter = reply.response().header(RetryAfter.KEPT, "");
            KubeStatus status = KubeStatus.of(
                    reply.response().code(),
                    reply.read(BufferedSource::readUtf8),
                    retryAfter == null ? "" : retryAfter);
            result.completeExceptionally(new KubeException(request.target(), status));
        }
    }
}
