package dev.drover.internal.pipeline;

import dev.drover.DroverListener;
import dev.drover.JobId;
import dev.drover.JobStatus;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Tells steps how their jobs were seen by the trackers. Safe for use by many threads. */
public final class JobsSeen implements DroverListener {
    private final Map<JobId, Consumer<JobStatus>> followers = new ConcurrentHashMap<>();

    void follow(JobId job, Consumer<JobStatus> told) {
        followers.put(job, told);
    }

    void leave(JobId job) {
        followers.remove(job);
    }

    @Override
    public void jobChanged(JobStatus status) {
        Optional.ofNullable(followers.get(status.id())).ifPresent(told -> told.accept(status));
    }
}
