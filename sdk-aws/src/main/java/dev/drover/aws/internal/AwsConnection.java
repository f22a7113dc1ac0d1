package dev.drover.aws.internal;

import dev.drover.DroverException;
import dev.drover.Location;
import dev.drover.aws.AwsOptions;
import dev.drover.spi.ProviderContext;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * One way to AWS: region, credentials and HTTP connections, from which the clients of services are made. Opens nothing
 * until the first call. Safe for use by many threads.
 */
public final class AwsConnection implements AutoCloseable {
    private static final Pattern REGION = Pattern.compile("[a-z]{2,5}(-[a-z]+)+-\\d{1,2}");

    private final AwsOptions options;
    private final Region region;
    private final SdkHttpClient http;
    private final Credentials credentials;

    private AwsConnection(AwsOptions options, Region region) {
        this.options = options;
        this.region = region;
        this.http = HttpClients.of(options);
        this.credentials = new Credentials(options, region, http);
    }

    /**
     * The way to a location that is a region, or a name to which {@link AwsOptions} are bound.
     *
     * @throws DroverException INVALID_ARGUMENT as the other one
     */
    public static AwsConnection open(Location where, ProviderContext context) {
        return open(context.options(AwsOptions.class).orElseGet(AwsOptions::standard), Optional.of(where.authority()));
    }

    /**
     * A connection. On a machine of EC2 where nothing else says the region, the machine's own metadata is asked for it.
     *
     * @param named the location's own text, which is a region or a name of the user's; empty if it says neither
     * @throws DroverException INVALID_ARGUMENT if nobody says the region, if a name is bound to no region and no
     *     profile, or if the certificates to trust cannot be read
     */
    public static AwsConnection open(AwsOptions options, Optional<String> named) {
        return new AwsConnection(options, region(options, named));
    }

    private static Region region(AwsOptions options, Optional<String> named) {
        if (options.region().isPresent()) {
            return Region.of(options.region().get());
        }
        Optional<String> text = named.filter(each -> !each.isEmpty());
        if (text.filter(each -> REGION.matcher(each).matches()).isPresent()) {
            return Region.of(text.get());
        }
        if (text.isPresent() && options.profile().isEmpty()) {
            throw DroverException.invalid("'" + text.get() + "' is no region of AWS, and no AwsOptions with a region or"
                    + " a profile are bound to it. Bind some with Drover.builder().configure(...).");
        }
        return standardRegion(options);
    }

    private static Region standardRegion(AwsOptions options) {
        try {
            DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
            options.profile().ifPresent(chain::profileName);
            return chain.build().getRegion();
        } catch (SdkClientException e) {
            throw DroverException.invalid("Nothing says the region: set AwsOptions.region, AWS_REGION, or the region of"
                    + " the profile in AWS's configuration file.");
        }
    }

    public String region() {
        return region.id();
    }

    public AwsOptions options() {
        return options;
    }

    /** Sets up a client of a service; close it before this connection. It makes no retries. */
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkAutoCloseable> C client(
            B builder) {
        options.endpoint().ifPresent(builder::endpointOverride);
        return builder.region(region)
                .credentialsProvider(credentials.provider())
                .httpClient(http)
                .overrideConfiguration(o -> {
                    o.retryStrategy(AwsRetryStrategy.doNotRetry());
                    options.profile().ifPresent(o::defaultProfileName);
                })
                .build();
    }

    /**
     * How calls of a service are made.
     *
     * @param service the first part of its host name, such as {@code elasticmapreduce}
     */
    public AwsCalls calls(String service) {
        String endpoint =
                options.endpoint().map(URI::getAuthority).orElse(service.toLowerCase(Locale.ROOT) + "." + region.id());
        String account = region.id()
                + options.role().or(options::profile).map(who -> " as " + who).orElse("");
        return new AwsCalls(endpoint, account, options.requestTimeout());
    }

    @Override
    public void close() {
        credentials.close();
        http.close();
    }
}
