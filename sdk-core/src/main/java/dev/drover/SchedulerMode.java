package dev.drover;

/** How the jobs inside one Spark application share its executors ({@code spark.scheduler.mode}). */
public enum SchedulerMode {
    /** In order of submission; Spark's default. */
    FIFO,
    /** In equal shares. */
    FAIR
}
