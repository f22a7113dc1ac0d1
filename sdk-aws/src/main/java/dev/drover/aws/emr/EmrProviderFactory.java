package dev.drover.aws.emr;

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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.emr.model.RunJobFlowRequest;
import software.amazon.awssdk.services.emr.model.StepConfig;

/** Opens Amazon EMR: {@code emr://eu-west-1}, or a name that {@link dev.drover.aws.AwsOptions} bind to a region. */
public final class EmrProviderFactory implements ProviderFactory {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /** For {@link java.util.ServiceLoader}. */
    public EmrProviderFactory() {}

    @Override
    public Set<String> schemes() {
        return Set.of("emr");
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return EnumSet.of(
                Capability.CREATE_CLUSTER,
                Capability.RESIZE_CLUSTER,
                Capability.BOOTSTRAP_ACTIONS,
                Capability.IDLE_TERMINATION,
                Capability.SHUFFLE_SERVICE,
                Capability.MACHINES,
                Capability.SPOT,
                Capability.AUTOSCALING,
                Capability.RELEASES,
                Capability.LOG_ARCHIVE,
                Capability.SPARK_JAR,
                Capability.PYSPARK,
                Capability.SPARK_SQL,
                Capability.COMMAND,
                Capability.QUEUES,
                Capability.SECRETS,
                Capability.EXIT_CODE,
                Capability.DRIVER_LOGS,
                Capability.LIST_JOBS);
    }

    /**
     * For each account and region
     * (<a href="https://docs.aws.amazon.com/general/latest/gr/emr.html">AWS: EMR endpoints and quotas</a>).
     */
    @Override
    public List<RateBudget> budgets(String scheme) {
        List<RateBudget> budgets = new ArrayList<>();
        Stream.of(
                        "RunJobFlow",
                        "AddJobFlowSteps",
                        "ListSteps",
                        "CancelSteps",
                        "TerminateJobFlows",
                        "ListInstances",
                        "ModifyInstanceGroups",
                        "ModifyInstanceFleet")
                .forEach(api -> budgets.add(new RateBudget(api, 10, 0.5)));
        budgets.add(new RateBudget("DescribeCluster", 10, 1));
        budgets.add(new RateBudget("ListClusters", 20, 0.5));
        budgets.add(new RateBudget(RateBudget.ALL, 25, 5));
        return budgets;
    }

    @Override
    public Set<Class<?>> customizable() {
        return Set.of(RunJobFlowRequest.Builder.class, StepConfig.Builder.class);
    }

    @Override
    public List<Keys<? extends ProviderOptions>> settings(String scheme) {
        return List.of(AwsKeys.keys(), EmrKeys.keys());
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        if (!NAME.matcher(where.authority()).matches()) {
            throw DroverException.invalid("'" + where + "' is no place of EMR: write emr://REGION/CLUSTER, such as"
                    + " 'emr://eu-west-1/j-3KLM4NOPQRST5', or a name that AwsOptions.region binds to a region.");
        }
        return new EmrProvider(where, context);
    }
}
