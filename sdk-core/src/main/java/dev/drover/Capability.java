package dev.drover;

/**
 * What a platform, or one cluster of it, can do. A request that needs a capability which is missing is refused with
 * {@link ErrorCode#UNSUPPORTED} before anything is changed.
 */
public enum Capability {
    /** Clusters are created and terminated. */
    CREATE_CLUSTER,
    /** Workers are added to and removed from a running cluster. */
    RESIZE_CLUSTER,
    /** Bootstrap actions run before the workers start. */
    BOOTSTRAP_ACTIONS,
    /** The cluster ends itself after a time without jobs. */
    IDLE_TERMINATION,
    /** The cluster ends itself at a maximum age. */
    MAX_AGE,
    /** Each worker can run Spark's external shuffle service. */
    SHUFFLE_SERVICE,
    /** Machine types and disks can be chosen, for each role. */
    MACHINES,
    /** Workers can run on spare capacity that the platform may take back. */
    SPOT,
    /** A machine for people who submit can be added. */
    GATEWAY,
    /** The platform changes the number of workers with the load. */
    AUTOSCALING,
    /** Scripts run on every node of a cluster, and files are put there and got from there. */
    NODE_SCRIPTS,
    /** Workers are added and removed by the names of their machines. */
    NAMED_WORKERS,
    /** Clusters can be taken out of sight and left running. */
    DETACH,
    /** Clusters are made of releases that say the versions of everything. */
    RELEASES,
    /** The platform copies logs to a storage. */
    LOG_ARCHIVE,
    /** {@link SparkJar} jobs. */
    SPARK_JAR,
    /** {@link PySpark} jobs. */
    PYSPARK,
    /** {@link SparkSql} jobs. */
    SPARK_SQL,
    /** {@link Command} jobs. */
    COMMAND,
    /** Jobs name the scheduler's queue that they wait in. */
    QUEUES,
    /** Secrets reach the driver without being shown to those who may read the platform's records of the run. */
    SECRETS,
    /** A finished job's exit code is known. */
    EXIT_CODE,
    /** Driver logs can be read. */
    DRIVER_LOGS,
    /** Metrics endpoints are known. */
    METRICS,
    /** The runs that Drover made can be told from others and {@linkplain JobSubmitter#list listed}. */
    LIST_JOBS,
    /** Storage: create only if absent. */
    PUT_IF_ABSENT
}
