package dev.drover.its.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The processes of a soak, whoever started them: a variable in the environment, which children inherit, tells them. Linux
 * only, by {@code /proc}.
 */
final class Processes {
    static final String VARIABLE = "DROVER_SOAK";

    private final String mark;

    Processes(Path folder) {
        mark = VARIABLE + "=" + folder;
    }

    /** All that are alive but this one. */
    List<ProcessHandle> all() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(this::isOurs)
                .toList();
    }

    /** Those that work in a folder of a driver: Spark's process of the driver, and what it has started. */
    List<ProcessHandle> ofDrivers() {
        return all().stream().filter(process -> driver(process).isPresent()).toList();
    }

    /** The driver's folder in which a process works. */
    static Optional<Path> driver(ProcessHandle process) {
        try {
            Path folder = Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"));
            return Optional.of(folder)
                    .filter(path -> path.getFileName().toString().startsWith("driver-"));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    static String commandLine(ProcessHandle process) {
        return read(process, "cmdline").replace('\0', ' ');
    }

    private boolean isOurs(ProcessHandle process) {
        return List.of(read(process, "environ").split("\0", -1)).contains(mark);
    }

    /** Empty for one that has ended. */
    private static String read(ProcessHandle process, String file) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/" + file));
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
