package dev.drover.k8s.clusters;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.k8s.internal.PodStreams;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where the masters of clusters are, and what they say. Safe for use by many threads. */
final class SparkMasters implements StandaloneClusters {
    /** Jobs are looked at several times a second; a master keeps its address as long as its pod lives. */
    private static final Duration KNOWN_FOR = Duration.ofMinutes(1);

    private static final Duration CONNECT = Duration.ofSeconds(3);

    private final KubeSparkOptions options;
    private final SparkClusters clusters;
    private final PodStreams streams;
    private final PodWays ways;
    private final SparkHttp http;
    private final Map<ClusterId, Known> known = new ConcurrentHashMap<>();

    private record Known(StandaloneCluster cluster, Instant until) {}

    SparkMasters(KubeSparkOptions options, SparkClusters clusters, PodStreams streams, PodWays ways, SparkHttp http) {
        this.options = options;
        this.clusters = clusters;
        this.streams = streams;
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
        SparkRecord record = clusters.find(cluster.name(), context)
                .filter(found -> !found.ending())
                .orElseThrow(() -> new DroverException(ErrorCode.NOT_FOUND, "There is no cluster '" + cluster + "'."));
        List<SparkPod> pods = clusters.pods(record, context);
        SparkPod master = master(pods)
                .orElseThrow(() -> new DroverException(
                        ErrorCode.UNAVAILABLE,
                        Effect.NONE,
                        true,
                        "The master of '" + cluster + "' does not run yet; wait until the cluster is ready.",
                        null));
        reach(cluster, master, pods, context);
        StandaloneCluster found = new StandaloneCluster(endpoints(record, master), defaults(record.conf()));
        known.put(cluster, new Known(found, context.now().plus(KNOWN_FOR)));
        return found;
    }

    /** Makes the next question go to the API server. */
    void forget(ClusterId cluster) {
        known.remove(cluster);
        ways.forget(cluster);
    }

    private static Optional<SparkPod> master(List<SparkPod> pods) {
        return pods.stream()
                .filter(pod -> pod.role() == SparkRole.MASTER && pod.running())
                .findFirst();
    }

    /** A caller who may not stream is told so here, with the right that is missing; later it would be a dead connection. */
    private void reach(ClusterId cluster, SparkPod master, List<SparkPod> pods, CallContext context) {
        if (!ways.direct() && !ways.knows(cluster, master)) {
            streams.check(master.id().namespace(), master.id().name(), SparkRole.MASTER.pages(), context);
        }
        ways.learn(cluster, pods);
    }

    @Override
    public JobDefaults defaults(ClusterId cluster) {
        return defaults(Map.of());
    }

    private JobDefaults defaults(Map<String, String> conf) {
        Map<String, String> all = new HashMap<>(conf);
        all.put("spark.authenticate", "true");
        return new JobDefaults(
                all,
                options.staging(),
                options.staging().filter(staging -> options.pyspark()).map(staging -> options.sparkHome()));
    }

    private static MasterEndpoints endpoints(SparkRecord record, SparkPod master) {
        String host = host(master.address().orElseThrow());
        return MasterEndpoints.of(
                URI.create("http://" + host + ":" + SparkRole.REST_PORT),
                URI.create("http://" + host + ":" + SparkRole.MASTER.pages()),
                record.signingKey());
    }

    /** As an address of the web has it. */
    static String host(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    /** What a cluster's master says, and where; empty while it does not answer, as until it has started. */
    Optional<Answer> state(ClusterId id, SparkRecord record, List<SparkPod> pods, CallContext context) {
        Optional<SparkPod> master = master(pods);
        if (master.isEmpty()) {
            return Optional.empty();
        }
        reach(id, master.get(), pods, context);
        MasterEndpoints endpoints = endpoints(record, master.get());
        boolean answers = context.call(
                NativeCall.of("connect", Safety.READ, endpoints.ui().getAuthority(), CONNECT),
                timeout -> answers(endpoints.ui(), (int) timeout.toMillis()));
        return answers
                ? Optional.of(new Answer(endpoints, new MasterClient(http, endpoints).state(context)))
                : Optional.empty();
    }

    /** What a master says, and where it was asked. */
    record Answer(MasterEndpoints master, MasterState state) {}

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
