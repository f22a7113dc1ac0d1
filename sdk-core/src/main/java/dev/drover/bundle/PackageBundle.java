package dev.drover.bundle;

import dev.drover.DroverException;
import dev.drover.DroverListener.UploadProgress;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.internal.file.FileErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Files that belong together, such as the scripts, wheels and jars of one application. Immutable as a list; what the
 * files hold is read by each upload.
 *
 * <p>Names are relative, with slashes, without {@code .} and {@code ..} segments and control characters, and do not
 * begin with {@code .drover/}.
 */
public final class PackageBundle {
    private final SortedMap<String, Path> files;

    private PackageBundle(SortedMap<String, Path> files) {
        if (files.isEmpty()) {
            throw DroverException.invalid("The bundle holds no files; there is nothing to upload.");
        }
        this.files = Collections.unmodifiableSortedMap(files);
        for (String name : files.keySet()) {
            for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                if (files.containsKey(name.substring(0, slash))) {
                    throw DroverException.invalid("The bundle cannot hold both the file '" + name.substring(0, slash)
                            + "' and '" + name + "', which makes a directory of it.");
                }
            }
        }
    }

    /**
     * Every file below a directory, as it is now. Links to files and directories inside it are followed.
     *
     * @throws DroverException INVALID_ARGUMENT for a link that leads out of the directory, nowhere or back, for
     *     anything that is neither file nor directory, for a name that cannot be uploaded, and for no or more than
     *     100,000 files; NOT_FOUND, PERMISSION_DENIED or UNAVAILABLE if it cannot be read
     */
    public static PackageBundle directory(Path directory) {
        return new PackageBundle(new TreeMap<>(DirectoryScan.of(directory)));
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The files by their names in the bundle, in the order of the names. */
    public SortedMap<String, Path> files() {
        return files;
    }

    /**
     * Makes the bundle present below a target. Files that the target has already, by the manifest of the last upload
     * and by the store's listing, are not sent; what else the target holds stays. One upload at a time may write to a
     * target.
     *
     * <p>All files are read before anything is sent. The first error stops the upload; files that were sent until then
     * are skipped by the next one.
     *
     * @param target a prefix in that storage; a slash at its end may be left out
     * @param progress told once after the files are compared and once after each file, on the calling thread
     * @throws DroverException NOT_FOUND, PERMISSION_DENIED or UNAVAILABLE if a file cannot be read; CONFLICT if one
     *     changes during the upload; what {@link Storage} throws
     * @throws InterruptedException when interrupted; files that are being sent may still arrive
     */
    public Uploaded upload(Storage storage, StorageUri target, Consumer<UploadProgress> progress)
            throws InterruptedException {
        return new BundleUpload(files, storage, target.asPrefix(), progress).run();
    }

    @Override
    public String toString() {
        return "PackageBundle of " + files.size() + " files";
    }

    /** Builds a {@link PackageBundle} file by file. For one thread. */
    public static final class Builder {
        private final SortedMap<String, Path> files = new TreeMap<>();

        private Builder() {}

        /**
         * Adds a file under a name of its own.
         *
         * @throws DroverException INVALID_ARGUMENT if the name is none or is taken, or if it is not a regular file;
         *     NOT_FOUND or PERMISSION_DENIED if it cannot be looked at
         */
        public Builder add(String name, Path file) {
            BundlePath.require(name);
            requireFile(file);
            if (files.putIfAbsent(name, file.toAbsolutePath()) != null) {
                throw DroverException.invalid(
                        "The bundle has '" + name + "' already; give '" + file + "' another name.");
            }
            return this;
        }

        /** Adds every file below a directory under its name there; see {@link PackageBundle#directory}. */
        public Builder directory(Path directory) {
            return directory("", directory);
        }

        /**
         * Adds every file below a directory, below a folder of the bundle.
         *
         * @param folder ends with a slash, such as {@code conf/}; empty for none
         */
        public Builder directory(String folder, Path directory) {
            if (!folder.isEmpty() && !folder.endsWith("/")) {
                throw DroverException.invalid("'" + folder + "' is no folder of a bundle; write '" + folder + "/'.");
            }
            DirectoryScan.of(directory).forEach((name, file) -> add(folder + name, file));
            return this;
        }

        /** Adds scripts that jobs run, under their own names. */
        public Builder entryPoints(Path... scripts) {
            return addAll("", List.of(scripts));
        }

        /** Adds wheels of the application, under {@code wheels/}. */
        public Builder wheels(Path... files) {
            return addAll("wheels/", List.of(files));
        }

        /** Adds jars, under {@code jars/}. */
        public Builder jars(Path... files) {
            return jars(List.of(files));
        }

        /** Adds jars, under {@code jars/}, such as those that {@link dev.drover.bundle.maven.MavenJars} has found. */
        public Builder jars(Collection<Path> files) {
            return addAll("jars/", files);
        }

        /** Adds archives, under {@code archives/}. */
        public Builder archives(Path... files) {
            return addAll("archives/", List.of(files));
        }

        /** Adds a file, or all below a directory, under {@code conf/}. */
        public Builder configuration(Path fileOrDirectory) {
            return Files.isDirectory(fileOrDirectory)
                    ? directory(FileKind.CONF, fileOrDirectory)
                    : addAll(FileKind.CONF, List.of(fileOrDirectory));
        }

        /**
         * Adds all below a directory under {@code requirements/}: what pip installs where there is no internet, such as
         * what {@link PythonRequirements#download} has put there.
         */
        public Builder requirements(Path directory) {
            return directory(FileKind.REQUIREMENTS, directory);
        }

        /** Adds wheels that pip installs where there is no internet, under {@code requirements/}. */
        public Builder requirements(Collection<Path> files) {
            return addAll(FileKind.REQUIREMENTS, files);
        }

        private Builder addAll(String folder, Collection<Path> all) {
            all.forEach(file -> add(folder + fileName(file), file));
            return this;
        }

        private static Path fileName(Path file) {
            Path name = file.toAbsolutePath().normalize().getFileName();
            if (name == null) {
                throw DroverException.invalid("'" + file + "' is not a regular file; a bundle cannot hold it.");
            }
            return name;
        }

        private static void requireFile(Path file) {
            try {
                if (!Files.readAttributes(file, "isRegularFile").containsValue(true)) {
                    throw DroverException.invalid("'" + file + "' is not a regular file; a bundle cannot hold it.");
                }
            } catch (IOException e) {
                throw FileErrors.unreadable(file, e);
            }
        }

        /**
         * The bundle of what was added.
         *
         * @throws DroverException INVALID_ARGUMENT if there is no file, or if one has the name of another's directory
         */
        public PackageBundle build() {
            return new PackageBundle(new TreeMap<>((Map<String, Path>) files));
        }
    }
}
