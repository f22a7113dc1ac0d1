package dev.drover.aws.ec2;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.ClusterPlan;
import dev.drover.ClusterSpec;
import dev.drover.ClusterStatus;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.spi.CallContext;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Lookup;
import dev.drover.spi.Safety;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Clusters of Spark standalone on EC2's machines. What is known of them is in tags; nothing is kept here. */
final class Ec2ClusterDriver implements ClusterDriver {
    private static final String NEWEST_SPARK = "4.2.0";
    private static final Pattern BEFORE_4 = Pattern.compile("[0-3]\\..*");
    private static final int LONGEST_TAG_NAME = 128;
    private static final int LONGEST_TAG_VALUE = 256;
    /** How many tags are Drover's own. */
    private static final int OWN_TAGS = 15;

    private final Location where;
    private final Ec2SparkOptions options;
    private final Machines machines;
    private final Clusters clusters;
    private final Creation creation;
    private final Resizing resizing;
    private final Ending ending;
    private final Statuses statuses;
    private final Masters masters;
    private final Plans plans;

    Ec2ClusterDriver(
            Location where,
            Ec2SparkOptions options,
            Machines machines,
            Clusters clusters,
            Creation creation,
            Resizing resizing,
            Ending ending,
            Statuses statuses,
            Masters masters,
            Plans plans) {
        this.where = where;
        this.options = options;
        this.machines = machines;
        this.clusters = clusters;
        this.creation = creation;
        this.resizing = resizing;
        this.ending = ending;
        this.statuses = statuses;
        this.masters = masters;
        this.plans = plans;
    }

    /** EC2's lists may lag behind by about as long. */
    @Override
    public Duration settle() {
        return Duration.ofSeconds(30);
    }

    @Override
    public Safety createSafety() {
        return Safety.KEYED;
    }

    @Override
    public void check(ClusterSpec spec) {
        String version = sparkVersion(spec);
        if (BEFORE_4.matcher(version).matches()) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "Spark " + version + " cannot check tokens at its submission server; ask for Spark 4.0 or later.");
        }
        if (spec.sparkVersion().isPresent() && !options.spark().takesVersion()) {
            throw DroverException.invalid("The nodes of '" + where + "' get Spark from "
                    + options.spark().location()
                    + ", whichever version that is. Leave out sparkVersion, or write {version} into the address.");
        }
        for (NodeRole role : NodeRole.values()) {
            var unused = machines.nodes(role, spec);
        }
        checkTags(spec);
    }

    /** What holds for a cluster is kept in the tags of its security group, which have limits. */
    private void checkTags(ClusterSpec spec) {
        int count = spec.conf().size() + spec.labels().size() + options.tags().size() + OWN_TAGS;
        if (count > Tags.MOST) {
            throw DroverException.invalid(
                    "Properties and labels of a cluster on EC2 are kept in tags, of which EC2 allows " + Tags.MOST
                            + "; leave out " + (count - Tags.MOST) + " of them, or set properties with the jobs.");
        }
        spec.conf().forEach((name, value) -> checkTag(Tags.CONF + name, value));
        spec.labels().forEach(Ec2ClusterDriver::checkTag);
    }

    private static void checkTag(String name, String value) {
        if (name.length() > LONGEST_TAG_NAME || value.length() > LONGEST_TAG_VALUE) {
            throw DroverException.invalid("'" + name + "' cannot be kept in a tag of EC2, which has a name of at most "
                    + LONGEST_TAG_NAME + " and a value of at most " + LONGEST_TAG_VALUE + " characters.");
        }
        if (name.startsWith("aws:") || name.equals("Name")) {
            throw DroverException.invalid("A label cannot be called '" + name + "' on EC2.");
        }
    }

    private String sparkVersion(ClusterSpec spec) {
        return spec.sparkVersion().orElse(options.spark().takesVersion() ? NEWEST_SPARK : "");
    }

    @Override
    public ClusterId create(ClusterSpec spec, Attempt attempt, CallContext context) {
        ClusterId id = where.cluster(attempt.name());
        masters.forget(id);
        creation.create(id.name(), spec, sparkVersion(spec), context);
        return id;
    }

    /** A cluster that is only half made is not found, so that {@link #create} completes it. */
    @Override
    public Lookup<ClusterId> find(Attempt attempt, CallContext context) {
        return clusters.find(attempt.name(), context)
                .filter(life -> life.record().made().isPresent() && !life.over())
                .<Lookup<ClusterId>>map(life ->
                        new Lookup.Found<>(List.of(where.cluster(life.record().name()))))
                .orElseGet(Lookup.NotSeen::new);
    }

    @Override
    public Optional<ClusterStatus> describe(ClusterId cluster, CallContext context) {
        return clusters.find(cluster.name(), context).map(life -> statuses.status(cluster, life, context));
    }

    /** Also those that are half made, have failed or should have ended, as long as machines of theirs run. */
    @Override
    public List<ClusterStatus> list(CallContext context) {
        return clusters.all(context).stream()
                .filter(life -> !life.over() || life.nodes().stream().anyMatch(Node::living))
                .map(life -> statuses.status(where.cluster(life.record().name()), life, context))
                .toList();
    }

    @Override
    public void resize(ClusterId cluster, int workers, CallContext context) {
        resizing.resize(cluster, clusters.living(cluster, context), workers, context);
    }

    @Override
    public void terminate(ClusterId cluster, CallContext context) {
        masters.forget(cluster);
        Optional<Life> life = clusters.find(cluster.name(), context);
        if (life.isPresent()) {
            ending.end(life.get().record(), List.of(), context);
        }
        ending.sweep(context);
    }

    @Override
    public ClusterPlan plan(ClusterSpec spec, CallContext context) {
        return plans.plan(where, spec, () -> check(spec), context);
    }
}
