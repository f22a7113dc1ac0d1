package dev.drover.samples.scheduling;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * An ordinary Spark application: a long job, short jobs that come while it runs, and some more after a pause, each from a
 * thread of its own. It prints when each of them was asked for, got its first core and ended, and when executors came and
 * went. Tasks hold their core without using it, so that only the scheduling is measured.
 *
 * <p>The argument multiplies all times of the load; 1 is about 20 seconds on four cores.
 */
public final class MixedLoad {
    private static final int LONG_TASKS = 80;
    private static final int SHORT_TASKS = 4;
    private static final long TASK_MILLIS = 250;
    private static final int SHORT_JOBS = 8;

    private final JavaSparkContext spark;
    private final double scale;
    private final Timeline timeline;

    private MixedLoad(JavaSparkContext spark, double scale, Timeline timeline) {
        this.spark = spark;
        this.scale = scale;
        this.timeline = timeline;
    }

    public static void main(String[] args) throws InterruptedException {
        Timeline timeline = new Timeline();
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
            spark.sc().addSparkListener(timeline);
            MixedLoad load = new MixedLoad(spark, Double.parseDouble(args[0]), timeline);
            load.warmUp();
            load.run();
        }
        // Spark tells its listeners later than it does things; now it has told all.
        timeline.lines().forEach(System.out::println);
    }

    /** The first job of an application waits for executors to start, which is not what is compared. */
    private void warmUp() {
        tasks(SHORT_TASKS, 1);
        timeline.begin();
    }

    private void run() throws InterruptedException {
        List<Thread> jobs = new ArrayList<>();
        jobs.add(start("long", LONG_TASKS));
        for (int i = 1; i <= SHORT_JOBS; i++) {
            // The last two come when the long job has ended, and after a pause.
            hold(i == SHORT_JOBS - 1 ? 6_000 : 500);
            jobs.add(start("short " + i, SHORT_TASKS));
        }
        for (Thread job : jobs) {
            job.join();
        }
    }

    private Thread start(String name, int tasks) {
        timeline.asked(name);
        Thread job = new Thread(() -> {
            spark.setJobGroup(name, name);
            // Only the fair scheduler has pools.
            spark.setLocalProperty("spark.scheduler.pool", name);
            tasks(tasks, (long) (TASK_MILLIS * scale));
        });
        job.setDaemon(true);
        job.start();
        return job;
    }

    private void tasks(int count, long millis) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        spark.parallelize(numbers, count).foreach(number -> hold(millis, 1));
    }

    private void hold(long millis) {
        hold(millis, scale);
    }

    private static void hold(long millis, double scale) {
        long end = System.nanoTime() + (long) (millis * scale * 1_000_000);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
