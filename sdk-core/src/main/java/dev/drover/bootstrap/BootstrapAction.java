package dev.drover.bootstrap;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A script that runs on the machines of a cluster before its workers start. What it becomes is the provider's matter:
 * an EMR bootstrap action, a Dataproc initialization action, a part of cloud-init, a child process.
 *
 * <p>The script is run by the interpreter of its first line, or {@code bash}. Exit code 0 is success; any other fails
 * the cluster, with the end of the script's output in the error. Immutable.
 *
 * <pre>{@code
 * BootstrapAction.script("install-fonts", "#!/usr/bin/env bash\nset -eu\napt-get install -y fonts-dejavu\n").build()
 * }</pre>
 */
public final class BootstrapAction {
    /** The largest script that is passed by value, in characters. */
    public static final int MAX_SCRIPT = 100_000;

    private final String name;
    private final Optional<String> script;
    private final Optional<StorageUri> uri;
    private final List<String> args;
    private final Map<String, String> env;
    private final Duration timeout;

    private BootstrapAction(Builder builder) {
        name = builder.name;
        script = builder.script;
        uri = builder.uri;
        args = List.copyOf(builder.args);
        env = Map.copyOf(builder.env);
        timeout = builder.timeout;
        if (!name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
            throw DroverException.invalid("'" + name + "' cannot name a bootstrap action; use 1 to 63 lower-case"
                    + " letters, digits and hyphens.");
        }
        script.ifPresent(text -> {
            if (text.isBlank() || text.length() > MAX_SCRIPT || text.indexOf('\0') >= 0) {
                throw DroverException.invalid("The script of bootstrap action " + name + " must have 1 to " + MAX_SCRIPT
                        + " characters; upload a longer one and use BootstrapAction.uri(name, uri).");
            }
        });
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofHours(1)) > 0) {
            throw DroverException.invalid(
                    "The timeout of bootstrap action " + name + " must be 1 s to 1 h, not " + timeout + ".");
        }
    }

    /**
     * A script by value.
     *
     * @param name 1 to 63 lower-case letters, digits and hyphens; shown in progress and errors
     */
    public static Builder script(String name, String text) {
        return new Builder(name, Optional.of(text), Optional.empty());
    }

    /** A script in a local file, read now. */
    public static Builder file(String name, Path file) {
        try {
            return script(name, Files.readString(file));
        } catch (IOException e) {
            throw new DroverException(
                    ErrorCode.INVALID_ARGUMENT,
                    Effect.NONE,
                    false,
                    "The script " + file + " of bootstrap action " + name + " cannot be read.",
                    e);
        }
    }

    /** A script that is already in a storage which the cluster can read. */
    public static Builder uri(String name, StorageUri uri) {
        return new Builder(name, Optional.empty(), Optional.of(uri));
    }

    public String name() {
        return name;
    }

    /** The script by value; exactly one of this and {@link #uri()} is present. */
    public Optional<String> script() {
        return script;
    }

    /** Where the script is. */
    public Optional<StorageUri> uri() {
        return uri;
    }

    /** Handed to the script as they are; no shell reads them. */
    public List<String> args() {
        return args;
    }

    /** Added to the script's environment. */
    public Map<String, String> env() {
        return env;
    }

    /** How long the script may take on each machine: 1 s to 1 h. */
    public Duration timeout() {
        return timeout;
    }

    /** Builds a {@link BootstrapAction}; 10 minutes unless told otherwise. */
    public static final class Builder {
        private final String name;
        private final Optional<String> script;
        private final Optional<StorageUri> uri;
        private final List<String> args = new ArrayList<>();
        private final Map<String, String> env = new TreeMap<>();
        private Duration timeout = Duration.ofMinutes(10);

        private Builder(String name, Optional<String> script, Optional<StorageUri> uri) {
            this.name = name;
            this.script = script;
            this.uri = uri;
        }

        /** Adds arguments. */
        public Builder args(String... more) {
            args.addAll(List.of(more));
            return this;
        }

        /** Sets an environment variable; no secrets, they would be seen in process lists. */
        public Builder env(String variable, String value) {
            env.put(variable, value);
            return this;
        }

        /** How long the script may take: 1 s to 1 h. */
        public Builder timeout(Duration limit) {
            timeout = limit;
            return this;
        }

        public BootstrapAction build() {
            return new BootstrapAction(this);
        }
    }
}
