package dev.drover.samples.scheduling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.jdk.javaapi.CollectionConverters;

/** What happened when, in the application's driver; in milliseconds since the beginning. */
final class Timeline extends SparkListener {
    private static final class Job {
        long asked;
        long started = -1;
        long ended = -1;
    }

    private static final class Executor {
        long came;
        long went = -1;
    }

    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<String, Executor> executors = new LinkedHashMap<>();
    private final Map<Integer, String> nameOfJob = new LinkedHashMap<>();
    private final Map<Integer, String> nameOfStage = new LinkedHashMap<>();
    private long beginning = System.currentTimeMillis();

    synchronized void begin() {
        beginning = System.currentTimeMillis();
    }

    synchronized void asked(String name) {
        Job job = new Job();
        job.asked = System.currentTimeMillis();
        jobs.put(name, job);
    }

    @Override
    public synchronized void onJobStart(SparkListenerJobStart event) {
        String name = event.properties().getProperty("spark.jobGroup.id", "");
        if (jobs.containsKey(name)) {
            nameOfJob.put(event.jobId(), name);
            CollectionConverters.asJava(event.stageIds()).forEach(stage -> nameOfStage.put((Integer) stage, name));
        }
    }

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart event) {
        Job job = jobs.get(nameOfStage.getOrDefault(event.stageId(), ""));
        if (job != null && job.started < 0) {
            job.started = event.taskInfo().launchTime();
        }
    }

    @Override
    public synchronized void onJobEnd(SparkListenerJobEnd event) {
        Job job = jobs.get(nameOfJob.getOrDefault(event.jobId(), ""));
        if (job != null) {
            job.ended = event.time();
        }
    }

    @Override
    public synchronized void onExecutorAdded(SparkListenerExecutorAdded event) {
        Executor executor = new Executor();
        executor.came = event.time();
        executors.put(event.executorId(), executor);
    }

    @Override
    public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved event) {
        Executor executor = executors.get(event.executorId());
        if (executor != null) {
            executor.went = event.time();
        }
    }

    /** One line for each job and executor, with tabs. */
    synchronized List<String> lines() {
        List<String> lines = new ArrayList<>();
        long now = System.currentTimeMillis();
        jobs.forEach((name, job) -> lines.add(line("job", name, job.asked, job.started, job.ended)));
        executors.forEach((id, executor) ->
                lines.add(line("executor", id, executor.came, executor.went < 0 ? now : executor.went)));
        return lines;
    }

    private String line(String what, String name, long... times) {
        StringBuilder line =
                new StringBuilder("timeline\t").append(what).append('\t').append(name);
        for (long time : times) {
            line.append('\t').append(Math.max(0, time - beginning));
        }
        return line.toString();
    }
}
