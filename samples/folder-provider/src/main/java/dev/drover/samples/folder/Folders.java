package dev.drover.samples.folder;

import dev.drover.ClusterId;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.Location;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeException;
import dev.drover.spi.Safety;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the folders of clusters and runs. Ids come from users, so a name that is no plain name belongs to nothing. */
record Folders(Location where, Path root) {
    /** How long a call may take, and so how long after it something may still appear. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    NativeCall call(String api, Safety safety) {
        return NativeCall.of(api, safety, where.toString(), TIMEOUT);
    }

    Optional<Path> find(ClusterId cluster) {
        return plain(root, cluster.name()).filter(Files::isDirectory);
    }

    Path get(ClusterId cluster) throws NativeException {
        return find(cluster).orElseThrow(() -> missing("There is no cluster '" + cluster + "'."));
    }

    Optional<RunFolder> find(JobId job) {
        return find(job.cluster())
                .flatMap(cluster -> plain(cluster, job.nativeId()))
                .filter(Files::isDirectory)
                .map(path -> new RunFolder(job, path));
    }

    RunFolder get(JobId job) throws NativeException {
        return find(job).orElseThrow(() -> missing("There is no run '" + job + "'."));
    }

    private static Optional<Path> plain(Path parent, String name) {
        return PLAIN.matcher(name).matches() ? Optional.of(parent.resolve(name)) : Optional.empty();
    }

    static NativeException missing(String message) {
        return new NativeException(Failure.refused(ErrorCode.NOT_FOUND, message));
    }

    /** Makes a folder that only this user can look into; of many callers, one succeeds. */
    static void claim(Path folder) throws IOException {
        Files.createDirectory(folder, PRIVATE);
    }

    static List<Path> content(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    static void delete(Path file) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            for (Path each : content(file)) {
                delete(each);
            }
        }
        Files.deleteIfExists(file);
    }
}
