package dev.drover.aws.ec2;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.Secret;
import dev.drover.spi.CallContext;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Safety;
import dev.drover.standalone.rest.JobDefaults;
import dev.drover.standalone.rest.MasterClient;
import dev.drover.standalone.rest.MasterEndpoints;
import dev.drover.standalone.rest.MasterState;
import dev.drover.standalone.rest.SparkHttp;
import dev.drover.standalone.rest.StandaloneCluster;
import dev.drover.standalone.rest.StandaloneClusters;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where the masters of clusters are, and what they say. Safe for use by many threads. */
final class Masters implements StandaloneClusters {
    /** Jobs are looked at several times a second; a master keeps its address as long as it lives. */
    private static final Duration KNOWN_FOR = Duration.ofMinutes(1);

    private static final Duration CONNECT = Duration.ofSeconds(3);

    private final Ec2SparkOptions options;
    private final Clusters clusters;
    private final ClusterKeys keys;
    private final Ways ways;
    private final SparkHttp http;
    private final Map<ClusterId, Known> known = new ConcurrentHashMap<>();

    private record Known(StandaloneCluster cluster, Instant until) {}

    Masters(Ec2SparkOptions options, Clusters clusters, ClusterKeys keys, Ways ways, SparkHttp http) {
        this.options = options;
        this.clusters = clusters;
        this.keys = keys;
        this.ways = ways;
        this.http = http;
    }

    @Override
    public StandaloneCluster find(ClusterId cluster, CallContext context) {
        Known last = known.get(cluster);
        if (last != null && context.now().isBefore(last.until())) {
            return last.cluster();
        }
        known.values().removeIf(each -> !context.now().isBefore(each.until()));
        Life life = clusters.living(cluster, context);
        StandaloneCluster found = at(life).orElseThrow(() -> new DroverException(
                ErrorCode.UNAVAILABLE,
                Effect.NONE,
                true,
                "The master of '" + cluster + "' has no address yet; wait until the cluster is ready.",
                null));
        ways.learn(cluster, life, context);
        known.put(cluster, new Known(found, context.now().plus(KNOWN_FOR)));
        return found;
    }

    /** Makes the next question go to EC2. */
    void forget(ClusterId cluster) {
        known.remove(cluster);
        ways.forget(cluster);
    }

    @Override
    public JobDefaults defaults(ClusterId cluster) {
        return defaults(Map.of());
    }

    private JobDefaults defaults(Map<String, String> conf) {
        Map<String, String> all = new HashMap<>(conf);
        all.put("spark.authenticate", "true");
        return new JobDefaults(all, options.staging(), options.staging().map(staging -> options.pysparkHome()));
    }

    private Optional<StandaloneCluster> at(Life life) {
        return life.master()
                .filter(Node::living)
                .flatMap(Node::privateAddress)
                .map(address -> new StandaloneCluster(
                        endpoints(life.record(), address),
                        defaults(life.record().conf())));
    }

    MasterEndpoints endpoints(ClusterRecord record, String address) {
        return MasterEndpoints.of(
                URI.create("http://" + address + ":6066"),
                URI.create("http://" + address + ":8080"),
                Optional.of(Secret.of(keys.signingKey(record.groupId()))));
    }

    /** What a cluster's master says; empty while it does not answer, as until it has started. */
    Optional<MasterState> state(ClusterId id, Life life, CallContext context) {
        Optional<MasterEndpoints> master = at(life).map(StandaloneCluster::master);
        if (master.isEmpty()) {
            return Optional.empty();
        }
        ways.learn(id, life, context);
        URI pages = master.get().ui();
        boolean answers = context.call(
                NativeCall.of("connect", Safety.READ, pages.getAuthority(), CONNECT),
                timeout -> answers(pages, (int) timeout.toMillis()));
        return answers ? Optional.of(new MasterClient(http, master.get()).state(context)) : Optional.empty();
    }

    /** That nobody answers is an answer here, so it is not left to the client, whose failures are repeated. */
    private boolean answers(URI pages, int timeout) {
        try (Socket socket = new Socket()) {
            URI way = ways.to(pages);
            socket.connect(new InetSocketAddress(way.getHost(), way.getPort()), timeout);
            socket.setSoTimeout(timeout);
            socket.getOutputStream()
                    .write(("GET /json/ HTTP/1.0\r\nHost: " + pages.getAuthority() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }
}
