package dev.drover.internal.spec;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.JobTarget;
import dev.drover.Location;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.StorageUri;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kind;
import dev.drover.spi.settings.Kinds;
import java.util.Map;

/** The kinds of values that jobs and clusters have in common. */
public final class SpecKinds {
    private static final String NAME = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final String KEY_PART = "[^\\x00-\\x1f\\x7f-\\x9f]{1,200}";
    private static final String KEY_TEXT = "(?:~[^\\x00-\\x1f\\x7f-\\x9f]|[^\\x00-\\x1f\\x7f-\\x9f/~])+";
    private static final String SCHEME = "[a-z][a-z0-9-]{0,31}";
    private static final String AUTHORITY = "[^\\s\"#%<>?\\\\]*";
    private static final int KILO = 10;

    private SpecKinds() {}

    /** A place in a storage. */
    public static Kind<StorageUri> storageUri() {
        return Kinds.matching(
                        "a place in a storage, such as s3://bucket/path",
                        "(?:file:/|" + SCHEME + "://)[^\\x00-\\x1f\\x7f]*")
                .as(StorageUri::parse);
    }

    /** Where clusters live. */
    public static Kind<Location> location() {
        return Kinds.matching("a location, such as emr://eu-west-1", SCHEME + "://" + AUTHORITY)
                .as(Location::parse);
    }

    /** A cluster that there is. */
    public static Kind<ClusterId> clusterId() {
        return Kinds.matching("the id of a cluster, such as emr://eu-west-1/j-3ABC", SCHEME + "://" + AUTHORITY)
                .as(ClusterId::parse);
    }

    /** A cluster by its id, or by the name that it is declared under. */
    public static Kind<JobTarget> jobTarget() {
        return Kinds.matching(
                        "the id of a cluster, such as emr://eu-west-1/j-3ABC, or its name in drover.yaml",
                        SCHEME + "://" + AUTHORITY + "|" + NAME)
                .as(text -> text.contains("://")
                        ? new JobTarget.Cluster(ClusterId.parse(text))
                        : new JobTarget.Declared(text));
    }

    /** The parts of a key, or its text. */
    public static Kind<RequestKey> requestKey() {
        return Kinds.either(
                Kinds.matching("a request key, such as etl/2026-11-21", KEY_TEXT + "(?:/" + KEY_TEXT + ")*")
                        .as(RequestKey::parse),
                Kinds.list(Kinds.matching("a part of a key, of 1 to 200 characters", KEY_PART), 1, 16)
                        .as(RequestKey::new)
                        .named("a list of the key's parts"));
    }

    /** The name of something that files and commands refer to. */
    public static Kind<String> name() {
        return Kinds.matching("a name of lower-case letters, digits and hyphens", NAME);
    }

    /** Things by such names. */
    public static <T> Kind<Map<String, T>> named(Kind<T> of) {
        return Kinds.map("a name of lower-case letters, digits and hyphens", NAME, of);
    }

    static Kind<Map<String, String>> sparkProperties() {
        return Kinds.map("a Spark property", "spark\\.[A-Za-z0-9._*-]+", Kinds.anyText());
    }

    /** Things by the names of environment variables. */
    static <T> Kind<Map<String, T>> variables(Kind<T> of) {
        return Kinds.map("the name of a variable", "[A-Za-z_][A-Za-z0-9_]*", of);
    }

    static Kind<Map<String, String>> labels() {
        return Kinds.map(Kinds.anyText());
    }

    /** Cores and memory. */
    public static Kind<Resources> resources() {
        return resourceKeys().kind();
    }

    private static Keys<Resources> resourceKeys() {
        return Keys.of(ResourcesDraft::new, draft -> Resources.of(draft.cores, draft.memoryMiB))
                .required("cores", Kinds.integer(1, 4096), "How many cores.", (draft, cores) -> draft.cores = cores)
                .required(
                        "memory",
                        Kinds.bytes().as(bytes -> whole("MiB", bytes, 2 * KILO)),
                        "How much memory, such as 8GiB.",
                        (draft, mebibytes) -> draft.memoryMiB = mebibytes)
                .end();
    }

    private static final class ResourcesDraft {
        private int cores;
        private int memoryMiB;
    }

    /** Disks have whole GiB. */
    static Kind<Integer> gibibytes() {
        return Kinds.bytes().as(bytes -> whole("GiB", bytes, 3 * KILO));
    }

    private static int whole(String unit, long bytes, int power) {
        long units = bytes >> power;
        if (units << power != bytes || units > Integer.MAX_VALUE) {
            throw DroverException.invalid(bytes + " bytes are not a whole number of " + unit + ", or too many");
        }
        return (int) units;
    }
}
