package dev.drover.aws.emr;

import dev.drover.Attempt;
import dev.drover.ClusterSpec;
import dev.drover.DroverException;
import dev.drover.aws.emr.NodeTranslation.Nodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.emr.model.Application;
import software.amazon.awssdk.services.emr.model.BootstrapActionConfig;
import software.amazon.awssdk.services.emr.model.ComputeLimitsUnitType;
import software.amazon.awssdk.services.emr.model.Configuration;
import software.amazon.awssdk.services.emr.model.JobFlowInstancesConfig;
import software.amazon.awssdk.services.emr.model.RunJobFlowRequest;
import software.amazon.awssdk.services.emr.model.ScaleDownBehavior;
import software.amazon.awssdk.services.emr.model.Tag;

/**
 * A cluster in EMR's words
 * (<a href="https://docs.aws.amazon.com/emr/latest/APIReference/API_RunJobFlow.html">EMR: RunJobFlow</a>).
 */
final class ClusterTranslation {
    private static final Duration SHORTEST_IDLE = Duration.ofMinutes(1);
    private static final Duration LONGEST_IDLE = Duration.ofDays(7);

    private final EmrOptions options;
    private final NodeTranslation nodes;
    private final BootstrapScripts bootstrap;

    ClusterTranslation(EmrOptions options, NodeTranslation nodes, BootstrapScripts bootstrap) {
        this.options = options;
        this.nodes = nodes;
        this.bootstrap = bootstrap;
    }

    /** Refuses what EMR cannot make; without any call. */
    void check(ClusterSpec spec) {
        bootstrap.check(spec.bootstrapActions());
        nodes.of(spec);
        release(spec);
        conf(spec);
        spec.labels().forEach(ClusterTranslation::checkLabel);
        spec.idleTimeout().ifPresent(limit -> {
            if (limit.compareTo(SHORTEST_IDLE) < 0 || limit.compareTo(LONGEST_IDLE) > 0) {
                throw DroverException.invalid("EMR ends idle clusters after 1 minute to 7 days, not " + limit + ".");
            }
        });
        spec.logs().ifPresent(logs -> {
            if (!logs.scheme().equals("s3")) {
                throw DroverException.invalid("EMR archives logs in S3, not at '" + logs + "'.");
            }
        });
    }

    private static void checkLabel(String name, String value) {
        if (name.isBlank() || name.length() > 128 || value.length() > 256) {
            throw DroverException.invalid("The label '" + name
                    + "' is no tag: EMR takes names of 1 to 128 and values of up to 256 characters.");
        }
        if (name.startsWith("aws:") || name.startsWith("drover:")) {
            throw DroverException.invalid("The label '" + name + "' must not begin with 'aws:' or 'drover:'.");
        }
    }

    String release(ClusterSpec spec) {
        String label = spec.release()
                .or(() -> spec.sparkVersion().map(SparkReleases::with))
                .orElseGet(options::release);
        if (!SparkReleases.LABEL.matcher(label).matches()) {
            throw DroverException.invalid("'" + label + "' is not a release of EMR, such as 'emr-7.13.0'.");
        }
        return label;
    }

    /** The request, but for its bootstrap actions. */
    RunJobFlowRequest.Builder request(ClusterSpec spec, Attempt attempt, List<BootstrapActionConfig> actions) {
        List<Nodes> machines = nodes.of(spec);
        boolean fleets = NodeTranslation.needFleets(machines, options);
        RunJobFlowRequest.Builder request = RunJobFlowRequest.builder()
                .name(ClusterNames.of(attempt))
                .releaseLabel(release(spec))
                .applications(options.applications().stream()
                        .map(name -> Application.builder().name(name).build())
                        .toList())
                .serviceRole(options.serviceRole())
                .jobFlowRole(options.instanceProfile())
                .visibleToAllUsers(true)
                .scaleDownBehavior(ScaleDownBehavior.TERMINATE_AT_TASK_COMPLETION)
                .stepConcurrencyLevel(options.stepConcurrency())
                .configurations(Configuration.builder()
                        .classification("spark-defaults")
                        .properties(conf(spec))
                        .build())
                .bootstrapActions(actions)
                .instances(instances(machines, fleets))
                .tags(tags(spec, attempt));
        spec.logs().or(options::logs).ifPresent(logs -> request.logUri(logs.toString()));
        options.image().ifPresent(request::customAmiId);
        options.securityConfiguration().ifPresent(request::securityConfiguration);
        spec.idleTimeout()
                .ifPresent(limit -> request.autoTerminationPolicy(policy -> policy.idleTimeout(limit.toSeconds())));
        spec.scaling()
                .ifPresent(range ->
                        request.managedScalingPolicy(policy -> policy.computeLimits(limits -> limits.unitType(
                                        fleets
                                                ? ComputeLimitsUnitType.INSTANCE_FLEET_UNITS
                                                : ComputeLimitsUnitType.INSTANCES)
                                .minimumCapacityUnits(range.minWorkers())
                                .maximumCapacityUnits(range.maxWorkers()))));
        return request;
    }

    private JobFlowInstancesConfig instances(List<Nodes> machines, boolean fleets) {
        JobFlowInstancesConfig.Builder instances = JobFlowInstancesConfig.builder()
                .keepJobFlowAliveWhenNoSteps(true)
                .terminationProtected(false);
        if (fleets) {
            instances.instanceFleets(
                    machines.stream().map(NodeTranslation::fleet).toList());
            if (!options.subnets().isEmpty()) {
                instances.ec2SubnetIds(options.subnets());
            }
        } else {
            instances.instanceGroups(
                    machines.stream().map(NodeTranslation::group).toList());
            options.subnets().stream().findFirst().ifPresent(instances::ec2SubnetId);
        }
        options.keyName().ifPresent(instances::ec2KeyName);
        options.primarySecurityGroup().ifPresent(instances::emrManagedMasterSecurityGroup);
        options.workerSecurityGroup().ifPresent(instances::emrManagedSlaveSecurityGroup);
        options.serviceSecurityGroup().ifPresent(instances::serviceAccessSecurityGroup);
        return instances.build();
    }

    private static Map<String, String> conf(ClusterSpec spec) {
        Map<String, String> conf = new LinkedHashMap<>(spec.conf());
        String attempts = conf.put("spark.yarn.maxAppAttempts", "1");
        if (attempts != null && !attempts.equals("1")) {
            throw DroverException.invalid(
                    "Leave spark.yarn.maxAppAttempts out: a driver that YARN starts again runs twice"
                            + " for one request.");
        }
        if (spec.shuffleService()) {
            conf.put("spark.shuffle.service.enabled", "true");
        }
        return conf;
    }

    private static List<Tag> tags(ClusterSpec spec, Attempt attempt) {
        Map<String, String> tags = new LinkedHashMap<>(spec.labels());
        tags.put("drover:name", attempt.name());
        if (!attempt.namespace().isEmpty()) {
            tags.put("drover:namespace", attempt.namespace());
        }
        List<Tag> all = new ArrayList<>();
        tags.forEach((key, value) -> all.add(Tag.builder().key(key).value(value).build()));
        return all;
    }
}
