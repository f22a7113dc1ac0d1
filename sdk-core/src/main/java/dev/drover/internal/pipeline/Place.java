package dev.drover.internal.pipeline;

import dev.drover.JobHandle;
import dev.drover.JobSpec;
import dev.drover.JobSubmitter;
import dev.drover.RequestKey;
import dev.drover.SubmitOptions;
import dev.drover.routing.ClusterPool;
import java.util.Optional;

/** Where steps run: what clusters and pools have in common. */
interface Place {
    JobHandle submit(JobSpec job, RequestKey key, SubmitOptions options);

    Optional<JobHandle> find(RequestKey key);

    static Place of(JobSubmitter cluster) {
        return new Place() {
            @Override
            public JobHandle submit(JobSpec job, RequestKey key, SubmitOptions options) {
                return cluster.submit(job, key, options);
            }

            @Override
            public Optional<JobHandle> find(RequestKey key) {
                return cluster.find(key);
            }
        };
    }

    static Place of(ClusterPool pool) {
        return new Place() {
            @Override
            public JobHandle submit(JobSpec job, RequestKey key, SubmitOptions options) {
                return pool.submit(job, key, options);
            }

            @Override
            public Optional<JobHandle> find(RequestKey key) {
                return pool.find(key);
            }
        };
    }
}
