package dev.drover.aws.internal;

import dev.drover.Location;
import dev.drover.aws.AwsOptions;
import dev.drover.spi.ProviderContext;
import java.util.Optional;
import java.util.regex.Pattern;

/** Locations that are a region, or a name that {@link AwsOptions} are bound to. */
public final class Places {
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d{1,2}");

    private Places() {}

    /**
     * The way to a location.
     *
     * @throws dev.drover.DroverException INVALID_ARGUMENT if nobody says the region
     */
    public static AwsConnection connect(Location where, ProviderContext context) {
        AwsOptions options = context.options(AwsOptions.class).orElseGet(AwsOptions::standard);
        Optional<String> named = Optional.of(where.authority())
                .filter(text -> REGION.matcher(text).matches());
        return AwsConnection.open(options, named);
    }
}
