package dev.drover.standalone;

import dev.drover.Capability;
import dev.drover.DroverException;
import dev.drover.Location;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.ProviderOptions;
import dev.drover.spi.settings.Keys;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Attaches to running Spark masters: {@code spark://host:7077}, or a name that {@link SparkMasterOptions} bind. */
public final class SparkProviderFactory implements ProviderFactory {
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+)(:\\d{1,5})?");

    /** For {@link java.util.ServiceLoader}. */
    public SparkProviderFactory() {}

    @Override
    public Set<String> schemes() {
        return Set.of("spark");
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return EnumSet.of(
                Capability.SPARK_JAR,
                Capability.PYSPARK,
                Capability.SPARK_SQL,
                Capability.COMMAND,
                Capability.SECRETS,
                Capability.EXIT_CODE,
                Capability.DRIVER_LOGS,
                Capability.LIST_JOBS,
                Capability.METRICS);
    }

    @Override
    public List<Keys<? extends ProviderOptions>> settings(String scheme) {
        return List.of(SparkMasterKeys.keys());
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        if (where.authority().indexOf(',') >= 0) {
            throw DroverException.invalid("'" + where + "' names several masters; name the active one.");
        }
        if (!HOST_AND_PORT.matcher(where.authority()).matches()) {
            throw DroverException.invalid("'" + where + "' names no master; write it as spark://host:7077.");
        }
        SparkMasterOptions options = context.options(SparkMasterOptions.class)
                .orElseGet(() -> SparkMasterOptions.builder().build());
        return new SparkProvider(where, options, context);
    }
}
