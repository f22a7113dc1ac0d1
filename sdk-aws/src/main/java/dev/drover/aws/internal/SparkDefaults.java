package dev.drover.aws.internal;

import dev.drover.Attempt;
import dev.drover.DroverException;
import dev.drover.JobOptions;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A job's Spark properties and environment as the classification {@code spark-defaults} of EMR Serverless and EMR on EKS:
 * a map, in which nothing has to be quoted. Sorted, so that a repeated request is the same request. Pure.
 */
public final class SparkDefaults {
    /** Its name as a classification. */
    public static final String CLASSIFICATION = "spark-defaults";

    private static final int MOST = 100;
    private static final int LONGEST = 1_024;
    private static final Set<String> TYPED = Set.of("spark.driver.cores", "spark.driver.memory");
    private static final Pattern UNPRINTABLE = Pattern.compile("\\p{Cntrl}");

    private SparkDefaults() {}

    /**
     * The properties of a job.
     *
     * @param conf what holds for every job that does not set it itself
     * @param variables begins the name of a property that sets a variable of the driver's environment
     * @throws DroverException INVALID_ARGUMENT for what the services do not take
     */
    public static SortedMap<String, String> of(
            JobOptions options, Attempt attempt, Map<String, String> conf, String variables) {
        SortedMap<String, String> all = new TreeMap<>(conf);
        all.putAll(options.sparkProperties());
        all.put("spark.app.name", options.name().orElseGet(attempt::name));
        all.put("spark.driver.cores", String.valueOf(options.driver().cores()));
        all.put("spark.driver.memory", options.driver().memoryMiB() + "m");
        options.env().forEach((name, value) -> all.put(variables + name, value));
        return all;
    }

    /** Refuses what {@link #of} or the services would not take as it is; without a call. */
    public static void check(JobOptions options, Map<String, String> conf, String variables) {
        for (String name : TYPED) {
            if (options.conf().containsKey(name)) {
                throw DroverException.invalid("Set " + name + " through driver(Resources.of(cores, memoryMiB)).");
            }
        }
        SortedMap<String, String> all = new TreeMap<>(conf);
        all.putAll(options.sparkProperties());
        options.env().forEach((name, value) -> all.put(variables + name, value));
        check(all);
        if (all.size() + TYPED.size() + 1 > MOST) {
            throw DroverException.invalid(
                    "EMR takes " + MOST + " Spark properties with a job, and environment variables"
                            + " count among them. Put the rest into the application's own configuration.");
        }
    }

    /**
     * Refuses properties that the services would not take.
     *
     * @throws DroverException INVALID_ARGUMENT, naming the first
     */
    public static void check(Map<String, String> properties) {
        properties.forEach((name, value) -> {
            if (value.isBlank() || value.length() > LONGEST || name.length() > LONGEST) {
                throw DroverException.invalid("EMR takes values of 1 to " + LONGEST + " characters, not all blank, and "
                        + name + " has one of " + value.length() + ".");
            }
            if (UNPRINTABLE.matcher(value).find() || !value.strip().equals(value)) {
                throw DroverException.invalid("The value of " + name + " must not begin or end with a space or hold"
                        + " control characters: EMR writes it into a line of a file.");
            }
        });
    }
}
