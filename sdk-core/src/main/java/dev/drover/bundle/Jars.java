package dev.drover.bundle;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Chooses among jars that stand for one another. */
final class Jars {

    private Jars() {}

    /** Whether it matters for which Spark they are chosen. */
    static boolean depend(Collection<String> jars) {
        return jars.stream().anyMatch(jar -> JarName.of(jar).particular());
    }

    /**
     * Those that are for this Spark, or for any.
     *
     * @param where "package etl 1.4.0", to follow "The"
     * @throws DroverException NOT_FOUND if one is there for other versions only
     */
    static List<String> fitting(Collection<String> jars, SparkBuild build, String where) {
        List<String> fitting =
                jars.stream().filter(jar -> JarName.of(jar).fits(build)).toList();
        Set<String> families =
                fitting.stream().map(jar -> JarName.of(jar).family()).collect(Collectors.toSet());
        List<String> others = jars.stream()
                .filter(jar -> !families.contains(JarName.of(jar).family()))
                .toList();
        if (!others.isEmpty()) {
            throw new DroverException(
                    ErrorCode.NOT_FOUND,
                    "The " + where + " holds "
                            + others.stream().map(jar -> "'" + jar + "'").collect(Collectors.joining(", "))
                            + ", and none of the kind for " + build + ". Add the jar that is made for it, or keep one"
                            + " that is for any Spark under a name without versions of Spark and Scala.");
        }
        return fitting;
    }
}
