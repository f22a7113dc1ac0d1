package dev.drover.aws.ec2;

import java.util.Optional;

/**
 * Where nodes get Spark from.
 *
 * @param location a URI, a folder or the name of an image, by the kind; may hold {@value #VERSION}
 * @param sha512 of a tarball, in hexadecimal digits
 */
record SparkSource(Kind kind, String location, Optional<String> sha512) {
    /** Stands for the version of Spark that a cluster asks for. */
    static final String VERSION = "{version}";

    enum Kind {
        TARBALL,
        INSTALLED,
        CONTAINER
    }

    boolean takesVersion() {
        return location.contains(VERSION);
    }

    String location(String version) {
        return location.replace(VERSION, version);
    }

    /** The folder of Spark on the nodes. */
    String home() {
        return switch (kind) {
            case TARBALL -> "/opt/drover/spark";
            case INSTALLED -> location;
            case CONTAINER -> "/opt/spark";
        };
    }
}
