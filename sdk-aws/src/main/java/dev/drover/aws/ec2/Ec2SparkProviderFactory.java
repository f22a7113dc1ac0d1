package dev.drover.aws.ec2;

import dev.drover.Capability;
import dev.drover.DroverException;
import dev.drover.Location;
import dev.drover.aws.AwsKeys;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.ProviderOptions;
import dev.drover.spi.RateBudget;
import dev.drover.spi.settings.Keys;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** Opens {@code ec2-spark://region} or {@code ec2-spark://name}, which {@link Ec2SparkOptions} and AwsOptions bind. */
public final class Ec2SparkProviderFactory implements ProviderFactory {

    /** For {@link java.util.ServiceLoader}. */
    public Ec2SparkProviderFactory() {}

    @Override
    public Set<String> schemes() {
        return Set.of("ec2-spark");
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return EnumSet.of(
                Capability.CREATE_CLUSTER,
                Capability.RESIZE_CLUSTER,
                Capability.BOOTSTRAP_ACTIONS,
                Capability.MAX_AGE,
                Capability.SHUFFLE_SERVICE,
                Capability.MACHINES,
                Capability.SPOT,
                Capability.GATEWAY,
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

    /**
     * Those of <a href="https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html">EC2's list</a> that are
     * the narrowest here.
     */
    @Override
    public List<RateBudget> budgets(String scheme) {
        return List.of(
                new RateBudget("RunInstances", 5, 2),
                new RateBudget("TerminateInstances", 100, 5),
                new RateBudget("CreateTags", 100, 10),
                new RateBudget("DescribeInstances", 100, 20),
                new RateBudget("DescribeSecurityGroups", 100, 20));
    }

    @Override
    public Set<Class<?>> customizable() {
        return Set.of(RunInstancesRequest.Builder.class);
    }

    @Override
    public List<Keys<? extends ProviderOptions>> settings(String scheme) {
        return List.of(AwsKeys.keys(), Ec2SparkKeys.keys());
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        if (where.authority().isEmpty() || where.authority().contains("/")) {
            throw DroverException.invalid(
                    "'" + where + "' names no place; write it as ec2-spark://region or ec2-spark://name.");
        }
        Ec2SparkOptions options = context.options(Ec2SparkOptions.class)
                .orElseThrow(() -> DroverException.invalid("Nothing says how machines are made at '" + where
                        + "': bind Ec2SparkOptions to it, with Drover.builder().configure(\"" + where + "\", ...)."));
        return new Ec2SparkProvider(where, options, context);
    }
}
