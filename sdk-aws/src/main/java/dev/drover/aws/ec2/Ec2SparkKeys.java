package dev.drover.aws.ec2;

import dev.drover.StorageUri;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;

/** The keys of {@link Ec2SparkOptions}. */
final class Ec2SparkKeys {

    private Ec2SparkKeys() {}

    /** What {@code drover.yaml} may say. */
    static Keys<Ec2SparkOptions> keys() {
        return Keys.of(Ec2SparkOptions::builder, Ec2SparkOptions.Builder::build)
                .key("image", Kinds.text(), "The machine image, ami-...", Ec2SparkOptions.Builder::image)
                .key(
                        "armImage",
                        Kinds.text(),
                        "The machine image for ARM processors.",
                        Ec2SparkOptions.Builder::armImage)
                .key(
                        "sparkTarball",
                        Kinds.address(),
                        "Where Spark is downloaded from.",
                        Ec2SparkOptions.Builder::sparkTarball)
                .key(
                        "sparkTarballChecked",
                        Kinds.both(
                                new Keys.Named<>("uri", Kinds.address(), "Where Spark is downloaded from."),
                                new Keys.Named<>("sha512", Kinds.text(), "What its bytes must hash to.")),
                        "The same with a checksum; instead of sparkTarball.",
                        (options, tarball) -> options.sparkTarball(tarball.getKey(), tarball.getValue()))
                .key(
                        "sparkTarballs",
                        Kinds.text(),
                        "Where Spark is downloaded from, with the version to be put in.",
                        Ec2SparkOptions.Builder::sparkTarballs)
                .key(
                        "sparkInstalled",
                        Kinds.text(),
                        "The folder on the image that holds Spark.",
                        Ec2SparkOptions.Builder::sparkInstalled)
                .key(
                        "sparkContainer",
                        Kinds.text(),
                        "The container image that holds Spark.",
                        Ec2SparkOptions.Builder::sparkContainer)
                .key(
                        "subnets",
                        Kinds.list(Kinds.text()),
                        "Where the machines stand, in turn.",
                        (options, all) -> options.subnets(all.toArray(String[]::new)))
                .key(
                        "allow",
                        Kinds.list(Kinds.text()),
                        "Networks in CIDR form that reach the master; by default none.",
                        (options, all) -> options.allow(all.toArray(String[]::new)))
                .key(
                        "allowSsh",
                        Kinds.list(Kinds.text()),
                        "Networks in CIDR form that reach machines by SSH; by default none.",
                        (options, all) -> options.allowSsh(all.toArray(String[]::new)))
                .key(
                        "keyName",
                        Kinds.text(),
                        "The key pair with which people reach the machines; by default none.",
                        Ec2SparkOptions.Builder::keyName)
                .key(
                        "instanceProfile",
                        Kinds.text(),
                        "The instance profile of the machines; by default none.",
                        Ec2SparkOptions.Builder::instanceProfile)
                .key(
                        "clusterKey",
                        Kinds.secret(),
                        "From which the keys of clusters are derived.",
                        Ec2SparkOptions.Builder::clusterKey)
                .key(
                        "staging",
                        Kinds.text("a prefix in S3, such as s3://bucket/path/", StorageUri::parse),
                        "A prefix for Drover alone; by default only jars run.",
                        Ec2SparkOptions.Builder::staging)
                .key(
                        "pysparkHome",
                        Kinds.text(),
                        "The folder on the machines that holds python/lib/pyspark.zip.",
                        Ec2SparkOptions.Builder::pysparkHome)
                .key(
                        "publicAddresses",
                        Kinds.yesOrNo(),
                        "Whether machines have public addresses; by default not.",
                        Ec2SparkOptions.Builder::publicAddresses)
                .key(
                        "gatewaySsh",
                        Kinds.both(
                                new Keys.Named<>("user", Kinds.text(), "Who signs in."),
                                new Keys.Named<>("privateKey", Kinds.path(), "With which key.")),
                        "How the gateway is reached by SSH.",
                        (options, login) -> options.gatewaySsh(login.getKey(), login.getValue()))
                .key(
                        "sshPort",
                        Kinds.integer(1, 65_535),
                        "The port of SSH; by default 22.",
                        Ec2SparkOptions.Builder::sshPort)
                .key(
                        "publicGateway",
                        Kinds.yesOrNo(),
                        "Whether the gateway has a public address; by default not.",
                        Ec2SparkOptions.Builder::publicGateway)
                .key(
                        "tags",
                        Kinds.map(Kinds.text()),
                        "Tags of everything that is made.",
                        (options, all) -> all.forEach(options::tag))
                .end();
    }
}
