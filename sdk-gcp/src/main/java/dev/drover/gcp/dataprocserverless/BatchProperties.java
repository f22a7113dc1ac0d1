package dev.drover.gcp.dataprocserverless;

import dev.drover.Attempt;
import dev.drover.DroverException;
import dev.drover.JobOptions;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.Resources;
import dev.drover.SparkSql;
import dev.drover.gcp.dataprocserverless.WorkerSize.Tier;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A job's options as the properties of a batch: a map, in which nothing has to be quoted. Within the limits of Google's pages on
 * <a href="https://cloud.google.com/dataproc-serverless/docs/concepts/properties">properties</a> and
 * <a href="https://cloud.google.com/dataproc-serverless/docs/concepts/autoscaling">autoscaling</a>. Pure.
 */
final class BatchProperties {
    /** Begins a property that sets a variable of the driver's environment. */
    static final String VARIABLE = "spark.dataproc.driverEnv.";

    private static final String DYNAMIC = "spark.dynamicAllocation.enabled";
    private static final String HEADER = "spark.sql.cli.print.header";
    /** What {@link JobOptions#sparkProperties} adds for platforms that leave it to the job; Google arranges it itself. */
    private static final List<String> LEFT_TO_GOOGLE =
            List.of("spark.cores.max", "spark.dynamicAllocation.shuffleTracking.enabled");

    private static final List<String> EXECUTOR_COUNTS = List.of(
            "spark.executor.instances",
            "spark.dynamicAllocation.initialExecutors",
            "spark.dynamicAllocation.minExecutors",
            "spark.dynamicAllocation.maxExecutors");
    private static final int FEWEST_EXECUTORS = 2;
    private static final int MOST_EXECUTORS = 2_000;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern SIZES = Pattern.compile("spark\\.(driver|executor)\\.(cores|memory)");
    private static final Pattern REFUSED =
            Pattern.compile("spark\\.(master|submit\\.deployMode|yarn\\..*|shuffle\\.service\\..*)");
    private static final Pattern MEMORY = Pattern.compile("([0-9]{1,8})([mgt]?)b?");

    private BatchProperties() {}

    /**
     * The properties of a job, sorted.
     *
     * @param conf what holds for every job that does not set it itself
     * @throws DroverException INVALID_ARGUMENT for what Dataproc Serverless does not take
     */
    static SortedMap<String, String> of(JobSpec job, Attempt attempt, Map<String, String> conf) {
        SortedMap<String, String> all = of(job, conf);
        all.put("spark.app.name", job.options().name().orElseGet(attempt::name));
        return all;
    }

    /** Refuses what {@link #of} would. */
    static void check(JobSpec job, Map<String, String> conf) {
        of(job, conf);
    }

    /** Refuses what neither a job nor the options may set. */
    static void check(Map<String, String> conf) {
        for (String name : conf.keySet()) {
            if (SIZES.matcher(name).matches()) {
                throw DroverException.invalid("Set " + name + " through driver(Resources.of(cores, memoryMiB)) or"
                        + " executor(Resources.of(cores, memoryMiB)) of the job.");
            }
            if (REFUSED.matcher(name).matches()) {
                throw DroverException.invalid("Dataproc Serverless does not take " + name
                        + ": it runs Spark without YARN, and arranges" + " shuffle files itself. Leave it out.");
            }
        }
    }

    private static SortedMap<String, String> of(JobSpec job, Map<String, String> conf) {
        JobOptions options = job.options();
        check(options.conf());
        SortedMap<String, String> all = new TreeMap<>(conf);
        options.sparkProperties().forEach((name, value) -> {
            if (!LEFT_TO_GOOGLE.contains(name) || options.conf().containsKey(name)) {
                all.put(name, value);
            }
        });
        if (options.executors().isPresent()) {
            // Else Google takes the number for one to begin with.
            all.put(DYNAMIC, options.conf().getOrDefault(DYNAMIC, "false"));
        }
        boolean python = job instanceof PySpark;
        put("driver", options.driver(), python, all);
        options.executor().ifPresent(asked -> put("executor", asked, python, all));
        EXECUTOR_COUNTS.forEach(name -> checkCount(name, all));
        options.env().forEach((name, value) -> all.put(VARIABLE + name, value));
        if (job instanceof SparkSql) {
            all.putIfAbsent(HEADER, "true");
        }
        return all;
    }

    private static void put(String role, Resources asked, boolean python, SortedMap<String, String> all) {
        String overhead = "spark." + role + ".memoryOverhead";
        boolean premium = "premium".equalsIgnoreCase(all.get("spark.dataproc." + role + ".compute.tier"));
        WorkerSize size = WorkerSize.offering(
                asked,
                all.containsKey(overhead) ? OptionalInt.of(mib(overhead, all.get(overhead))) : OptionalInt.empty(),
                python,
                premium ? Tier.PREMIUM : Tier.STANDARD);
        all.put("spark." + role + ".cores", String.valueOf(size.cores()));
        all.put("spark." + role + ".memory", size.heapMiB() + "m");
        all.put(overhead, size.overheadMiB() + "m");
    }

    /** Spark's way to write memory, in MiB where no unit is said. */
    private static int mib(String name, String text) {
        Matcher matcher = MEMORY.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw DroverException.invalid(
                    "Write " + name + " as a whole number of MiB or with m, g or t behind it, such"
                            + " as '512m', not '" + text + "'.");
        }
        long factor = switch (matcher.group(2)) {
            case "g" -> 1L << 10;
            case "t" -> 1L << 20;
            default -> 1;
        };
        return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(matcher.group(1)) * factor);
    }

    private static void checkCount(String name, Map<String, String> all) {
        String text = all.get(name);
        if (text == null) {
            return;
        }
        int count = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (count < FEWEST_EXECUTORS || count > MOST_EXECUTORS) {
            throw DroverException.invalid("Dataproc Serverless runs a batch with " + FEWEST_EXECUTORS + " to "
                    + MOST_EXECUTORS + " executors, and " + name + " would be '" + text + "'.");
        }
    }
}
