package dev.drover.its.embedding;

/** A {@link Submission} between two jobs of the Spark in whose driver it runs. */
public final class InsideSpark {
    private InsideSpark() {}

    /** Arguments: those of {@link Submission}. */
    public static void main(String[] args) throws Exception {
        Class<?> type = Class.forName("org.apache.spark.sql.SparkSession");
        Object builder = type.getMethod("builder").invoke(null);
        Object session = builder.getClass().getMethod("getOrCreate").invoke(builder);
        try {
            count(session);
            Submission.main(args);
            count(session);
        } finally {
            type.getMethod("stop").invoke(session);
        }
    }

    /** Spark by reflection: it is not on the class path that this is compiled with. */
    private static void count(Object session) throws Exception {
        Object rows = session.getClass().getMethod("range", long.class).invoke(session, 1000L);
        Object counted = rows.getClass().getMethod("count").invoke(rows);
        if (!counted.equals(1000L)) {
            throw new IllegalStateException("Spark counts " + counted + " instead of 1000 rows");
        }
    }
}
