package dev.drover.benchmarks;

import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.RequestKey;
import dev.drover.Resources;

/** Makes an EMR cluster for {@link SubmitOneStep}, in the region of the standard settings, and prints its id. */
public final class MakeCluster {

    private MakeCluster() {}

    public static void main(String[] args) {
        try (Drover drover = Drover.builder().build()) {
            ClusterSpec small =
                    ClusterSpec.builder().workers(2, Resources.of(4, 12_288)).build();
            System.out.println(drover.clusters("emr://" + System.getenv("AWS_REGION"))
                    .create(small, RequestKey.random())
                    .id());
        }
    }
}
