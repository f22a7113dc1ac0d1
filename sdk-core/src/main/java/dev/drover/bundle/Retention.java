package dev.drover.bundle;

import dev.drover.DroverException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which versions of a package stay: the latest always, and every one that any of these rules keeps. Immutable.
 *
 * @param last how many of the youngest
 * @param youngerThan those that were pushed less than this ago; zero keeps none
 * @param named these
 */
public record Retention(int last, Duration youngerThan, Set<String> named) {

    public Retention {
        if (last < 0 || youngerThan.isNegative()) {
            throw DroverException.invalid("Pruning keeps 0 or more versions, not " + last
                    + ", and those younger than a time of 0 or more, not " + youngerThan + ".");
        }
        named = Set.copyOf(named);
    }

    /** Keeps the youngest, of which the latest may be one. */
    public static Retention keepLast(int versions) {
        return new Retention(versions, Duration.ZERO, Set.of());
    }

    /** Keeps those that were pushed less than this ago, too. */
    public Retention orYoungerThan(Duration age) {
        return new Retention(last, age, named);
    }

    /** Keeps these, too, such as those that a cluster or a schedule still uses. */
    public Retention orNamed(String... versions) {
        Set<String> all = new LinkedHashSet<>(named);
        all.addAll(List.of(versions));
        return new Retention(last, youngerThan, all);
    }

    /** Those that no rule keeps, oldest first. */
    List<PackageVersion> expendable(List<PackageVersion> versions, Instant now) {
        return versions.stream()
                .sorted(Comparator.comparing(PackageVersion::createdAt)
                        .reversed()
                        .thenComparing(PackageVersion::version))
                .skip(last)
                .filter(version -> !version.latest()
                        && !named.contains(version.version())
                        && (youngerThan.isZero() || !version.createdAt().isAfter(now.minus(youngerThan))))
                .sorted(Comparator.comparing(PackageVersion::createdAt))
                .toList();
    }
}
