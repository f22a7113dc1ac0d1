package dev.drover;

/**
 * Which machine a node of a cluster runs on: a type by the platform's name for it, or the smallest one of a small
 * catalogue that is large enough. Not to be confused with {@link Resources}, which are what jobs get of it.
 */
public sealed interface Machine {

    /**
     * A type by the platform's name.
     *
     * @param name such as {@code m7g.xlarge} or {@code n2-standard-4}
     */
    record Type(String name) implements Machine {
        public Type {
            if (!name.matches("[a-z0-9][a-z0-9.-]{1,62}")) {
                throw DroverException.invalid(
                        "'" + name + "' is not the name of a machine type, such as 'm7g.xlarge'.");
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * At least so many cores and so much memory.
     *
     * @param resources what the machine has at least, the operating system's share included
     */
    record AtLeast(Resources resources) implements Machine {
        @Override
        public String toString() {
            return "at least " + resources;
        }
    }

    /** The type of this name. */
    static Machine type(String name) {
        return new Type(name);
    }

    /**
     * The smallest type in the provider's catalogue that has so much.
     *
     * @param cores 1 to 4096
     * @param memoryMiB at least 256, in MiB
     */
    static Machine atLeast(int cores, int memoryMiB) {
        return new AtLeast(Resources.of(cores, memoryMiB));
    }
}
