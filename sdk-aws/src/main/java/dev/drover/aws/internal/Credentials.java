package dev.drover.aws.internal;

import dev.drover.aws.AwsOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Where credentials come from, and what must be closed with them. */
final class Credentials implements AutoCloseable {
    private static final String SESSION = "drover";

    private final AwsOptions options;
    private final Region region;
    private final SdkHttpClient http;
    private final Deque<SdkAutoCloseable> closed = new ArrayDeque<>();
    private final AwsCredentialsProvider source;

    Credentials(AwsOptions options, Region region, SdkHttpClient http) {
        this.options = options;
        this.region = region;
        this.http = http;
        this.source = options.oidcTokenFile().isPresent()
                ? roleByToken()
                : options.role().isPresent() ? role() : ownOrProfile();
    }

    /** What goes wrong here is told apart from what goes wrong with the request itself. */
    AwsCredentialsProvider provider() {
        return this::resolve;
    }

    private AwsCredentials resolve() {
        try {
            return source.resolveCredentials();
        } catch (AbortedException e) {
            throw e;
        } catch (AwsServiceException e) {
            throw new CredentialsException(Signatures.without(e));
        } catch (RuntimeException e) {
            throw new CredentialsException(e);
        }
    }

    /** A profile that is asked for by name wins over the environment, as in AWS's command line. */
    private AwsCredentialsProvider ownOrProfile() {
        return options.profile().isPresent()
                ? kept(ProfileCredentialsProvider.create(options.profile().get()))
                : kept(DefaultCredentialsProvider.builder().build());
    }

    private AwsCredentialsProvider role() {
        return kept(StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts(ownOrProfile()))
                .refreshRequest(r -> {
                    r.roleArn(options.role().orElseThrow()).roleSessionName(SESSION);
                    options.externalId().ifPresent(r::externalId);
                })
                .build());
    }

    private AwsCredentialsProvider roleByToken() {
        return kept(StsWebIdentityTokenFileCredentialsProvider.builder()
                .stsClient(sts(AnonymousCredentialsProvider.create()))
                .roleArn(options.role().orElseThrow())
                .roleSessionName(SESSION)
                .webIdentityTokenFile(options.oidcTokenFile().orElseThrow())
                .build());
    }

    /** Its calls are not the user's operation but a part of every one: repeated with that, never in here. */
    private StsClient sts(AwsCredentialsProvider by) {
        return kept(StsClient.builder()
                .region(region)
                .credentialsProvider(by)
                .httpClient(http)
                .overrideConfiguration(o -> {
                    o.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallTimeout(options.requestTimeout());
                    options.profile().ifPresent(o::defaultProfileName);
                })
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
