package dev.drover.samples.gateway;

import static dev.drover.samples.gateway.Route.Access.ADMINS;
import static dev.drover.samples.gateway.Route.Access.ANYBODY;
import static dev.drover.samples.gateway.Route.Access.USERS;

import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.routing.ClusterPool;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP address in front of the clusters of a pool. Users submit Spark jobs, look at them and end them, each his own; the
 * pool chooses the cluster. Several instances with the same drover.yaml serve as one: all they know is in the ledger and on
 * the clusters.
 *
 * <p>Arguments: {@code --config DROVER.YAML --tokens FILE --uploads PREFIX [--pool NAME] [--listen ADDRESS:PORT]}.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Gateway.class);
    private static final int HEALTH_SECONDS = 30;

    private final Drover drover;
    private final HttpFront front;
    private final ScheduledExecutorService health;

    private Gateway(Drover drover, HttpFront front, ScheduledExecutorService health) {
        this.drover = drover;
        this.front = front;
        this.health = health;
    }

    /** Serves until it is closed. */
    static Gateway start(Options options) throws IOException {
        Users users = Users.read(options.tokens());
        Drover drover = Drover.open(options.config());
        try {
            ClusterPool pool = drover.pool(options.pool().orElseGet(() -> only(drover)));
            HttpFront front = new HttpFront(options.listen(), router(users, drover, pool, options));
            return new Gateway(drover, front, watchHealth(pool));
        } catch (IOException | RuntimeException e) {
            drover.close();
            throw e;
        }
    }

    private static String only(Drover drover) {
        if (drover.pools().size() != 1) {
            throw DroverException.invalid("Say --pool: the configuration has the pools " + drover.pools() + ".");
        }
        return drover.pools().iterator().next();
    }

    private static Router router(Users users, Drover drover, ClusterPool pool, Options options) {
        Clusters clusters = new Clusters(pool.candidates());
        Runs runs = new Runs(drover, pool, clusters);
        Submissions submissions = new Submissions(pool, runs);
        Overview overview = new Overview(pool, clusters, runs);
        return new Router(
                users,
                List.of(
                        Route.of("GET", "/", ANYBODY, new Page()::show),
                        Route.of("GET", "/healthcheck/status", ANYBODY, Gateway::alive),
                        Route.of("POST", "/spark", USERS, submissions::submit),
                        Route.of("GET", "/spark/mySubmissions", USERS, submissions::mine),
                        Route.of("DELETE", "/spark/{id}", USERS, submissions::delete),
                        Route.of("GET", "/spark/{id}/status", USERS, submissions::status),
                        Route.of("GET", "/spark/{id}/describe", USERS, submissions::describe),
                        Route.of("GET", "/spark/{id}/driver", USERS, submissions::driver),
                        Route.of("GET", "/log", USERS, new Logs(runs)::read),
                        Route.of("POST", "/s3/{name}", USERS, new Uploads(drover, options.uploads())::put),
                        Route.of("GET", "/clusters", USERS, overview::show),
                        Route.of("GET", "/admin/submissions", ADMINS, submissions::all),
                        Route.of("POST", "/admin/clusters/{id}/drain", ADMINS, overview::drain),
                        Route.of("POST", "/admin/clusters/{id}/resume", ADMINS, overview::resume)));
    }

    private static Reply alive(Call call) {
        return Reply.json(200, Json.object().put("status", "OK"));
    }

    /** A cluster that was found missing, or that does not answer, is asked for until it is back. */
    private static ScheduledExecutorService watchHealth(ClusterPool pool) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "gateway-health");
            thread.setDaemon(true);
            return thread;
        });
        Runnable look = () -> {
            try {
                pool.checkHealth();
            } catch (RuntimeException e) {
                log.warn("The clusters could not be asked how they are", e);
            }
        };
        var unused = executor.scheduleWithFixedDelay(look, 0, HEALTH_SECONDS, TimeUnit.SECONDS);
        return executor;
    }

    int port() {
        return front.port();
    }

    /** Lets requests under way end. What runs on the clusters goes on. */
    @Override
    public void close() {
        front.close();
        health.shutdownNow();
        drover.close();
    }

    public static void main(String[] arguments) throws InterruptedException {
        try {
            Gateway gateway = start(Options.of(arguments));
            Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "gateway-end"));
            System.out.println("The gateway listens at port " + gateway.port());
        } catch (DroverException | IOException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
        new CountDownLatch(1).await();
    }
}
