package dev.drover.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** Writers that are killed in the middle of their work leave whole objects or none. */
class FileStorageCrashTest {
    private static final int OBJECTS_BEFORE_THE_KILL = 30;

    private final Drover drover = Drover.builder().build();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        drover.close();
    }

    @RepeatedTest(4)
    void killedWritersLeaveWholeObjects() throws Exception {
        Storage storage = drover.storage(StorageUri.of(directory));
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> !writer.isAlive() || objects(storage).size() >= OBJECTS_BEFORE_THE_KILL);
            assertThat(writer.isAlive())
                    .as("the writer works until it is killed")
                    .isTrue();
        } finally {
            writer.destroyForcibly();
            assertThat(writer.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }

        List<StoredObject> objects = objects(storage);
        assertThat(objects).hasSizeGreaterThanOrEqualTo(OBJECTS_BEFORE_THE_KILL);
        for (StoredObject object : objects) {
            assertThat(object.uri().fileName()).startsWith("object-");
            byte[] bytes = read(storage, object.uri());
            assertThat(bytes).isEqualTo(Writer.bytes(bytes[0]));
        }
        assertThat(storage.putIfAbsent(objects.get(0).uri(), Content.of("late")))
                .isEmpty();
        storage.put(StorageUri.of(directory).resolve("after"), Content.of("still works"));
        assertThat(Files.readString(directory.resolve("after"))).isEqualTo("still works");
    }

    private List<StoredObject> objects(Storage storage) {
        try (Stream<StoredObject> listed = storage.list(StorageUri.of(directory).asPrefix())) {
            return listed.toList();
        }
    }

    private static byte[] read(Storage storage, StorageUri uri) throws IOException {
        try (InputStream in = storage.get(uri)) {
            return in.readAllBytes();
        }
    }

    /** Creates and replaces objects until it is killed. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) {
            StorageUri root = StorageUri.of(Path.of(args[0]));
            try (Drover drover = Drover.builder().build()) {
                Storage storage = drover.storage(root);
                for (int i = 0; ; i++) {
                    storage.putIfAbsent(root.resolve("object-" + i), Content.of(bytes(i)));
                    storage.put(root.resolve("object-" + i / 2), Content.of(bytes(i + 1)));
                }
            }
        }

        /** The object of a version: its number in every byte, and a length that goes with the number. */
        static byte[] bytes(int version) {
            byte[] bytes = new byte[50_000 + (version & 0xFF) * 1_000];
            Arrays.fill(bytes, (byte) version);
            return bytes;
        }
    }
}
