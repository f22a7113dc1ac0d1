package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.Job;
import com.google.cloud.dataproc.v1.JobStatus.State;
import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.JobId;
import dev.drover.StorageUri;
import dev.drover.testkit.JobConformance;
import dev.drover.testkit.spark.FastClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;

/** The contract of jobs, with drivers that are real processes. The time passes quickly, since they are looked at seldom. */
class DataprocJobConformanceTest {

    @Nested
    class WithLauncher extends OnDataproc {
        @Override
        DataprocOptions.Builder options(DataprocOptions.Builder options) {
            return options.staging(JobWorld.STAGING);
        }
    }

    @Nested
    class WithDataprocsOwnKinds extends OnDataproc {
        @Override
        DataprocOptions.Builder options(DataprocOptions.Builder options) {
            return options;
        }

        @Override
        protected boolean passesEnvironment() {
            return false;
        }
    }

    abstract static class OnDataproc extends JobConformance {
        private final DroverClock clock = new FastClock(10);

        @AutoClose
        private final JobWorld world = JobWorld.running(clock);

        @AutoClose
        private final Drover drover = builder().build();

        abstract DataprocOptions.Builder options(DataprocOptions.Builder options);

        @Override
        protected Drover drover() {
            return drover;
        }

        @Override
        protected Drover.Builder builder() {
            return world.builder(options -> options(options).pollInterval(Duration.ofSeconds(2)))
                    .operationTimeout(Duration.ofMinutes(20));
        }

        @Override
        protected ClusterId cluster() {
            return JobWorld.ETL;
        }

        @Override
        protected StorageUri codeFolder() {
            return JobWorld.CODE;
        }

        @Override
        protected Optional<JobId> submitByOthers() {
            Job.Builder job = Job.newBuilder();
            job.getReferenceBuilder().setJobId("by-others");
            job.getPlacementBuilder().setClusterName(JobWorld.ETL.name());
            world.jobs.add(job.build(), State.DONE);
            return Optional.of(JobWorld.ETL.job("by-others"));
        }

        @Override
        protected DroverClock clock() {
            return clock;
        }

        @Override
        protected Duration patience() {
            return Duration.ofMinutes(30);
        }
    }
}
