package com.acme;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fails in the way that its first argument names; the second is a folder to work in. */
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    public static void main(String[] args) throws Exception {
        Path work = Path.of(args[1]);
        switch (args[0]) {
            case "driver-nested-causes" -> {
                spark();
                loadDay();
            }
            case "task-nested-causes" -> inTasks(n -> {
                loadDay();
                return n;
            });
            case "driver-out-of-memory" -> {
                spark();
                fillTheHeap();
            }
            case "task-out-of-memory" -> inTasks(n -> fillTheHeap());
            case "executor-killed" -> inTasks(n -> signal("KILL"));
            case "executor-terminated" -> inTasks(n -> signal("TERM"));
            case "driver-class-missing" -> {
                spark();
                new Absent().run();
            }
            case "task-class-missing" -> inTasks(n -> new Absent().run());
            case "input-path-missing" -> spark().read().text(work + "/no-such-input").count();
            case "input-path-missing-rdd" ->
                spark().sparkContext().textFile(work + "/no-such-input", 2).count();
            case "input-file-vanished" -> inputFileVanished(work);
            case "exit-3" -> {
                spark().range(10).count();
                System.exit(3);
            }
            case "handled-then-exit-3" -> {
                spark();
                handled();
                System.exit(3);
            }
            case "driver-killed" -> {
                spark().range(10).count();
                signal("KILL");
            }
            case "output-disk-full" ->
                spark().range(0, 2_000_000, 1, 2).selectExpr("uuid() AS u").write().text(work + "/out");
            case "input-not-readable" -> spark().read().text(work.toString()).count();
            case "output-not-writable" -> spark().range(10).write().parquet(work + "/out");
            case "file-not-readable-java" -> {
                spark();
                LOG.info("Read {} bytes", Files.readAllBytes(work.resolve("part.txt")).length);
            }
            case "broadcast-timeout" -> broadcastTimeout();
            case "socket-timeout" -> socketTimeout();
            case "handled-before" -> {
                spark();
                handled();
                try {
                    spark().read().text(work + "/optional-input").count();
                } catch (Exception e) {
                    LOG.error("No optional input, going on without it", e);
                }
                try {
                    inTasks(n -> {
                        throw new IllegalArgumentException("this task is optional");
                    });
                } catch (Exception e) {
                    e.printStackTrace();
                }
                spark().range(100).count();
                loadDay();
            }
            case "noise-after" -> noiseAfter();
            case "result-too-large" -> spark().range(0, 3_000_000, 1, 4).collectAsList();
            case "file-system-missing" -> spark().read().text("s3a://acme/input").count();
            case "data-source-missing" -> spark().read().format("kafka").load().count();
            case "not-serializable" -> {
                Object lock = new Object();
                inTasks(n -> n + lock.hashCode());
            }
            case "worker-lost" -> killWorkers();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static SparkSession spark() {
        return SparkSession.builder().getOrCreate();
    }

    private static void inTasks(MapFunction<Long, Long> work) {
        LOG.info("Result {}", spark()
                .range(0, 8, 1, 2)
                .map((MapFunction<Long, Long>) work::call, Encoders.LONG())
                .collectAsList());
    }

    private static void loadDay() {
        try {
            parseDay();
        } catch (RuntimeException e) {
            throw new RuntimeException("cannot load the day", e);
        }
    }

    private static void parseDay() {
        try {
            throw new UnsupportedOperationException("no such day: 31 June");
        } catch (UnsupportedOperationException e) {
            throw new IllegalStateException("cannot parse the day", e);
        }
    }

    private static void handled() {
        try {
            throw new IOException("the cache is cold");
        } catch (IOException e) {
            LOG.warn("No cache, going on without it", e);
        }
    }

    private static long fillTheHeap() {
        List<long[]> all = new ArrayList<>();
        while (true) {
            all.add(new long[1 << 20]);
        }
    }

    /** Sends this process a signal, as the kernel or an operator does. */
    private static long signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(ProcessHandle.current().pid()))
                .start()
                .waitFor();
        TimeUnit.SECONDS.sleep(30);
        return 0;
    }

    private static void inputFileVanished(Path work) throws IOException {
        Path input = Files.createDirectories(work.resolve("input"));
        for (int i = 0; i < 3; i++) {
            Files.writeString(input.resolve("part-" + i + ".txt"), "row " + i + "\n");
        }
        Dataset<String> rows = spark().read().textFile(input.toString());
        Files.delete(input.resolve("part-1.txt"));
        rows.collectAsList();
    }

    private static void broadcastTimeout() {
        SparkSession spark = spark();
        spark.udf().register("slow", (UDF1<Long, Long>) n -> {
            TimeUnit.SECONDS.sleep(2);
            return n;
        }, DataTypes.LongType);
        Dataset<?> slow = spark.range(0, 10, 1, 2).selectExpr("slow(id) AS id");
        spark.range(100).join(functions.broadcast(slow), "id").collectAsList();
    }

    private static void socketTimeout() throws IOException {
        spark();
        try (ServerSocket silent = new ServerSocket(0)) {
            HttpURLConnection call = (HttpURLConnection)
                    URI.create("http://localhost:" + silent.getLocalPort() + "/days").toURL().openConnection();
            call.setReadTimeout(500);
            LOG.info("Answer {}", call.getResponseCode());
        }
    }

    /** The main thread fails while another one waits for Spark, which is then shut down under it. */
    private static void noiseAfter() throws Exception {
        SparkSession spark = spark();
        Thread background = new Thread(
                () -> inTasks(n -> {
                    TimeUnit.SECONDS.sleep(60);
                    return n;
                }),
                "refresher");
        background.start();
        while (spark.sparkContext().statusTracker().getActiveStageIds().length == 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        try {
            loadDay();
        } finally {
            spark.stop();
        }
    }

    private static void killWorkers() throws Exception {
        spark().range(10).count();
        ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("org.apache.spark.deploy.worker.Worker"))
                .filter(process -> descends(ProcessHandle.current(), process))
                .forEach(ProcessHandle::destroyForcibly);
        TimeUnit.SECONDS.sleep(60);
    }

    private static boolean descends(ProcessHandle child, ProcessHandle ancestor) {
        return child.pid() == ancestor.pid()
                || child.parent().map(parent -> descends(parent, ancestor)).orElse(false);
    }
}
