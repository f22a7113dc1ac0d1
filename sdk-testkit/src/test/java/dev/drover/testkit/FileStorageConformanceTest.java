package dev.drover.testkit;

import dev.drover.Drover;
import dev.drover.Storage;
import dev.drover.StorageUri;
import java.nio.charset.Charset;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

class FileStorageConformanceTest extends StorageConformance {
    private static final Drover DROVER = Drover.builder().build();

    @TempDir
    private Path directory;

    @Override
    protected Storage storage() {
        return DROVER.storage(root());
    }

    @Override
    protected StorageUri root() {
        return StorageUri.of(directory);
    }

    /** File names are written in the locale's encoding, which is ASCII where no locale is set. */
    @Override
    protected boolean takesUnicodeNames() {
        return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"))
                .newEncoder()
                .canEncode("\uD83D\uDE80");
    }

    @AfterAll
    static void close() {
        DROVER.close();
    }
}
