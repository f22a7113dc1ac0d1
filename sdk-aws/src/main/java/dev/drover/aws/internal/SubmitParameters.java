package dev.drover.aws.internal;

import dev.drover.DroverException;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The options of {@code spark-submit} that EMR Serverless and EMR on EKS take as one string, {@code
 * sparkSubmitParameters}. They split it into words by rules that they do not tell, so only words that mean the same under
 * any rules go in; Spark properties travel as {@link SparkDefaults} instead. Pure.
 */
public final class SubmitParameters {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+~-]+");
    /** {@code local} and {@code file} name what is in the image that the job runs from. */
    private static final Set<String> READABLE = Set.of("s3", "local", "file");

    private SubmitParameters() {}

    /**
     * The string for a job; empty for one that needs none.
     *
     * @throws DroverException INVALID_ARGUMENT for what cannot stand in it
     */
    public static Optional<String> of(JobSpec job) {
        List<String> words = new ArrayList<>();
        if (job instanceof SparkJar jar) {
            words.addAll(List.of("--class", plain(jar.mainClass())));
            files("--jars", jar.jars(), words);
        } else if (job instanceof PySpark python) {
            files("--py-files", python.pyFiles(), words);
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", words));
    }

    private static void files(String option, List<StorageUri> files, List<String> words) {
        if (!files.isEmpty()) {
            words.add(option);
            words.add(files.stream()
                    .map(file -> plain(readable(file, Integer.MAX_VALUE)))
                    .collect(Collectors.joining(",")));
        }
    }

    private static String plain(String word) {
        if (!PLAIN.matcher(word).matches()) {
            throw DroverException.invalid("'" + word + "' cannot be passed to EMR as it is. Use a name of letters,"
                    + " digits and the characters _ . / : = @ % + ~ - only.");
        }
        return word;
    }

    /**
     * A file as EMR reads it.
     *
     * @param longest in characters
     * @throws DroverException INVALID_ARGUMENT if it is in no place that EMR reads, or its name is too long
     */
    public static String readable(StorageUri file, int longest) {
        if (!READABLE.contains(file.scheme())) {
            throw DroverException.invalid("EMR cannot read '" + file + "'. Put it into S3, or into the image.");
        }
        String text = file.toString();
        if (text.length() > longest) {
            throw DroverException.invalid("EMR takes names of at most " + longest + " characters there, and '" + text
                    + "' has " + text.length() + ".");
        }
        return text;
    }
}
