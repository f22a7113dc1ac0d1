package dev.drover.cli.command;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version, as the jar says it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("of unknown version");
        return new String[] {"drover " + version, "Java " + System.getProperty("java.version")};
    }
}
