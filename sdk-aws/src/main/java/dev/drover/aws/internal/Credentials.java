package dev.drover.aws.internal;

import dev.drover.aws.AwsOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Where credentials come from, and what must be closed with them. */
final class Credentials implements AutoCloseable {
    private static final String SESSION = "drover";

    private final Deque<SdkAutoCloseable> closed = new ArrayDeque<>();
    private final AwsCredentialsProvider provider;

    private Credentials(AwsOptions options, Region region, SdkHttpClient http) {
        provider = options.oidcTokenFile().isPresent()
                ? byToken(options, region, http)
                : options.role().isPresent() ? byRole(options, region, http) : standard(options);
    }

    static Credentials of(AwsOptions options, Region region, SdkHttpClient http) {
        return new Credentials(options, region, http);
    }

    AwsCredentialsProvider provider() {
        return provider;
    }

    private AwsCredentialsProvider standard(AwsOptions options) {
        DefaultCredentialsProvider.Builder chain = DefaultCredentialsProvider.builder();
        options.profile().ifPresent(chain::profileName);
        return kept(chain.build());
    }

    private AwsCredentialsProvider byRole(AwsOptions options, Region region, SdkHttpClient http) {
        return kept(StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts(options, region, http, standard(options)))
                .refreshRequest(r -> {
                    r.roleArn(options.role().orElseThrow()).roleSessionName(SESSION);
                    options.externalId().ifPresent(r::externalId);
                })
                .build());
    }

    private AwsCredentialsProvider byToken(AwsOptions options, Region region, SdkHttpClient http) {
        return kept(StsWebIdentityTokenFileCredentialsProvider.builder()
                .stsClient(sts(options, region, http, AnonymousCredentialsProvider.create()))
                .roleArn(options.role().orElseThrow())
                .roleSessionName(SESSION)
                .webIdentityTokenFile(options.oidcTokenFile().orElseThrow())
                .build());
    }

    /** Its calls are not the user's operation but a part of every one: repeated by the next, never in here. */
    private StsClient sts(AwsOptions options, Region region, SdkHttpClient http, AwsCredentialsProvider by) {
        return kept(StsClient.builder()
                .region(region)
                .credentialsProvider(by)
                .httpClient(http)
                .overrideConfiguration(
                        o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallTimeout(options.requestTimeout()))
                .build());
    }

    private <T extends SdkAutoCloseable> T kept(T closeable) {
        closed.push(closeable);
        return closeable;
    }

    /** In reverse order: a provider before the client that it asks. */
    @Override
    public void close() {
        closed.forEach(SdkAutoCloseable::close);
    }
}
