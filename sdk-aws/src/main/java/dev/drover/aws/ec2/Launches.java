package dev.drover.aws.ec2;

import dev.drover.Customizer;
import dev.drover.Disk;
import dev.drover.NodeGroup;
import dev.drover.aws.ec2.Machines.Offer;
import dev.drover.spi.Sha256;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataEndpointState;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;

/**
 * Writes requests for machines. Equal input gives an equal request with an equal client token, in every JVM; see
 * <a href="https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html">idempotency</a>.
 */
final class Launches {
    /** Half of the 64 characters that EC2 allows. */
    private static final int TOKEN_LENGTH = 32;

    private final Ec2SparkOptions options;

    Launches(Ec2SparkOptions options) {
        this.options = options;
    }

    /**
     * A request. Its token says who asks for which batch, and the how manieth offer it is; EC2 itself refuses a repeat that
     * asks for something else.
     *
     * @param group of the cluster; its id is never given twice
     */
    RunInstancesRequest request(
            String group,
            String cluster,
            Batch batch,
            NodeGroup nodes,
            Offer offer,
            byte[] userData,
            List<Customizer<?>> customizers) {
        RunInstancesRequest.Builder request = RunInstancesRequest.builder()
                .clientToken(token(group, batch, offer))
                .imageId(options.image())
                .instanceType(offer.type())
                .minCount(batch.count())
                .maxCount(batch.count())
                .userData(Base64.getEncoder().encodeToString(userData))
                .instanceInitiatedShutdownBehavior(ShutdownBehavior.TERMINATE)
                .metadataOptions(m -> m.httpEndpoint(InstanceMetadataEndpointState.ENABLED)
                        .httpTokens(HttpTokensState.REQUIRED)
                        .httpPutResponseHopLimit(options.spark().kind() == SparkSource.Kind.CONTAINER ? 2 : 1))
                .networkInterfaces(InstanceNetworkInterfaceSpecification.builder()
                        .deviceIndex(0)
                        .subnetId(batch.subnet())
                        .groups(group)
                        .associatePublicIpAddress(isPublic(batch.role()))
                        .deleteOnTermination(true)
                        .build())
                .blockDeviceMappings(disks(nodes.disks()))
                .tagSpecifications(
                        Tags.on(ResourceType.INSTANCE, tags(group, cluster, batch)),
                        Tags.on(ResourceType.VOLUME, tags(group, cluster, batch)));
        options.keyName().ifPresent(request::keyName);
        options.instanceProfile().ifPresent(name -> request.iamInstanceProfile(p -> p.name(name)));
        if (offer.spot()) {
            request.instanceMarketOptions(m -> m.marketType(MarketType.SPOT));
        }
        Customizer.apply(customizers, RunInstancesRequest.Builder.class, request);
        return request.build();
    }

    private boolean isPublic(NodeRole role) {
        return options.publicAddresses() || (role == NodeRole.GATEWAY && options.publicGateway());
    }

    private Map<String, String> tags(String group, String cluster, Batch batch) {
        Map<String, String> tags = new LinkedHashMap<>(options.tags());
        tags.put("Name", cluster + " " + batch.role().word());
        tags.put(Tags.CLUSTER, cluster);
        tags.put(Tags.GROUP, group);
        tags.put(Tags.ROLE, batch.role().word());
        tags.put(Tags.BATCH, batch.name());
        return tags;
    }

    private static List<BlockDeviceMapping> disks(List<Disk> disks) {
        List<BlockDeviceMapping> mappings = new ArrayList<>();
        for (Disk disk : disks) {
            // sdf to sdp are those that EC2 recommends for data; after them come xvdba and so on.
            int number = mappings.size();
            String device = number < 11 ? "/dev/sd" + (char) ('f' + number) : "/dev/xvdb" + (char) ('a' + number - 11);
            mappings.add(BlockDeviceMapping.builder()
                    .deviceName(device)
                    .ebs(e -> {
                        e.volumeSize(disk.sizeGiB()).encrypted(true).deleteOnTermination(true);
                        e.volumeType(disk.type().orElse("gp3"));
                    })
                    .build());
        }
        return mappings;
    }

    private static String token(String group, Batch batch, Offer offer) {
        String text = String.join("|", group, batch.name(), String.valueOf(offer.number()));
        return Sha256.hex(text).substring(0, TOKEN_LENGTH);
    }
}
