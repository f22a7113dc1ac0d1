package dev.drover.bundle;

import dev.drover.DroverListener.UploadProgress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One push of one bundle to some repositories: reads it once, sends it to each, and moves their latest versions only when
 * all have it. For one thread, once.
 */
final class PackagePush {
    private final String name;
    private final PackageBundle bundle;
    private final PushOptions options;
    private final Consumer<UploadProgress> progress;

    PackagePush(String name, PackageBundle bundle, PushOptions options, Consumer<UploadProgress> progress) {
        this.name = name;
        this.bundle = bundle;
        this.options = options;
        this.progress = progress;
    }

    Pushed to(List<PackageRepository> repositories) throws InterruptedException {
        return Workers.run(workers -> to(repositories, workers));
    }

    private Pushed to(List<PackageRepository> repositories, Workers workers) throws InterruptedException {
        Packing packing = Packing.of(hashed(workers), options.packing());
        PackageManifest manifest = manifest(packing);
        String version = options.version().orElseGet(() -> manifest.digest().substring(0, 16));
        int sent = 0;
        int skipped = 0;
        long bytes = 0;
        for (PackageRepository repository : repositories) {
            RepositoryPush push = new RepositoryPush(repository, name, version, manifest, progress);
            push.send(packing, workers);
            sent += push.sent();
            skipped += push.skipped();
            bytes += push.bytes();
        }
        if (options.latest()) {
            repositories.forEach(repository -> repository.publish(name, version, manifest));
        }
        return new Pushed(
                name,
                version,
                repositories.stream().map(PackageRepository::prefix).toList(),
                List.copyOf(manifest.files().keySet()),
                sent,
                skipped,
                bytes);
    }

    private List<HashedFile> hashed(Workers workers) throws InterruptedException {
        List<HashedFile> hashed = new ArrayList<>();
        Workers.Batch<List<HashedFile>> hashing = Hashing.of(bundle.files(), workers);
        while (hashing.pending() > 0) {
            hashed.addAll(hashing.next());
        }
        hashed.sort(Comparator.comparing(HashedFile::name));
        return hashed;
    }

    private static PackageManifest manifest(Packing packing) {
        SortedMap<String, PackageManifest.Entry> files = new TreeMap<>();
        for (HashedFile file : packing.alone()) {
            files.put(file.name(), new PackageManifest.Entry(file.digest(), Optional.empty()));
        }
        for (Pack pack : packing.packs()) {
            Optional<String> digest = Optional.of(pack.digest());
            for (HashedFile file : pack.files()) {
                files.put(file.name(), new PackageManifest.Entry(file.digest(), digest));
            }
        }
        return new PackageManifest(files);
    }
}
