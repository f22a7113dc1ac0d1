package dev.drover.aws.emr;

import dev.drover.StorageUri;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;

/** The keys of {@link EmrOptions}. */
final class EmrKeys {

    private EmrKeys() {}

    /** What {@code drover.yaml} may say. */
    static Keys<EmrOptions> keys() {
        return Keys.of(EmrOptions::builder, EmrOptions.Builder::build)
                .key(
                        "release",
                        Kinds.text(),
                        "The release of clusters that name neither one nor a version of Spark.",
                        EmrOptions.Builder::release)
                .key(
                        "applications",
                        Kinds.list(Kinds.text()),
                        "What EMR installs; by default Hadoop and Spark.",
                        (options, all) -> options.applications(all.toArray(String[]::new)))
                .key(
                        "serviceRole",
                        Kinds.text(),
                        "The role that EMR takes on; by default EMR_DefaultRole.",
                        EmrOptions.Builder::serviceRole)
                .key(
                        "instanceProfile",
                        Kinds.text(),
                        "The instance profile of the machines; by default EMR_EC2_DefaultRole.",
                        EmrOptions.Builder::instanceProfile)
                .key(
                        "subnets",
                        Kinds.list(Kinds.text()),
                        "Where the machines stand; by default the choice of EMR.",
                        (options, all) -> options.subnets(all.toArray(String[]::new)))
                .key(
                        "securityGroups",
                        Kinds.both(
                                new Keys.Named<>("primary", Kinds.text(), "Of the primary node."),
                                new Keys.Named<>("workers", Kinds.text(), "Of the workers.")),
                        "Security groups of your own; by default those that EMR manages.",
                        (options, groups) -> options.securityGroups(groups.getKey(), groups.getValue()))
                .key(
                        "serviceSecurityGroup",
                        Kinds.text(),
                        "Through which EMR reaches machines in private subnets; by default its own.",
                        EmrOptions.Builder::serviceSecurityGroup)
                .key(
                        "keyName",
                        Kinds.text(),
                        "The key pair with which people reach the machines by SSH; by default none.",
                        EmrOptions.Builder::keyName)
                .key(
                        "securityConfiguration",
                        Kinds.text(),
                        "A security configuration of EMR; by default none.",
                        EmrOptions.Builder::securityConfiguration)
                .key(
                        "image",
                        Kinds.text(),
                        "A machine image, ami-...; by default that of EMR.",
                        EmrOptions.Builder::image)
                .key(
                        "logs",
                        Kinds.text("a prefix in S3, such as s3://bucket/path/", StorageUri::parse),
                        "Where clusters archive logs that do not say so themselves; by default nowhere.",
                        EmrOptions.Builder::logs)
                .key(
                        "staging",
                        Kinds.text("a prefix in S3, such as s3://bucket/path/", StorageUri::parse),
                        "A prefix for Drover alone, for what jobs need that arguments cannot carry; by default none.",
                        EmrOptions.Builder::staging)
                .key(
                        "stepConcurrency",
                        Kinds.integer(1, 256),
                        "How many steps a cluster runs side by side; by default 1.",
                        EmrOptions.Builder::stepConcurrency)
                .key(
                        "onStepFailure",
                        Kinds.choice(EmrOptions.OnStepFailure.class),
                        "What else ends when a step fails; by default nothing, continue.",
                        EmrOptions.Builder::onStepFailure)
                .key(
                        "deployMode",
                        Kinds.choice(EmrOptions.DeployMode.class),
                        "Where drivers run; by default client, in the process of the step.",
                        EmrOptions.Builder::deployMode)
                .key(
                        "pollInterval",
                        Kinds.duration(),
                        "How often the steps of a cluster are looked at; by default 30s.",
                        EmrOptions.Builder::pollInterval)
                .end();
    }
}
