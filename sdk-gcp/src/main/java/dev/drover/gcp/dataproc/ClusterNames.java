package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.Cluster;
import dev.drover.Attempt;
import dev.drover.ClusterSpec;
import dev.drover.DroverException;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The names and labels of clusters that Drover makes. The name is the attempt's, so that there is one living cluster for
 * it, whatever is lost on the way; the labels say that it is Drover's, and go into the create call
 * (<a href="https://cloud.google.com/dataproc/docs/guides/creating-managing-labels">Dataproc: labels</a>).
 */
final class ClusterNames {
    /** What lists Drover's clusters. */
    static final String OURS = "labels.drover-name = *";

    private static final String MARK = "drover-";
    private static final String NAME = MARK + "name";
    private static final String NAMESPACE = MARK + "namespace";
    /** Of 32; the others are Drover's and Dataproc's own. */
    private static final int MOST = 24;

    private static final Pattern CLUSTER = Pattern.compile("[a-z]([-a-z0-9]{0,50}[a-z0-9])?");
    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
    private static final Pattern VALUE = Pattern.compile("[a-z0-9_-]{0,63}");

    private ClusterNames() {}

    static String of(Attempt attempt) {
        return attempt.name();
    }

    /** Whether there can be a cluster of this name: Dataproc refuses to look for others. */
    static boolean isOne(String name) {
        return CLUSTER.matcher(name).matches();
    }

    static void check(Map<String, String> labels) {
        if (labels.size() > MOST) {
            throw DroverException.invalid("Dataproc takes " + MOST + " labels, not " + labels.size() + ".");
        }
        labels.forEach((name, value) -> {
            if (!LABEL.matcher(name).matches() || !VALUE.matcher(value).matches()) {
                throw DroverException.invalid("The label " + name + "=" + value
                        + " is none of Google's: it takes lower-case letters, digits, _ and -, 63 in a name, which"
                        + " begins with a letter, and 63 in a value.");
            }
            if (name.startsWith(MARK) || name.startsWith("goog-")) {
                throw DroverException.invalid("The label '" + name + "' must not begin with 'drover-' or 'goog-'.");
            }
        });
    }

    static SortedMap<String, String> labels(ClusterSpec spec, Attempt attempt) {
        SortedMap<String, String> labels = new TreeMap<>(spec.labels());
        labels.put(NAME, attempt.name());
        if (!attempt.namespace().isEmpty()) {
            labels.put(NAMESPACE, legal(attempt.namespace()));
        }
        return labels;
    }

    /** For people; the name tells namespaces apart. */
    private static String legal(String namespace) {
        String text = namespace.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-");
        return text.substring(0, Math.min(63, text.length()));
    }

    /** Whether Drover has made it for this attempt. */
    static boolean isOf(Attempt attempt, Cluster cluster) {
        return attempt.name().equals(cluster.getLabelsOrDefault(NAME, ""));
    }

    /** Whether Drover has made it. */
    static boolean isOurs(Cluster cluster) {
        return cluster.containsLabels(NAME);
    }
}
