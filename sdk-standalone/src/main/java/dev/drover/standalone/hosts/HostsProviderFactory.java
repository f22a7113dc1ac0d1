package dev.drover.standalone.hosts;

import dev.drover.Capability;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.ProviderOptions;
import dev.drover.spi.settings.Keys;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Makes clusters on machines that are there: {@code spark-hosts://name}, where {@link HostsOptions} bind the name. */
public final class HostsProviderFactory implements ProviderFactory {

    /** For {@link java.util.ServiceLoader}. */
    public HostsProviderFactory() {}

    @Override
    public Set<String> schemes() {
        return Set.of("spark-hosts");
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return EnumSet.of(
                Capability.CREATE_CLUSTER,
                Capability.RESIZE_CLUSTER,
                Capability.BOOTSTRAP_ACTIONS,
                Capability.SHUFFLE_SERVICE,
                Capability.NODE_SCRIPTS,
                Capability.NAMED_WORKERS,
                Capability.DETACH,
                Capability.LIST_JOBS,
                Capability.SPARK_JAR,
                Capability.PYSPARK,
                Capability.SPARK_SQL,
                Capability.COMMAND,
                Capability.SECRETS,
                Capability.EXIT_CODE,
                Capability.DRIVER_LOGS,
                Capability.METRICS);
    }

    @Override
    public List<Keys<? extends ProviderOptions>> settings(String scheme) {
        return List.of(HostsKeys.keys());
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        HostsOptions options = context.options(HostsOptions.class)
                .orElseThrow(() -> DroverException.invalid("Nothing says which hosts '" + where
                        + "' are: bind HostsOptions to it, in drover.yaml or by Drover.builder().configure."));
        try {
            return new HostsProvider(where, options, context);
        } catch (NoClassDefFoundError e) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "Hosts are reached by Apache MINA SSHD: add org.apache.sshd:sshd-core to the class path.");
        }
    }
}
