package dev.drover.standalone.local;

import dev.drover.ClusterSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What the daemons of one cluster are told to run. Everything listens on the loopback address only. */
final class DaemonScripts {
    static final String MASTER = "org.apache.spark.deploy.master.Master";
    static final String WORKER = "org.apache.spark.deploy.worker.Worker";

    private static final String FILTER = "org.apache.spark.ui.JWSFilter";
    private static final String SINK = ".sink.prometheusServlet.";
    private static final List<String> LISTEN = List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0");

    private final ClusterSpec spec;
    private final RunFolder folder;
    private final String secret;
    private final String jwsKey;

    /**
     * Scripts for a cluster.
     *
     * @param secret shared by all processes of the cluster; base64url
     * @param jwsKey of the tokens that the master asks for; base64url
     */
    DaemonScripts(ClusterSpec spec, RunFolder folder, String secret, String jwsKey) {
        this.spec = spec;
        this.folder = folder;
        this.secret = secret;
        this.jwsKey = jwsKey;
    }

    DaemonScript master() {
        Map<String, String> conf = common();
        conf.put("spark.master.rest.enabled", "true");
        conf.put("spark.master.rest.port", "0");
        conf.put("spark.master.rest.filters", FILTER);
        conf.put("spark." + FILTER + ".param.secretKey", jwsKey);
        conf.put("spark.worker.timeout", "30");
        return new DaemonScript(MASTER, LISTEN, conf);
    }

    /**
     * A worker.
     *
     * @param shufflePort where this worker runs the external shuffle service; empty if another one does, or none
     */
    DaemonScript worker(String name, String masterUrl, OptionalInt shufflePort) {
        Map<String, String> conf = common();
        shufflePort.ifPresent(port -> {
            conf.put("spark.shuffle.service.enabled", "true");
            conf.put("spark.shuffle.service.port", String.valueOf(port));
        });
        List<String> own = List.of(
                "--cores",
                String.valueOf(spec.worker().cores()),
                "--memory",
                spec.worker().memoryMiB() + "m",
                "--work-dir",
                folder.work().resolve(name).toString(),
                masterUrl);
        return new DaemonScript(
                WORKER, Stream.concat(LISTEN.stream(), own.stream()).toList(), conf);
    }

    private Map<String, String> common() {
        Map<String, String> conf = new LinkedHashMap<>();
        conf.put("spark.authenticate", "true");
        conf.put("spark.authenticate.secret", secret);
        // The pages ask for no token, so they must only show.
        conf.put("spark.ui.killEnabled", "false");
        conf.put("spark.metrics.conf.*" + SINK + "class", "org.apache.spark.metrics.sink.PrometheusServlet");
        conf.put("spark.metrics.conf.*" + SINK + "path", "/metrics/prometheus");
        conf.put("spark.metrics.conf.master" + SINK + "path", "/metrics/master/prometheus");
        conf.put("spark.metrics.conf.applications" + SINK + "path", "/metrics/applications/prometheus");
        return conf;
    }
}
