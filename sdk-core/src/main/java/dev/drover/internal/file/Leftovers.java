package dev.drover.internal.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what crashed writers left. Each directory is looked through at its first write and once a day after that.
 * Safe for use by many threads.
 *
 * <p>Ages are differences between times that the file system gave, so that neither a wrong clock on this machine nor a
 * test's clock removes what another writer is writing now.
 */
final class Leftovers {
    private static final Logger log = LoggerFactory.getLogger(Leftovers.class);
    private static final Duration AGE = Duration.ofDays(1);
    private static final int MAX_REMEMBERED = 1_000;

    private final Map<Path, Instant> swept = new ConcurrentHashMap<>();

    /**
     * Looks through a directory if that is due.
     *
     * @param now the file system's time: when the caller's own file was last written
     */
    void sweep(Path directory, Instant now) {
        Instant last = swept.get(directory);
        if (last != null && Duration.between(last, now).compareTo(AGE) < 0) {
            return;
        }
        if (swept.size() >= MAX_REMEMBERED) {
            swept.clear(); // Costs a few more looks, where remembering would cost memory without end.
        }
        swept.put(directory, now);
        try (DirectoryStream<Path> hidden = Files.newDirectoryStream(directory, AsideFile.PREFIX + "*")) {
            for (Path file : hidden) {
                removeIfOld(file, now);
            }
        } catch (IOException | DirectoryIteratorException e) {
            log.debug("Leftovers in {} stay for now", directory, e);
        }
    }

    private static void removeIfOld(Path file, Instant now) throws IOException {
        try {
            Instant written = Files.getLastModifiedTime(file).toInstant();
            if (Duration.between(written, now).compareTo(AGE) > 0 && Files.deleteIfExists(file)) {
                log.info("Removed {}, which a crashed writer left on {}", file, written);
            }
        } catch (NoSuchFileException e) {
            log.trace("{} was removed by another writer", file);
        }
    }
}
