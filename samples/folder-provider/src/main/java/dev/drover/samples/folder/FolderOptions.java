package dev.drover.samples.folder;

import dev.drover.DroverException;
import dev.drover.spi.ProviderOptions;
import java.nio.file.Path;
import java.util.Optional;

/** Where the clusters of a location are. Immutable. */
public final class FolderOptions implements ProviderOptions {
    private final Path root;

    private FolderOptions(Path root) {
        this.root = root.toAbsolutePath();
    }

    /** Clusters in this folder, which is made with the first of them if it is missing. */
    public static FolderOptions of(Path root) {
        return new FolderOptions(root);
    }

    Path root() {
        return root;
    }

    /** For {@code drover.yaml}. */
    static final class Builder {
        private Optional<Path> root = Optional.empty();

        void root(Path folder) {
            root = Optional.of(folder);
        }

        FolderOptions build() {
            return of(root.orElseThrow(() -> DroverException.invalid("'root' names the folder of the clusters.")));
        }
    }
}
