package dev.drover.its.embedding;

import com.google.cloud.dataproc.v1.ClusterStatus;
import dev.drover.gcp.fake.FakeGcs;
import dev.drover.gcp.fake.FakeJobs;
import dev.drover.gcp.fake.FakeRpc;
import dev.drover.gcp.fake.JobClusters;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Dataproc over gRPC and Cloud Storage over HTTP, played by the servers of sdk-gcp's own tests. */
final class Google implements Platform {
    private static final String CLUSTER = "dataproc://acme-data/europe-west1/etl";

    private final FakeGcs storage = new FakeGcs("acme");
    private final FakeJobs jobs = new FakeJobs(
            InstantSource.system(),
            name -> Optional.of(new JobClusters.Home(ClusterStatus.State.RUNNING, "uuid", "acme")),
            Optional.empty(),
            storage);
    private final FakeRpc server = new FakeRpc(jobs);

    @Override
    public String locations() {
        return """
                  dataproc://: {endpoint: '%s', anonymous: true}
                  gs://: {endpoint: '%s', anonymous: true}
                """.formatted(server.endpoint(), storage.endpoint());
    }

    @Override
    public List<String> arguments() {
        return List.of(CLUSTER, "gs://acme/etl.jar", "gs://acme/jobs/");
    }

    @Override
    public boolean has(String job) {
        return jobs.all().stream()
                .map(each -> CLUSTER + "#" + each.getReference().getJobId())
                .toList()
                .equals(List.of(job));
    }

    @Override
    public void close() {
        server.close();
        jobs.close();
        storage.close();
    }
}
