package dev.drover.cli.command;

import dev.drover.bootstrap.BootstrapAction;
import java.nio.file.Path;
import java.util.Locale;

/** Scripts for the machines of a cluster. */
final class Scripts {
    private Scripts() {}

    /** A local file, named after itself as far as names allow. */
    static BootstrapAction.Builder action(Path file) {
        String name = String.valueOf(file.getFileName())
                .toLowerCase(Locale.ROOT)
                .replaceFirst("\\.[a-z]+$", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return BootstrapAction.file(name.isEmpty() || name.length() > 63 ? "script" : name, file);
    }
}
