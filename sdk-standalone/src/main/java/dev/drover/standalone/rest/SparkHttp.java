package dev.drover.standalone.rest;

import dev.drover.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The connections to Spark's daemons: HTTP/1.1 kept alive, no redirects, daemon threads only, so that it needs no
 * closing. Safe for use by many threads.
 */
public final class SparkHttp {
    private final HttpClient client;
    private final InstantSource clock;
    private final Route route;
    private final Duration requestTimeout;

    /** An answer as it came. */
    record Answer(int status, String text) {}

    /**
     * A request.
     *
     * @param json the body of a POST; empty for a GET
     * @param key signs a token for it
     * @param maxBytes the longest answer
     */
    record Request(URI uri, Optional<String> json, Optional<Secret> key, int maxBytes) {
        static Request get(URI uri, Optional<Secret> key, int maxBytes) {
            return new Request(uri, Optional.empty(), key, maxBytes);
        }
    }

    /**
     * Connections with these limits.
     *
     * @param connectTimeout for the TCP connection
     * @param requestTimeout for a whole call, body included; less if an operation's deadline is nearer
     * @param clock dates the tokens
     */
    public SparkHttp(Duration connectTimeout, Duration requestTimeout, InstantSource clock) {
        this(connectTimeout, requestTimeout, clock, Route.direct());
    }

    /** The same, by another way than the direct one. */
    public SparkHttp(Duration connectTimeout, Duration requestTimeout, InstantSource clock, Route route) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .build();
        this.requestTimeout = requestTimeout;
        this.clock = clock;
        this.route = route;
    }

    Duration requestTimeout() {
        return requestTimeout;
    }

    /** Sends once. {@link HttpRequest#timeout()} alone would not do: it ends when the head of the answer is there. */
    Answer send(Request request, Duration timeout) throws Exception {
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(toHttp(request, timeout), head -> new BoundedBody(request.maxBytes()));
        try {
            HttpResponse<byte[]> response = sent.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new HttpTimeoutException("no whole answer within " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            sent.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private HttpRequest toHttp(Request request, Duration timeout) throws IOException {
        HttpRequest.Builder http =
                HttpRequest.newBuilder(route.to(request.uri())).timeout(timeout);
        request.key()
                .ifPresent(key -> http.header("Authorization", "Bearer " + BearerToken.sign(key, clock.instant())));
        request.json()
                .ifPresent(json -> http.header("Content-Type", "application/json; charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.ofString(json)));
        return http.build();
    }
}
