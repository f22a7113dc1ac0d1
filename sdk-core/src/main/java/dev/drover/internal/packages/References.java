package dev.drover.internal.packages;

import dev.drover.JobOptions;
import dev.drover.JobSpec;
import dev.drover.StorageUri;
import dev.drover.bundle.PackageReference;
import dev.drover.bundle.SparkBuild;
import dev.drover.bundle.StoredPackage;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The references of one job, and what stands for them on one cluster. They are replaced where jobs name files, where one is
 * the whole of an argument, and in Spark's properties, whose lists have commas and whose archives have a {@code #} after
 * them. For one thread.
 */
final class References {
    private static final String BEGIN = PackageReference.SCHEME + "://";
    private static final Pattern IN_PROPERTY = Pattern.compile(BEGIN + "[^,#]*");

    private final Function<PackageReference, StoredPackage> opening;
    private final Supplier<Optional<SparkBuild>> spark;
    /** What is the latest may move meanwhile; for one job it is one version. */
    private final Map<PackageReference, StoredPackage> opened = new HashMap<>();

    /**
     * For a cluster.
     *
     * @param opening opens the package of a reference without a path
     * @param spark of the cluster; asked for if it matters
     */
    References(Function<PackageReference, StoredPackage> opening, Supplier<Optional<SparkBuild>> spark) {
        this.opening = opening;
        this.spark = spark;
    }

    /** Whether there are any. */
    static boolean in(JobSpec job) {
        AtomicBoolean any = new AtomicBoolean();
        job.withFiles(file -> {
            any.compareAndSet(false, PackageReference.isOne(file));
            return List.of(file);
        });
        JobOptions options = job.options();
        return any.get()
                || options.args().stream().anyMatch(arg -> arg.startsWith(BEGIN))
                || options.conf().values().stream().anyMatch(value -> value.contains(BEGIN));
    }

    /** The job with addresses in their place. */
    JobSpec replaced(JobSpec job) {
        Map<String, String> properties = new LinkedHashMap<>(job.options().conf());
        properties.replaceAll((property, value) ->
                IN_PROPERTY.matcher(value).replaceAll(found -> Matcher.quoteReplacement(joined(found.group()))));
        List<String> args = job.options().args().stream()
                .map(arg -> arg.startsWith(BEGIN) ? joined(arg) : arg)
                .toList();
        return job.withFiles(this::addresses).toBuilder()
                .args(args)
                .conf(properties)
                .build();
    }

    private String joined(String reference) {
        return addresses(StorageUri.parse(reference)).stream()
                .map(StorageUri::toString)
                .collect(Collectors.joining(","));
    }

    private List<StorageUri> addresses(StorageUri file) {
        if (!PackageReference.isOne(file)) {
            return List.of(file);
        }
        PackageReference reference = PackageReference.of(file);
        PackageReference whole = new PackageReference(reference.name(), reference.version(), "");
        StoredPackage found = opened.get(whole);
        if (found == null) {
            found = opening.apply(whole);
            opened.put(whole, found);
        }
        return reference.isPrefix() ? found.uris(reference.path(), spark) : List.of(found.uri(reference.path()));
    }
}
