package dev.drover.bundle;

import java.util.Optional;

/** How a package is pushed. Immutable; every method that sets something returns another one. */
public final class PushOptions {
    /** A version by content, which becomes the latest; small files are packed. */
    public static final PushOptions DEFAULT = new PushOptions(Optional.empty(), true, true);

    private final Optional<String> version;
    private final boolean latest;
    private final boolean packing;

    private PushOptions(Optional<String> version, boolean latest, boolean packing) {
        this.version = version;
        this.latest = latest;
        this.packing = packing;
    }

    /**
     * Gives the version a name of its own, such as {@code 1.4.0}; by default the first 16 hexadecimal digits of its
     * content's digest, so that the same content is the same version.
     *
     * @throws dev.drover.DroverException INVALID_ARGUMENT if it is none
     */
    public PushOptions version(String name) {
        return new PushOptions(Optional.of(PackageNames.requireVersion(name)), latest, packing);
    }

    /** Whether the version becomes the latest; by default it does. */
    public PushOptions latest(boolean becomes) {
        return new PushOptions(version, becomes, packing);
    }

    /**
     * Whether small files that nothing takes by their own address, such as configuration, travel together in zip
     * archives; by default they do. See {@link StoredPackage#packs}.
     */
    public PushOptions packing(boolean together) {
        return new PushOptions(version, latest, together);
    }

    public Optional<String> version() {
        return version;
    }

    public boolean latest() {
        return latest;
    }

    public boolean packing() {
        return packing;
    }
}
