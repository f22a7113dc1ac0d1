package dev.drover.aws.s3;

import dev.drover.Capability;
import dev.drover.DroverException;
import dev.drover.Location;
import dev.drover.aws.AwsKeys;
import dev.drover.aws.AwsOptions;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.ProviderOptions;
import dev.drover.spi.settings.Keys;
import java.util.List;
import java.util.Set;

/** Opens the storage behind {@code s3://bucket}; set up by {@link AwsOptions} and {@link S3Options}. */
public final class S3ProviderFactory implements ProviderFactory {
    /** <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html">In bytes.</a> */
    private static final long LARGEST_COPY = 5L << 30;

    private final long largestCopy;

    public S3ProviderFactory() {
        this(LARGEST_COPY);
    }

    /** For tests, where 5 GiB are too many. */
    S3ProviderFactory(long largestCopy) {
        this.largestCopy = largestCopy;
    }

    @Override
    public Set<String> schemes() {
        return Set.of("s3");
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return Set.of(Capability.PUT_IF_ABSENT);
    }

    @Override
    public List<Keys<? extends ProviderOptions>> settings(String scheme) {
        return List.of(AwsKeys.keys(), S3Keys.keys());
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        if (!where.authority().matches("[A-Za-z0-9][A-Za-z0-9._-]{1,254}")) {
            throw DroverException.invalid("'" + where
                    + "' names no bucket; write s3://bucket, with the bucket's name or access point alias.");
        }
        return new S3Provider(where, context, largestCopy);
    }
}
