package dev.drover.internal.packages;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobSpec;
import dev.drover.Location;
import dev.drover.StorageUri;
import dev.drover.bundle.PackageReference;
import dev.drover.bundle.PackageRepository;
import dev.drover.bundle.SparkBuild;
import dev.drover.bundle.StoredPackage;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Finds, for each cluster, the files of packages that jobs name by reference. Safe for use by many threads. */
public final class PackagedFiles {
    private static final int MOST_OPEN = 64;

    private final Map<Location, StorageUri> prefixes;
    private final Function<StorageUri, PackageRepository> repositories;
    private final Function<ClusterId, Optional<String>> sparkVersion;
    /** Versions never change. */
    private final Map<Version, StoredPackage> opened = new ConcurrentHashMap<>();

    private record Version(StorageUri prefix, String name, String version) {}

    /**
     * Over repositories.
     *
     * @param prefixes by the location of clusters; those of a scheme's empty location hold for all others of the scheme
     * @param sparkVersion of a cluster, as it says itself
     */
    public PackagedFiles(
            Map<Location, StorageUri> prefixes,
            Function<StorageUri, PackageRepository> repositories,
            Function<ClusterId, Optional<String>> sparkVersion) {
        this.prefixes = Map.copyOf(prefixes);
        this.repositories = repositories;
        this.sparkVersion = sparkVersion;
    }

    /**
     * Where a cluster finds packages.
     *
     * @throws DroverException UNSUPPORTED if nothing was said of it
     */
    public StorageUri prefix(ClusterId cluster) {
        StorageUri own = prefixes.get(cluster.location());
        StorageUri prefix =
                own != null ? own : prefixes.get(new Location(cluster.location().scheme(), ""));
        if (prefix == null) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "No repository of packages was declared for " + cluster.location()
                            + "; say which one its clusters use by packages in drover.yaml or Drover.Builder.packages.");
        }
        return prefix;
    }

    /**
     * The job as it is to run on a cluster: with addresses there in place of references.
     *
     * @param spark the version of the cluster's Spark, if it is known; if it is needed and not known, the cluster is asked
     * @throws DroverException that nothing was sent: UNSUPPORTED if the cluster's repository has not what the job names
     */
    public JobSpec located(JobSpec job, ClusterId cluster, Optional<String> spark) {
        if (!References.in(job)) {
            return job;
        }
        try {
            StorageUri prefix = prefix(cluster);
            return new References(
                            reference -> open(prefix, reference),
                            () -> spark.or(() -> sparkVersion.apply(cluster)).map(SparkBuild::of))
                    .replaced(job);
        } catch (DroverException e) {
            // Whatever happened here, no job was sent; and that a file is missing is no word on the cluster.
            throw new DroverException(
                    e.code() == ErrorCode.NOT_FOUND ? ErrorCode.UNSUPPORTED : e.code(),
                    Effect.NONE,
                    e.retryable(),
                    "The job was not sent to " + cluster + ", because its files were not all found. " + e.getMessage(),
                    e);
        }
    }

    private StoredPackage open(StorageUri prefix, PackageReference reference) {
        PackageRepository repository = repositories.apply(prefix);
        String version = reference
                .version()
                .or(() -> repository.latest(reference.name()))
                .orElse("");
        if (version.isEmpty()) {
            return repository.open(reference.name());
        }
        Version wanted = new Version(repository.prefix(), reference.name(), version);
        StoredPackage known = opened.get(wanted);
        if (known == null) {
            known = repository.open(reference.name(), version);
            if (opened.size() >= MOST_OPEN) {
                opened.clear();
            }
            opened.put(wanted, known);
        }
        return known;
    }
}
