package dev.drover.aws.internal;

import dev.drover.DroverException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Labels as tags of AWS, by the rules that all its services share. Pure. */
public final class Tags {
    private static final int MOST = 50;
    private static final Pattern NAME = Pattern.compile("(?!(?i)aws:)[A-Za-z0-9 /_.:=+@-]{1,128}");
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9 /_.:=+@-]{0,256}");

    private Tags() {}

    /**
     * The tags, sorted.
     *
     * @throws DroverException INVALID_ARGUMENT for more than 50, or for a name or value that AWS refuses
     */
    public static SortedMap<String, String> of(Map<String, String> labels) {
        if (labels.size() > MOST) {
            throw DroverException.invalid("AWS takes " + MOST + " tags, not " + labels.size() + ".");
        }
        labels.forEach((name, value) -> {
            if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
                throw DroverException.invalid("The label " + name + "=" + value + " cannot be a tag: AWS takes letters,"
                        + " digits, spaces and the characters / _ . : = + @ -, 128 in a name that does not begin with"
                        + " 'aws:' and 256 in a value.");
            }
        });
        return new TreeMap<>(labels);
    }
}
