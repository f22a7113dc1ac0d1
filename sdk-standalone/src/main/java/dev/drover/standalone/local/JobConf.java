package dev.drover.standalone.local;

import dev.drover.ClusterSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The Spark properties that hold for every job of a local cluster, unless the job sets them. */
final class JobConf {
    private static final String SHUFFLE_PARTITIONS = "spark.sql.shuffle.partitions";
    private static final String DRIVER_JAVA = "spark.driver.defaultJavaOptions";
    private static final String EXECUTOR_JAVA = "spark.executor.defaultJavaOptions";

    private JobConf() {}

    /**
     * Those of the spec, and what follows from it.
     *
     * @param javaOptions for drivers and executors, before all others
     * @param shufflePort of the external shuffle service, where there is one
     */
    static Map<String, String> of(ClusterSpec spec, List<String> javaOptions, OptionalInt shufflePort) {
        Map<String, String> conf = new LinkedHashMap<>();
        // Spark's 200 are meant for clusters of hundreds of cores; here most of them would be empty tasks.
        conf.put(
                SHUFFLE_PARTITIONS,
                String.valueOf(2L * spec.workers() * spec.worker().cores()));
        // The machine's name may lead to other addresses than the one that everything listens on.
        conf.put("spark.driver.host", "127.0.0.1");
        if (!javaOptions.isEmpty()) {
            conf.put(DRIVER_JAVA, String.join(" ", javaOptions));
            conf.put(EXECUTOR_JAVA, String.join(" ", javaOptions));
        }
        shufflePort.ifPresent(port -> {
            conf.put("spark.shuffle.service.enabled", "true");
            conf.put("spark.shuffle.service.port", String.valueOf(port));
        });
        conf.putAll(spec.conf());
        conf.put("spark.authenticate", "true");
        return conf;
    }
}
