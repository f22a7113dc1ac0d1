package dev.drover.aws.s3;

import dev.drover.aws.internal.AwsConnection;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

/** Makes the client of S3. */
final class S3Clients {

    private S3Clients() {}

    static S3Client of(AwsConnection connection, S3Options options) {
        return connection.client(S3Client.builder()
                .crossRegionAccessEnabled(true)
                .endpointProvider(endpoints(options))
                .addPlugin(headers(options)));
    }

    /**
     * A server of one's own seldom has a host name for each bucket. The endpoint is known here whichever of the SDK's
     * settings it comes from.
     */
    private static S3EndpointProvider endpoints(S3Options options) {
        S3EndpointProvider standard = S3EndpointProvider.defaultProvider();
        return asked -> standard.resolveEndpoint(
                options.pathStyle() || asked.endpoint() != null
                        ? asked.toBuilder().forcePathStyle(true).build()
                        : asked);
    }

    private static SdkPlugin headers(S3Options options) {
        return config -> config.overrideConfiguration(config.overrideConfiguration().toBuilder()
                .addExecutionInterceptor(new RequestHeaders(options))
                .build());
    }
}
