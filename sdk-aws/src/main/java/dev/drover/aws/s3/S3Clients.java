package dev.drover.aws.s3;

import dev.drover.aws.internal.AwsConnection;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

/** Makes the client of S3. */
final class S3Clients {
    private S3Clients() {}

    static S3Client of(AwsConnection connection) {
        S3EndpointProvider standard = S3EndpointProvider.defaultProvider();
        return connection.client(S3Client.builder()
                .crossRegionAccessEnabled(true)
                // A server of one's own seldom has a host name per bucket. The endpoint is known here whichever of the
                // SDK's settings it comes from.
                .endpointProvider(asked -> standard.resolveEndpoint(
                        asked.endpoint() == null
                                ? asked
                                : asked.toBuilder().forcePathStyle(true).build())));
    }
}
