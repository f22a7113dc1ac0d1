package dev.drover.its.soak;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The application. Writes down when it begins and when it is done, one line each, and that another run of its key is
 * alive, should it be: the lock goes with the process that holds it, however that ends.
 *
 * <p>Arguments: the folder of marks, number, how long it takes in milliseconds, exit code.
 */
public final class MarkingApp {
    private MarkingApp() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path marks = Path.of(args[0], args[1]);
        Path lock = Path.of(marks + ".lock");
        int code = Integer.parseInt(args[3]);
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            if (held == null) {
                mark(marks, "TOGETHER");
            }
            mark(marks, "BEGUN");
            Thread.sleep(Long.parseLong(args[2]));
            if (code == 0) {
                mark(marks, "DONE");
            }
        }
        System.exit(code);
    }

    private static void mark(Path marks, String what) throws IOException {
        String line =
                what + " " + System.currentTimeMillis() + " " + Path.of("").toRealPath() + "\n";
        Files.writeString(marks, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
