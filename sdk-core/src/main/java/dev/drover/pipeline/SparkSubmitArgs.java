package dev.drover.pipeline;

import dev.drover.DroverException;
import dev.drover.PySpark;
import dev.drover.Resources;
import dev.drover.StorageUri;
import dev.drover.spi.settings.Kind;
import dev.drover.spi.settings.Kinds;
import dev.drover.spi.settings.Position;
import dev.drover.spi.settings.Problems;
import dev.drover.spi.settings.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Options of spark-submit as they mean something to a job. Options of which nothing is known are refused: what they would have
 * done cannot be told.
 *
 * @param changes to the job, in their order
 * @param notices what was left out, and why
 */
record SparkSubmitArgs(List<Consumer<PySpark.Builder>> changes, List<String> notices) {
    static final SparkSubmitArgs NONE = new SparkSubmitArgs(List.of(), List.of());

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kmgt]?)b?", Pattern.CASE_INSENSITIVE);
    private static final int KILO = 10;

    /** Options that stand for a property. */
    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            Map.entry("--jars", "spark.jars"),
            Map.entry("--packages", "spark.jars.packages"),
            Map.entry("--exclude-packages", "spark.jars.excludes"),
            Map.entry("--repositories", "spark.jars.repositories"),
            Map.entry("--files", "spark.files"),
            Map.entry("--archives", "spark.archives"),
            Map.entry("--driver-java-options", "spark.driver.extraJavaOptions"),
            Map.entry("--driver-library-path", "spark.driver.extraLibraryPath"),
            Map.entry("--driver-class-path", "spark.driver.extraClassPath"),
            Map.entry("--executor-memory", "spark.executor.memory"),
            Map.entry("--executor-cores", "spark.executor.cores"),
            Map.entry("--num-executors", "spark.executor.instances"),
            Map.entry("--total-executor-cores", "spark.cores.max"));

    /** Options that become something else of a job. */
    private static final Map<String, BiConsumer<PySpark.Builder, String>> OPTIONS = Map.of(
            "--conf", SparkSubmitArgs::conf,
            "-c", SparkSubmitArgs::conf,
            "--py-files", SparkSubmitArgs::pyFiles,
            "--name", (job, name) -> job.name(name),
            "--queue", (job, queue) -> job.queue(queue),
            "--driver-memory", (job, size) -> driver(job, Optional.empty(), Optional.of(mebibytes(size))),
            "--driver-cores", (job, cores) -> driver(job, Optional.of(number(cores)), Optional.empty()));

    /** Options without an effect here, each with the reason. */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "--master", "where the pipeline runs decides on the cluster",
            "--deploy-mode", "drivers always run on the cluster");

    private static final Set<String> SWITCHES_LEFT_OUT = Set.of("--verbose", "-v");

    /** Options that are understood and not done. */
    private static final Map<String, String> REFUSED = Map.of(
            "--properties-file", "put its properties into the main job that the reader is given",
            "--class", "the main program is a script",
            "--supervise", "a pipeline starts what failed again by itself, where a step has attempts",
            "--proxy-user", "say as whom to run in the options of the cluster's location",
            "--principal", "credentials belong into the options of the cluster's location",
            "--keytab", "credentials belong into the options of the cluster's location");

    SparkSubmitArgs {
        changes = List.copyOf(changes);
        notices = List.copyOf(notices);
    }

    static Kind<SparkSubmitArgs> kind() {
        return Kinds.reading("a list of options", Kinds.list(Kinds.text()).schema(), SparkSubmitArgs::read);
    }

    private record Word(String text, Position at) {}

    private static Optional<SparkSubmitArgs> read(Value value, Problems problems) {
        Optional<List<String>> texts = Kinds.list(Kinds.text()).read(value, problems);
        if (texts.isEmpty()) {
            return Optional.empty();
        }
        List<Word> words = new ArrayList<>();
        Iterator<Value> places = ((Value.Items) value).all().iterator();
        texts.get().forEach(text -> words.add(new Word(text, places.next().at())));
        Reader reader = new Reader(words.iterator(), problems);
        while (reader.words.hasNext()) {
            reader.option();
        }
        return Optional.of(new SparkSubmitArgs(reader.changes, reader.notices));
    }

    private static final class Reader {
        private final Iterator<Word> words;
        private final Problems problems;
        private final List<Consumer<PySpark.Builder>> changes = new ArrayList<>();
        private final List<String> notices = new ArrayList<>();

        private Reader(Iterator<Word> words, Problems problems) {
            this.words = words;
            this.problems = problems;
        }

        void option() {
            Word word = words.next();
            int equals = word.text().startsWith("--") ? word.text().indexOf('=') : -1;
            String option = equals < 0 ? word.text() : word.text().substring(0, equals);
            if (SWITCHES_LEFT_OUT.contains(option)) {
                notices.add(word.at() + ": " + option + " is left out: it changes nothing but what is printed");
            } else if (REFUSED.containsKey(option)) {
                problems.add(word.at(), option + " is not possible here: " + REFUSED.get(option));
                skipValue(option, equals);
            } else if (!PROPERTIES.containsKey(option)
                    && !OPTIONS.containsKey(option)
                    && !LEFT_OUT.containsKey(option)) {
                problems.add(word.at(), unknown(option));
            } else if (equals >= 0) {
                apply(option, word.text().substring(equals + 1), word.at());
            } else if (words.hasNext()) {
                apply(option, words.next().text(), word.at());
            } else {
                problems.add(word.at(), option + " needs a value, as the next word or behind an equals sign");
            }
        }

        private void skipValue(String option, int equals) {
            if (equals < 0 && !option.equals("--supervise") && words.hasNext()) {
                words.next();
            }
        }

        private static String unknown(String option) {
            return option.startsWith("-")
                    ? "'" + option
                            + "' is no option of spark-submit that can be translated; give its property by --conf"
                    : "'" + option
                            + "' is no option; options begin with '--', and the main program is given to the reader";
        }

        private void apply(String option, String value, Position at) {
            if (LEFT_OUT.containsKey(option)) {
                notices.add(at + ": " + option + " " + value + " is left out: " + LEFT_OUT.get(option));
                return;
            }
            Consumer<PySpark.Builder> change = PROPERTIES.containsKey(option)
                    ? job -> job.conf(PROPERTIES.getOrDefault(option, ""), value)
                    : job -> OPTIONS.getOrDefault(option, (j, v) -> {}).accept(job, value);
            try {
                // Whether the value is one shows on any job.
                PySpark.Builder trial = PySpark.script(new StorageUri("file", "", "main.py"));
                change.accept(trial);
                trial.build();
                changes.add(change);
            } catch (DroverException e) {
                problems.add(at, option + ": " + e.getMessage().replaceFirst("^" + e.code() + ": ", ""));
            }
        }
    }

    /** Adds all of it to a job. */
    void applyTo(PySpark.Builder job) {
        changes.forEach(change -> change.accept(job));
    }

    private static void conf(PySpark.Builder job, String property) {
        int equals = property.indexOf('=');
        if (equals < 1) {
            throw DroverException.invalid("'" + property + "' is not a property with its value, such as spark.a=b");
        }
        String name = property.substring(0, equals);
        String value = property.substring(equals + 1);
        // Platforms take these two from the job's own field only.
        if (name.equals("spark.driver.memory")) {
            driver(job, Optional.empty(), Optional.of(mebibytes(value)));
        } else if (name.equals("spark.driver.cores")) {
            driver(job, Optional.of(number(value)), Optional.empty());
        } else {
            job.conf(name, value);
        }
    }

    private static void pyFiles(PySpark.Builder job, String files) {
        Arrays.stream(files.split(",")).map(String::strip).forEach(file -> job.pyFiles(StorageUri.parse(file)));
    }

    private static void driver(PySpark.Builder job, Optional<Integer> cores, Optional<Integer> memoryMiB) {
        Resources now = job.build().options().driver();
        job.driver(Resources.of(cores.orElse(now.cores()), memoryMiB.orElse(now.memoryMiB())));
    }

    private static int number(String text) {
        if (!text.matches("\\d{1,4}")) {
            throw DroverException.invalid("'" + text + "' is not a number of cores");
        }
        return Integer.parseInt(text);
    }

    /** As Spark reads sizes; without a unit they are MiB. */
    private static int mebibytes(String text) {
        Matcher size = SIZE.matcher(text.strip());
        if (!size.matches()) {
            throw DroverException.invalid("'" + text + "' is not a size, such as 4g or 512m");
        }
        long number = Long.parseLong(size.group(1));
        long mebibytes = switch (size.group(2).toLowerCase(Locale.ROOT)) {
            case "k" -> number >> KILO;
            case "g" -> number << KILO;
            case "t" -> number << (2 * KILO);
            default -> number;
        };
        return (int) Math.min(Integer.MAX_VALUE, mebibytes);
    }
}
