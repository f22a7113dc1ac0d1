package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.Cluster;
import com.google.cloud.dataproc.v1.ClusterConfig;
import com.google.cloud.dataproc.v1.Component;
import com.google.cloud.dataproc.v1.CreateClusterRequest;
import com.google.cloud.dataproc.v1.GceClusterConfig;
import com.google.cloud.dataproc.v1.LifecycleConfig;
import com.google.cloud.dataproc.v1.NodeInitializationAction;
import dev.drover.Attempt;
import dev.drover.ClusterSpec;
import dev.drover.DroverException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A cluster in Dataproc's words
 * (<a href="https://cloud.google.com/dataproc/docs/reference/rpc/google.cloud.dataproc.v1#clusterconfig">Dataproc:
 * ClusterConfig</a>).
 */
final class ClusterTranslation {
    private static final Duration SHORTEST_IDLE = Duration.ofMinutes(5);
    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(10);
    private static final Duration LONGEST = Duration.ofDays(14);

    private final Place place;
    private final DataprocOptions options;
    private final NodeTranslation nodes;
    private final InitializationScripts scripts;

    ClusterTranslation(Place place, DataprocOptions options, NodeTranslation nodes, InitializationScripts scripts) {
        this.place = place;
        this.options = options;
        this.nodes = nodes;
        this.scripts = scripts;
    }

    /** Refuses what Dataproc cannot make; without any call. */
    void check(ClusterSpec spec) {
        scripts.check(spec.bootstrapActions());
        nodes.of(spec);
        image(spec);
        properties(spec);
        ClusterNames.check(spec.labels());
        ScalingPolicies.check(spec);
        spec.idleTimeout().ifPresent(limit -> require("idle clusters", limit, SHORTEST_IDLE));
        spec.maxAge().ifPresent(limit -> require("clusters at an age", limit, SHORTEST_LIFE));
        spec.logs().ifPresent(logs -> {
            if (!logs.scheme().equals("gs")) {
                throw DroverException.invalid("Dataproc archives logs in Cloud Storage, not at '" + logs + "'.");
            }
        });
    }

    private static void require(String what, Duration limit, Duration shortest) {
        if (limit.compareTo(shortest) < 0 || limit.compareTo(LONGEST) > 0) {
            throw DroverException.invalid("Dataproc ends " + what + " of " + shortest.toMinutes()
                    + " minutes to 14 days, not " + limit + ".");
        }
    }

    String image(ClusterSpec spec) {
        String image = spec.release()
                .or(() -> spec.sparkVersion().map(ImageVersions::with))
                .orElseGet(options::imageVersion);
        if (!ImageVersions.VERSION.matcher(image).matches()) {
            throw DroverException.invalid("'" + image + "' is not an image of Dataproc, such as '2.3-debian12'.");
        }
        return image;
    }

    /** @param policy the full name of its autoscaling policy */
    CreateClusterRequest.Builder request(
            ClusterSpec spec,
            Attempt attempt,
            List<NodeInitializationAction> actions,
            Optional<String> policy,
            String requestId) {
        ClusterConfig.Builder config = ClusterConfig.newBuilder();
        config.getSoftwareConfigBuilder().setImageVersion(image(spec)).putAllProperties(properties(spec));
        options.components()
                .forEach(name -> config.getSoftwareConfigBuilder().addOptionalComponents(Component.valueOf(name)));
        nodes.put(nodes.of(spec), config);
        config.setGceClusterConfig(machines()).addAllInitializationActions(actions);
        life(spec).ifPresent(config::setLifecycleConfig);
        policy.ifPresent(name -> config.getAutoscalingConfigBuilder().setPolicyUri(name));
        options.bucket().ifPresent(config::setConfigBucket);
        options.temporaryBucket().ifPresent(config::setTempBucket);
        options.kmsKey().ifPresent(key -> config.getEncryptionConfigBuilder().setGcePdKmsKeyName(key));
        if (options.componentGateway()) {
            config.getEndpointConfigBuilder().setEnableHttpPortAccess(true);
        }
        return CreateClusterRequest.newBuilder()
                .setProjectId(place.project())
                .setRegion(place.region())
                .setRequestId(requestId)
                .setCluster(Cluster.newBuilder()
                        .setProjectId(place.project())
                        .setClusterName(ClusterNames.of(attempt))
                        .putAllLabels(ClusterNames.labels(spec, attempt))
                        .setConfig(config));
    }

    private GceClusterConfig machines() {
        GceClusterConfig.Builder machines = GceClusterConfig.newBuilder()
                .setInternalIpOnly(!options.publicAddresses())
                .addAllServiceAccountScopes(options.scopes())
                .addAllTags(options.networkTags())
                .putAllMetadata(options.metadata());
        options.zone().ifPresent(machines::setZoneUri);
        options.network().ifPresent(machines::setNetworkUri);
        options.subnetwork().ifPresent(machines::setSubnetworkUri);
        options.serviceAccount().ifPresent(machines::setServiceAccount);
        return machines.build();
    }

    private static Optional<LifecycleConfig> life(ClusterSpec spec) {
        if (spec.idleTimeout().isEmpty() && spec.maxAge().isEmpty()) {
            return Optional.empty();
        }
        LifecycleConfig.Builder life = LifecycleConfig.newBuilder();
        spec.idleTimeout().ifPresent(limit -> life.setIdleDeleteTtl(seconds(limit)));
        spec.maxAge().ifPresent(limit -> life.setAutoDeleteTtl(seconds(limit)));
        return Optional.of(life.build());
    }

    static com.google.protobuf.Duration seconds(Duration time) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(time.toSeconds())
                .build();
    }

    private Map<String, String> properties(ClusterSpec spec) {
        Map<String, String> all = new TreeMap<>(options.properties());
        spec.logs().ifPresent(logs -> {
            all.put("yarn:yarn.log-aggregation-enable", "true");
            all.put("yarn:yarn.nodemanager.remote-app-log-dir", logs + "yarn-logs");
            all.put("spark:spark.eventLog.dir", logs + "spark-job-history");
            all.put("spark:spark.history.fs.logDirectory", logs + "spark-job-history");
        });
        spec.conf().forEach((name, value) -> all.put("spark:" + name, value));
        String attempts = all.put("spark:spark.yarn.maxAppAttempts", "1");
        if (attempts != null && !attempts.equals("1")) {
            throw DroverException.invalid(
                    "Leave spark.yarn.maxAppAttempts out: a driver that YARN starts again runs twice"
                            + " for one request.");
        }
        if (spec.shuffleService()) {
            all.put("spark:spark.shuffle.service.enabled", "true");
        }
        return all;
    }
}
