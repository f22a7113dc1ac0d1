package dev.drover;

import java.time.Duration;

/**
 * Lets Spark add and remove a job's executors with its load
 * (<a href="https://spark.apache.org/docs/latest/job-scheduling.html#dynamic-resource-allocation">Spark: dynamic
 * resource allocation</a>). Shuffle files are tracked on the executors, or served by the external shuffle service
 * where the cluster runs one.
 *
 * @param minExecutors at least 0
 * @param maxExecutors at least 1 and not below the minimum
 * @param idleTimeout how long an executor may be without work before it is removed; at least one second
 */
public record DynamicAllocation(int minExecutors, int maxExecutors, Duration idleTimeout) {

    public DynamicAllocation {
        if (minExecutors < 0 || maxExecutors < 1 || maxExecutors < minExecutors) {
            throw DroverException.invalid(
                    "Dynamic allocation needs 0 <= minimum <= maximum and a maximum of at least 1;" + " got "
                            + minExecutors + " to " + maxExecutors + ".");
        }
        if (idleTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw DroverException.invalid("The idle timeout of executors must be at least a second.");
        }
    }

    /** Between these numbers of executors, each removed after 60 s without work (Spark's default). */
    public static DynamicAllocation between(int minExecutors, int maxExecutors) {
        return new DynamicAllocation(minExecutors, maxExecutors, Duration.ofSeconds(60));
    }
}
