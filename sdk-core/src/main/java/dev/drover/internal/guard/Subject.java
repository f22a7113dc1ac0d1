package dev.drover.internal.guard;

import dev.drover.ClusterId;
import dev.drover.JobId;
import dev.drover.RequestKey;
import java.util.Optional;

/** What an operation is about, for events, logs, and to know which endpoints serve a cluster. */
public record Subject(Optional<ClusterId> cluster, Optional<JobId> job, Optional<RequestKey> key) {
    /** Neither a cluster nor a job. */
    public static final Subject NONE = new Subject(Optional.empty(), Optional.empty(), Optional.empty());

    public static Subject of(ClusterId cluster) {
        return new Subject(Optional.of(cluster), Optional.empty(), Optional.empty());
    }

    public static Subject of(JobId job) {
        return new Subject(Optional.of(job.cluster()), Optional.of(job), Optional.empty());
    }

    public static Subject of(RequestKey key) {
        return NONE.asked(key);
    }

    /** The same, asked for with a key. */
    public Subject asked(RequestKey with) {
        return new Subject(cluster, job, Optional.of(with));
    }
}
