package dev.drover.internal.job;

import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.JobSpec;
import dev.drover.internal.guard.Subject;
import dev.drover.internal.provider.Capabilities;
import dev.drover.internal.provider.Providers.Opened;
import dev.drover.internal.submission.Work;
import dev.drover.spi.CallContext;
import dev.drover.spi.JobDriver;
import dev.drover.spi.Safety;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A job that is to be accepted once, on whichever cluster. */
public final class JobWork extends JobRuns implements Work {
    private final JobSpec job;
    private final Function<ClusterId, JobSpec> onCluster;
    private final String digest;
    private volatile @Nullable Here last;

    private record Here(ClusterId cluster, JobSpec job) {}

    /**
     * A job to submit.
     *
     * @param onCluster the job as it is to run on a cluster
     * @param customizable the types that a loaded provider lets users change
     * @throws DroverException INVALID_ARGUMENT if the job has a customizer for any other type
     */
    public JobWork(
            JobSpec job,
            Function<ClusterId, JobSpec> onCluster,
            Function<ClusterId, Opened> providers,
            Set<Class<?>> customizable) {
        super(providers);
        this.job = job;
        this.onCluster = onCluster;
        this.digest = SpecDigest.of(job);
        Capabilities.requireCustomizable(job.options().customizers(), customizable);
    }

    @Override
    Optional<JobSpec> spec(ClusterId cluster) {
        return Optional.of(on(cluster));
    }

    /** Made once: what is sent is what was checked. */
    private JobSpec on(ClusterId cluster) {
        @Nullable Here here = last;
        if (here == null || !here.cluster().equals(cluster)) {
            here = new Here(cluster, onCluster.apply(cluster));
            last = here;
        }
        return here.job();
    }

    @Override
    public String what() {
        return "submit a job";
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public Safety safety(String target) {
        return driver(ClusterId.parse(target)).submitSafety();
    }

    @Override
    public void check(String target, Duration limit) {
        ClusterId cluster = ClusterId.parse(target);
        JobSpec here = on(cluster);
        Set<Capability> needed = EnumSet.of(job.capability());
        if (here.options().queue().isPresent()) {
            needed.add(Capability.QUEUES);
        }
        if (!here.options().secrets().isEmpty()) {
            needed.add(Capability.SECRETS);
        }
        String who = "'" + cluster + "'";
        Capabilities.require(needed, at(cluster).atMost(), who);
        JobDriver driver = driver(cluster);
        CallContext context = begin(cluster, "look at cluster " + cluster, Subject.of(cluster), limit);
        Capabilities.require(needed, driver.capabilities(cluster, context), who);
        driver.check(cluster, here);
    }

    @Override
    public String send(String target, Attempt attempt, Duration limit) {
        ClusterId cluster = ClusterId.parse(target);
        CallContext context = begin(
                cluster,
                "submit " + attempt + " to " + cluster,
                Subject.of(cluster).asked(attempt.key()),
                limit);
        return driver(cluster).submit(cluster, on(cluster), attempt, context).toString();
    }
}
