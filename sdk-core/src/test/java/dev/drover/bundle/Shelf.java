package dev.drover.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.SteppingClock;
import dev.drover.StorageUri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A repository in a map, a folder to push from, and a look at whether all that is visible is whole. */
final class Shelf {
    static final String NAME = "etl";
    static final StorageUri PREFIX = StorageUri.parse("map://bucket/packages");
    private static final String ROOT = "packages/";

    final MapStorage storage = new MapStorage();
    final SteppingClock clock = new SteppingClock();
    final PackageRepository repository = PackageRepository.at(storage, PREFIX, clock);
    final Path source;

    Shelf(Path source) {
        this.source = source;
        storage.now = clock::instant;
    }

    Pushed push() {
        return push(PushOptions.DEFAULT);
    }

    Pushed push(PushOptions options) {
        return push(options, List.of(repository));
    }

    Pushed push(PushOptions options, List<PackageRepository> repositories) {
        try {
            return PackageRepository.push(NAME, PackageBundle.directory(source), options, repositories, progress -> {});
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Pushed pushVersion(String version) {
        return push(PushOptions.DEFAULT.version(version));
    }

    void write(String name, String text) {
        try {
            Path file = source.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the folder hold these files and no others. */
    void hold(Map<String, String> files) {
        try (Stream<Path> old = Files.walk(source)) {
            for (Path file : (Iterable<Path>) old.sorted(Comparator.reverseOrder())::iterator) {
                if (!file.equals(source)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.forEach(this::write);
    }

    void age(Duration by) {
        clock.leap(by);
    }

    List<String> below(String folder) {
        return storage.objects.keySet().stream()
                .filter(path -> path.startsWith(ROOT + folder))
                .map(path -> path.substring(ROOT.length()))
                .toList();
    }

    List<String> versions() {
        return repository.versions(NAME).stream().map(PackageVersion::version).toList();
    }

    /** Whatever can be opened can be read to the last file, and what is latest can be opened. */
    void isWhole() {
        for (String version : versions()) {
            isWhole(version);
        }
        repository.latest(NAME).ifPresent(latest -> assertThat(versions()).contains(latest));
    }

    private void isWhole(String version) {
        PackageLayout layout = repository.layout(NAME);
        PackageManifest manifest = repository.manifest(layout.version(version)).orElseThrow();
        manifest.files().forEach((file, entry) -> {
            byte[] object = storage.objects.get(layout.object(file, entry).path());
            assertThat(object).as("%s of version %s", file, version).isNotNull();
            try {
                byte[] bytes =
                        entry.pack().isPresent() ? Pack.find(object, file).orElseThrow() : object;
                assertThat(FileHasher.hex(FileHasher.digestOf(bytes)))
                        .isEqualTo(entry.digest().sha256());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
