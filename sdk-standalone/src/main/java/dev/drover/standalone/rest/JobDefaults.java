package dev.drover.standalone.rest;

import dev.drover.Capability;
import dev.drover.StorageUri;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What holds for every job of a cluster.
 *
 * @param conf Spark properties; those of a job win
 * @param staging a prefix in a storage that the workers can read too. Drover's agent is put there, which runs commands,
 *     SQL and Python, tells exit codes, and by which the runs that Drover made are known in a list; without it only jars
 *     run
 * @param pysparkHome the folder on the workers that holds {@code python/lib/pyspark.zip}: a Spark distribution, or the
 *     package folder of {@code pip install pyspark}; without it Python does not run
 */
public record JobDefaults(Map<String, String> conf, Optional<StorageUri> staging, Optional<String> pysparkHome) {
    public JobDefaults {
        conf = Map.copyOf(conf);
    }

    /** What a cluster with these defaults can do. */
    public Set<Capability> capabilities() {
        Set<Capability> found =
                EnumSet.of(Capability.SPARK_JAR, Capability.SECRETS, Capability.DRIVER_LOGS, Capability.METRICS);
        if (staging.isPresent()) {
            found.addAll(
                    EnumSet.of(Capability.SPARK_SQL, Capability.COMMAND, Capability.EXIT_CODE, Capability.LIST_JOBS));
            if (pysparkHome.isPresent()) {
                found.add(Capability.PYSPARK);
            }
        }
        return Set.copyOf(found);
    }
}
