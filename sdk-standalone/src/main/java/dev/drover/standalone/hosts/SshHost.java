package dev.drover.standalone.hosts;

import dev.drover.DroverException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A machine that is reached over SSH. Immutable.
 *
 * <pre>{@code
 * SshHost.of("node1").address("10.0.0.5").user("spark").build()
 * }</pre>
 */
public final class SshHost {
    private static final String NAME = "[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?";

    private final String name;
    private final String address;
    private final OptionalInt port;
    private final Optional<String> user;
    private final Role role;
    private final String sparkAddress;
    private final OptionalInt cores;
    private final OptionalInt memoryMiB;

    /** What a host may be taken for. */
    public enum Role {
        /** Whatever is needed. */
        ANY,
        /** A master only. */
        MASTER,
        /** Workers only. */
        WORKER
    }

    private SshHost(Builder builder) {
        name = builder.name;
        address = builder.address.orElse(name);
        port = builder.port;
        user = builder.user;
        role = builder.role;
        sparkAddress = builder.sparkAddress.orElse(address);
        cores = builder.cores;
        memoryMiB = builder.memoryMiB;
    }

    /**
     * Begins a host.
     *
     * @param name by which it is known in clusters; its address too, unless another one is set
     */
    public static Builder of(String name) {
        return new Builder(requireName("the name of a host", name));
    }

    private static String requireName(String what, String text) {
        boolean numbers = text.matches("[0-9A-Fa-f:]+") && text.contains(":");
        if (!numbers && !text.matches(NAME)) {
            throw DroverException.invalid("'" + text + "' is not " + what + ".");
        }
        return text;
    }

    public String name() {
        return name;
    }

    /** Where its SSH server listens. */
    public String address() {
        return address;
    }

    /** Empty for the port of {@link HostsOptions}. */
    public OptionalInt port() {
        return port;
    }

    /** Empty for the user of {@link HostsOptions}. */
    public Optional<String> user() {
        return user;
    }

    public Role role() {
        return role;
    }

    /** Where Spark's daemons listen, and the other hosts reach them. */
    public String sparkAddress() {
        return sparkAddress;
    }

    /** What a worker offers to jobs here; empty for what the cluster asks for. */
    public OptionalInt cores() {
        return cores;
    }

    /** As {@link #cores()}. */
    public OptionalInt memoryMiB() {
        return memoryMiB;
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }

    /** Builds an {@link SshHost}. */
    public static final class Builder {
        private final String name;
        private Optional<String> address = Optional.empty();
        private OptionalInt port = OptionalInt.empty();
        private Optional<String> user = Optional.empty();
        private Role role = Role.ANY;
        private Optional<String> sparkAddress = Optional.empty();
        private OptionalInt cores = OptionalInt.empty();
        private OptionalInt memoryMiB = OptionalInt.empty();

        private Builder(String name) {
            this.name = name;
        }

        /** Where its SSH server listens, by name or number. */
        public Builder address(String host) {
            address = Optional.of(requireName("the address of a host", host));
            return this;
        }

        /** The port of its SSH server, 1 to 65,535. */
        public Builder port(int number) {
            port = OptionalInt.of(HostPorts.requirePort(number));
            return this;
        }

        /** As whom to log in. */
        public Builder user(String login) {
            user = Optional.of(HostsOptions.requireUser(login));
            return this;
        }

        /** What it may be taken for; whatever is needed unless set. */
        public Builder role(Role only) {
            role = only;
            return this;
        }

        /**
         * The address of the interface on which Spark's daemons listen, where that is another one than SSH's; the other
         * hosts of a cluster must reach it.
         */
        public Builder sparkAddress(String host) {
            sparkAddress = Optional.of(requireName("the address of a host", host));
            return this;
        }

        /** How many cores a worker offers here, whatever the cluster asks for; at least 1. */
        public Builder cores(int count) {
            cores = OptionalInt.of(requirePositive("cores", count));
            return this;
        }

        /** How much memory a worker offers here; at least 1. */
        public Builder memoryMiB(int size) {
            memoryMiB = OptionalInt.of(requirePositive("MiB", size));
            return this;
        }

        private static int requirePositive(String what, int count) {
            if (count < 1) {
                throw DroverException.invalid("A worker has at least 1 of its " + what + ", not " + count + ".");
            }
            return count;
        }

        public SshHost build() {
            return new SshHost(this);
        }
    }
}
