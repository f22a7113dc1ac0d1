package dev.drover.standalone.hosts;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.Secret;
import dev.drover.spi.CallContext;
import dev.drover.standalone.rest.JobDefaults;
import dev.drover.standalone.rest.MasterClient;
import dev.drover.standalone.rest.MasterEndpoints;
import dev.drover.standalone.rest.MasterState;
import dev.drover.standalone.rest.SparkHttp;
import dev.drover.standalone.rest.StandaloneCluster;
import dev.drover.standalone.rest.StandaloneClusters;
import java.net.URI;
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

    private final HostsOptions options;
    private final Register register;
    private final Allocation allocation;
    private final SparkHttp http;
    private final Map<ClusterId, Known> known = new ConcurrentHashMap<>();

    private record Known(StandaloneCluster cluster, Instant until) {}

    Masters(HostsOptions options, Register register, Allocation allocation, SparkHttp http) {
        this.options = options;
        this.register = register;
        this.allocation = allocation;
        this.http = http;
    }

    @Override
    public StandaloneCluster find(ClusterId cluster, CallContext context) {
        Known last = known.get(cluster);
        if (last != null && context.now().isBefore(last.until())) {
            return last.cluster();
        }
        known.values().removeIf(each -> !context.now().isBefore(each.until()));
        ClusterRecord record = register.living(cluster.name(), context);
        StandaloneCluster found =
                new StandaloneCluster(endpoints(record), defaults(record.conf(), Optional.of(record.sparkHome())));
        known.put(cluster, new Known(found, context.now().plus(KNOWN_FOR)));
        return found;
    }

    /** Makes the next question go to the register. */
    void forget(ClusterId cluster) {
        known.remove(cluster);
    }

    @Override
    public JobDefaults defaults(ClusterId cluster) {
        return defaults(Map.of(), options.sparkHome());
    }

    private JobDefaults defaults(Map<String, String> conf, Optional<String> sparkHome) {
        Map<String, String> all = new HashMap<>(conf);
        all.put("spark.authenticate", "true");
        return new JobDefaults(
                all,
                Optional.of(options.staging()),
                options.pysparkHome().or(() -> sparkHome).or(() -> Optional.of(options.folder())));
    }

    MasterEndpoints endpoints(ClusterRecord record) {
        SshHost master = allocation.host(record.master());
        return MasterEndpoints.of(
                address(master, options.ports().rest()),
                pages(master, Role.MASTER),
                Optional.of(Secret.of(record.signingKey())));
    }

    URI pages(SshHost host, Role role) {
        return address(host, role.pages(options.ports()));
    }

    private static URI address(SshHost host, int port) {
        String name = host.sparkAddress();
        return URI.create("http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port);
    }

    /** What a master says whose pages answer; empty if they have stopped to. */
    Optional<MasterState> state(ClusterRecord record, CallContext context) {
        try {
            return Optional.of(new MasterClient(http, endpoints(record)).state(context));
        } catch (DroverException e) {
            if (!e.retryable()) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
