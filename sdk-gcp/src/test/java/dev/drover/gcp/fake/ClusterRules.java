package dev.drover.gcp.fake;

import com.google.cloud.dataproc.v1.ClusterConfig;
import com.google.cloud.dataproc.v1.InstanceGroupConfig;
import com.google.cloud.dataproc.v1.LifecycleConfig;
import com.google.protobuf.Duration;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What Dataproc refuses before it makes anything. */
final class ClusterRules {
    private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]{0,50}[a-z0-9])?");
    private static final Pattern REQUEST = Pattern.compile("[A-Za-z0-9_-]{0,40}");
    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
    private static final Pattern LABEL_VALUE = Pattern.compile("[a-z0-9_-]{0,63}");
    private static final Set<String> PREFIXES = Set.of(
            "capacity-scheduler", "core", "dataproc", "hdfs", "hive", "mapred", "spark", "spark-env", "yarn", "distcp");
    private static final long MINUTE = 60;
    private static final long DAY = 24 * 60 * MINUTE;

    private ClusterRules() {}

    static StatusRuntimeException invalid(String message) {
        return Status.INVALID_ARGUMENT.withDescription(message).asRuntimeException();
    }

    static void check(String requestId) {
        if (!REQUEST.matcher(requestId).matches()) {
            throw invalid("Request id '" + requestId + "' must have at most 40 letters, digits, '_' and '-'");
        }
    }

    static void check(String name, ClusterConfig config, Map<String, String> labels) {
        if (!NAME.matcher(name).matches()) {
            throw invalid("Invalid cluster name '" + name + "', must match " + NAME);
        }
        labels.forEach((key, value) -> {
            if (!LABEL.matcher(key).matches() || !LABEL_VALUE.matcher(value).matches() || labels.size() > 32) {
                throw invalid("Invalid label '" + key + "=" + value + "'");
            }
        });
        config.getSoftwareConfig().getPropertiesMap().forEach((key, value) -> {
            if (!PREFIXES.contains(key.split(":", 2)[0]) || !key.contains(":")) {
                throw invalid("Property '" + key + "' must have a known prefix");
            }
        });
        String image = config.getSoftwareConfig().getImageVersion();
        if (!image.matches("(2\\.[0-3]|3\\.0)([.-].+)?")) {
            throw invalid("Selected software image version '" + image + "' is unsupported");
        }
        workers(config);
        life(config.getLifecycleConfig());
    }

    private static void workers(ClusterConfig config) {
        int workers = config.getWorkerConfig().getNumInstances();
        boolean zero = "true"
                .equals(config.getSoftwareConfig()
                        .getPropertiesOrDefault("dataproc:dataproc.allow.zero.workers", "false"));
        if (config.getMasterConfig().getNumInstances() != 1 || workers == 1 || (workers == 0 && !zero)) {
            throw invalid("Cluster must have 1 master and at least 2 primary workers, not " + workers);
        }
        if (config.getWorkerConfig().getPreemptibility()
                        != InstanceGroupConfig.Preemptibility.PREEMPTIBILITY_UNSPECIFIED
                && config.getWorkerConfig().getPreemptibility() != InstanceGroupConfig.Preemptibility.NON_PREEMPTIBLE) {
            throw invalid("Primary workers cannot be preemptible");
        }
        if (workers == 0 && config.getSecondaryWorkerConfig().getNumInstances() > 0) {
            throw invalid("Single node clusters have no secondary workers");
        }
    }

    private static void life(LifecycleConfig life) {
        if (life.hasIdleDeleteTtl() && !within(life.getIdleDeleteTtl(), 5 * MINUTE)) {
            throw invalid("idle_delete_ttl must be between 5 minutes and 14 days");
        }
        if (life.hasAutoDeleteTtl() && !within(life.getAutoDeleteTtl(), 10 * MINUTE)) {
            throw invalid("auto_delete_ttl must be between 10 minutes and 14 days");
        }
    }

    private static boolean within(Duration ttl, long least) {
        return ttl.getSeconds() >= least && ttl.getSeconds() <= 14 * DAY;
    }

    /** How many CPUs the machines have together; their types end in a number of them. */
    static int cpus(ClusterConfig config) {
        return cpus(config.getMasterConfig())
                + cpus(config.getWorkerConfig())
                + cpus(config.getSecondaryWorkerConfig());
    }

    private static int cpus(InstanceGroupConfig group) {
        String digits = group.getMachineTypeUri().replaceFirst(".*-", "");
        return digits.matches("\\d+") ? group.getNumInstances() * Integer.parseInt(digits) : 0;
    }
}
