package dev.drover.bundle;

import java.time.Instant;

/**
 * A version of a package, as a listing shows it.
 *
 * @param createdAt when it was pushed, by the storage's clock
 * @param latest whether it is the one that {@code package://NAME/...} means
 */
public record PackageVersion(String name, String version, Instant createdAt, boolean latest) {}
