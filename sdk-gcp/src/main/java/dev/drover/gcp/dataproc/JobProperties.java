package dev.drover.gcp.dataproc;

import dev.drover.Attempt;
import dev.drover.JobOptions;
import dev.drover.JobSpec;
import dev.drover.SparkSql;
import java.util.SortedMap;
import java.util.TreeMap;

/** All that a job asks of Spark, as properties: sorted, so that a repeated request is the same request. Pure. */
final class JobProperties {
    private JobProperties() {}

    static SortedMap<String, String> of(JobSpec job, Attempt attempt) {
        JobOptions options = job.options();
        SortedMap<String, String> properties = new TreeMap<>();
        if (options.executors().isPresent()) {
            // On by default on Dataproc, where it makes the number of executors the first of many.
            properties.put("spark.dynamicAllocation.enabled", "false");
        }
        if (job instanceof SparkSql) {
            properties.put("spark.sql.cli.print.header", "true");
        }
        properties.putAll(options.sparkProperties());
        properties.put("spark.app.name", options.name().orElseGet(attempt::name));
        properties.put("spark.driver.memory", options.driver().memoryMiB() + "m");
        properties.put("spark.submit.deployMode", "client");
        properties.put("spark.yarn.maxAppAttempts", "1");
        options.queue().ifPresent(queue -> properties.put("spark.yarn.queue", queue));
        return properties;
    }
}
