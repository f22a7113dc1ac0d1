package dev.drover.samples.emr;

import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.RequestKey;
import dev.drover.Resources;

/** Makes the cluster on moto that {@link SubmitToCluster} finds there, and prints its id; for samples/run. */
final class MotoCluster {

    private MotoCluster() {}

    public static void main(String[] args) {
        try (Drover drover = Drover.builder().build()) {
            ClusterSpec small =
                    ClusterSpec.builder().workers(2, Resources.of(4, 12_288)).build();
            System.out.println(drover.clusters("emr://" + args[0])
                    .create(small, RequestKey.of("moto"))
                    .id());
        }
    }
}
