package dev.drover.bundle;

import dev.drover.DroverException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a Python program needs beside itself, as wheels for clusters that have no internet. They are found by this machine's
 * pip, with its own configuration of indexes, proxies and credentials, for the platform and the Python of the cluster.
 *
 * <pre>{@code
 * List<Path> wheels = PythonRequirements.file(Path.of("requirements.txt"))
 *         .python("3.9").platform("manylinux2014_x86_64").build().download(Path.of("build/requirements"));
 * PackageBundle.builder().requirements(wheels)...
 * }</pre>
 *
 * <p>Immutable.
 */
public final class PythonRequirements {
    private static final Pattern PASSWORD = Pattern.compile("://[^/\\s@]*:[^/\\s@]*@");
    private static final Pattern PYTHON = Pattern.compile("\\d+(\\.\\d+){1,2}");
    private static final Pattern PLATFORM = Pattern.compile("[a-z0-9][a-z0-9._]*");

    private final List<String> requirements;
    private final List<Path> files;
    private final Optional<String> python;
    private final List<String> platforms;
    private final List<Path> folders;
    private final boolean onlyFolders;
    private final String interpreter;
    private final Duration timeout;

    private PythonRequirements(Builder builder) {
        requirements = List.copyOf(builder.requirements);
        files = List.copyOf(builder.files);
        python = builder.python;
        platforms = List.copyOf(builder.platforms);
        folders = List.copyOf(builder.folders);
        onlyFolders = builder.onlyFolders;
        interpreter = builder.interpreter;
        timeout = builder.timeout;
        if (requirements.isEmpty() && files.isEmpty()) {
            throw DroverException.invalid("There are no requirements; name one, such as 'pandas==2.2.3', or a file.");
        }
    }

    /** Begins with requirements, such as {@code pandas==2.2.3}. */
    public static Builder of(String... requirements) {
        return new Builder().add(requirements);
    }

    /** Begins with a file in the form of {@code requirements.txt}. Paths in it must be absolute. */
    public static Builder file(Path file) {
        return new Builder().addFile(file);
    }

    /**
     * Downloads all that is required, with what that requires. No package is built or run: what has no wheel for the
     * platform is not found.
     *
     * @param directory to put the wheels into; made if it is not there
     * @return the wheels
     * @throws DroverException UNSUPPORTED if there is no Python or no pip; NOT_FOUND if there is no wheel for a requirement;
     *     INVALID_ARGUMENT if pip does not understand one; UNAVAILABLE if an index cannot be asked; DEADLINE_EXCEEDED when
     *     the time is over; QUOTA_EXCEEDED if the disk is full; FAILED for what else pip says
     * @throws InterruptedException when interrupted; pip is ended then
     */
    public List<Path> download(Path directory) throws InterruptedException {
        return new PipDownload(interpreter, arguments(), timeout).into(directory.toAbsolutePath());
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("--only-binary=:all:"));
        python.ifPresent(version -> arguments.addAll(List.of("--python-version", version, "--implementation", "cp")));
        platforms.forEach(platform -> arguments.addAll(List.of("--platform", platform)));
        if (onlyFolders) {
            arguments.add("--no-index");
        }
        folders.forEach(folder ->
                arguments.addAll(List.of("--find-links", folder.toAbsolutePath().toString())));
        files.forEach(file ->
                arguments.addAll(List.of("--requirement", file.toAbsolutePath().toString())));
        arguments.add("--");
        arguments.addAll(requirements);
        return arguments;
    }

    /** Builds {@link PythonRequirements}; every method but {@code build} returns this builder. */
    public static final class Builder {
        private final List<String> requirements = new ArrayList<>();
        private final List<Path> files = new ArrayList<>();
        private Optional<String> python = Optional.empty();
        private final List<String> platforms = new ArrayList<>();
        private final List<Path> folders = new ArrayList<>();
        private boolean onlyFolders;
        private String interpreter = "python3";
        private Duration timeout = Duration.ofMinutes(15);

        private Builder() {}

        /**
         * Adds requirements.
         *
         * @throws DroverException INVALID_ARGUMENT for what pip would take for an option, and for a password in an address,
         *     which others could see in the list of processes
         */
        public Builder add(String... more) {
            for (String requirement : more) {
                if (requirement.isBlank()
                        || requirement.startsWith("-")
                        || requirement.chars().anyMatch(Character::isISOControl)) {
                    throw DroverException.invalid("A requirement is written like 'pandas==2.2.3', not like '"
                            + requirement.replaceAll("\\p{Cntrl}", "?") + "'.");
                }
                if (PASSWORD.matcher(requirement).find()) {
                    throw DroverException.invalid("A requirement must hold no password, which everybody on this machine"
                            + " could read; put it into pip's configuration or ~/.netrc.");
                }
                requirements.add(requirement);
            }
            return this;
        }

        /** Adds a file in the form of {@code requirements.txt}. */
        public Builder addFile(Path file) {
            files.add(file);
            return this;
        }

        /** The cluster's version of Python, such as {@code 3.9}; by default that of the interpreter. */
        public Builder python(String version) {
            python = Optional.of(require(version, PYTHON, "a version of Python, such as 3.9"));
            return this;
        }

        /**
         * What the cluster's machines are, such as {@code manylinux2014_x86_64} or {@code manylinux2014_aarch64}; by default
         * what this machine is. May be called again: wheels for any of them will do.
         */
        public Builder platform(String tag) {
            platforms.add(require(tag, PLATFORM, "a platform of wheels, such as manylinux2014_x86_64"));
            return this;
        }

        private static String require(String text, Pattern pattern, String what) {
            if (!pattern.matcher(text).matches()) {
                throw DroverException.invalid("'" + text + "' is not " + what + ".");
            }
            return text;
        }

        /** Looks for wheels in a folder, too. */
        public Builder folder(Path wheels) {
            folders.add(wheels);
            return this;
        }

        /** Asks no index, only folders. */
        public Builder onlyFolders() {
            onlyFolders = true;
            return this;
        }

        /** The Python whose pip is used; by default {@code python3} on the PATH. */
        public Builder interpreter(String program) {
            interpreter = program;
            return this;
        }

        /** How long pip may take; by default 15 minutes. */
        public Builder timeout(Duration most) {
            if (most.isNegative() || most.isZero()) {
                throw DroverException.invalid("pip needs a time above zero, not " + most + ".");
            }
            timeout = most;
            return this;
        }

        /**
         * Builds the requirements.
         *
         * @throws DroverException INVALID_ARGUMENT if there are none
         */
        public PythonRequirements build() {
            return new PythonRequirements(this);
        }
    }
}
