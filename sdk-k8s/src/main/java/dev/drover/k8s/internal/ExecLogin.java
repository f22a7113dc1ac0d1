package dev.drover.k8s.internal;

import dev.drover.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Credentials from a program, kept until they run out or are refused. One caller runs it, with no lock held; the others
 * wait for what comes of it.
 */
final class ExecLogin implements Login {
    /** Before they run out: clocks differ, and requests take time. */
    private static final Duration EARLY = Duration.ofSeconds(60);

    private final ExecPlugin plugin;
    private final InstantSource clock;
    private final AtomicReference<@Nullable CompletableFuture<Credential>> current = new AtomicReference<>();

    ExecLogin(ExecPlugin plugin, InstantSource clock) {
        this.plugin = plugin;
        this.clock = clock;
    }

    @Override
    public Credential credential(Duration left) throws LoginException, InterruptedException {
        while (true) {
            CompletableFuture<Credential> known = current.get();
            if (known != null && usable(known)) {
                return await(known, left);
            }
            CompletableFuture<Credential> mine = new CompletableFuture<>();
            if (current.compareAndSet(known, mine)) {
                return run(mine, left);
            }
        }
    }

    @Override
    public Credential instead(Credential refused, Duration left) throws LoginException, InterruptedException {
        CompletableFuture<Credential> known = current.get();
        if (known != null && done(known) && refused.equals(known.join())) {
            current.compareAndSet(known, null);
        }
        return credential(left);
    }

    private boolean usable(CompletableFuture<Credential> known) {
        return !known.isDone() || (done(known) && !runsOut(known.join()));
    }

    private static boolean done(CompletableFuture<Credential> known) {
        return known.isDone() && !known.isCompletedExceptionally();
    }

    private boolean runsOut(Credential credential) {
        Instant soon = clock.instant().plus(EARLY);
        return credential.expires().filter(expiry -> !expiry.isAfter(soon)).isPresent();
    }

    private Credential run(CompletableFuture<Credential> mine, Duration left)
            throws LoginException, InterruptedException {
        try {
            Credential credential = plugin.run(left);
            mine.complete(credential);
            return credential;
        } catch (LoginException | InterruptedException | RuntimeException e) {
            mine.completeExceptionally(e);
            throw e;
        }
    }

    private Credential await(CompletableFuture<Credential> known, Duration left)
            throws LoginException, InterruptedException {
        try {
            return known.get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw plugin.late(left);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LoginException why) {
                throw why;
            }
            throw new LoginException(ErrorCode.UNAVAILABLE, "whoever ran the credential plugin was stopped.");
        }
    }
}
