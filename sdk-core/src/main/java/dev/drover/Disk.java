package dev.drover;

import java.util.Optional;

/**
 * A volume of a node, beside the one that it starts from.
 *
 * @param sizeGiB 1 to 65,536, in GiB
 * @param type the platform's name for its kind, such as {@code gp3} or {@code pd-ssd}; empty for the platform's default
 */
public record Disk(int sizeGiB, Optional<String> type) {

    public Disk {
        if (sizeGiB < 1 || sizeGiB > 65_536) {
            throw DroverException.invalid("A disk has 1 to 65,536 GiB, not " + sizeGiB + ".");
        }
        type.ifPresent(name -> {
            if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
                throw DroverException.invalid("'" + name + "' is not a kind of disk, such as 'gp3'.");
            }
        });
    }

    /** A disk of the platform's default kind. */
    public static Disk ofGiB(int size) {
        return new Disk(size, Optional.empty());
    }

    /** A disk of a kind. */
    public static Disk ofGiB(int size, String type) {
        return new Disk(size, Optional.of(type));
    }

    @Override
    public String toString() {
        return size() + type.map(name -> " " + name).orElse("");
    }

    private String size() {
        return sizeGiB + " GiB";
    }
}
