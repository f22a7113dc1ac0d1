package dev.drover.its.embedding;

import dev.drover.ClusterId;
import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.Machine;
import dev.drover.NodeGroup;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.its.Moto;
import java.util.List;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.emr.EmrClient;

/** EMR and S3, played by moto. */
final class Aws implements Platform {
    private static final String WHERE = "emr://" + Moto.REGION;

    private final ClusterId cluster;

    Aws() {
        Moto.reset();
        Moto.bucket("acme");
        NodeGroup machines = NodeGroup.of(Machine.type("m5.xlarge")).build();
        ClusterSpec spec = ClusterSpec.builder()
                .workers(1, Resources.of(4, 12_288))
                .master(machines)
                .workerNodes(machines)
                .release("emr-7.9.0")
                .build();
        try (Drover drover = Drover.builder().configure(WHERE, Moto.options()).build()) {
            cluster = drover.clusters(WHERE).create(spec, RequestKey.random()).id();
        }
    }

    @Override
    public String locations() {
        return """
                  emr://: {region: %1$s, endpoint: '%2$s'}
                  s3://: {region: %1$s, endpoint: '%2$s'}
                """.formatted(Moto.REGION, Moto.address());
    }

    @Override
    public List<String> arguments() {
        return List.of(cluster.toString(), "s3://acme/etl.jar", "s3://acme/jobs/");
    }

    @Override
    public boolean has(String job) {
        try (EmrClient emr = EmrClient.builder()
                .region(Region.of(Moto.REGION))
                .endpointOverride(Moto.address())
                .build()) {
            return emr.listSteps(r -> r.clusterId(cluster.name())).steps().stream()
                    .map(step -> cluster + "#" + step.id())
                    .toList()
                    .equals(List.of(job));
        }
    }

    @Override
    public void close() {
        Moto.reset();
    }
}
