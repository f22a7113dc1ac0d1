package dev.drover.k8s.internal;

import dev.drover.DroverException;
import java.util.Map;
import java.util.regex.Pattern;

/** The <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/">grammar of Kubernetes</a>. */
public final class Syntax {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern QUALIFIED = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern QUANTITY =
            Pattern.compile("[0-9]+(\\.[0-9]+)?(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi|[eE][0-9]{1,2})?");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Syntax() {}

    /** Whether it can name a namespace, or an object with as narrow a name. */
    public static boolean isLabel(String name) {
        return LABEL.matcher(name).matches();
    }

    /** Refuses what cannot name an object of a kind. */
    public static String requireName(String kind, String name) {
        if (!SUBDOMAIN.matcher(name).matches()) {
            throw DroverException.invalid(
                    "'" + name + "' cannot name a " + kind + ": use lower-case letters, digits, hyphens and dots.");
        }
        return name;
    }

    public static String requireLabelKey(String key) {
        int slash = key.indexOf('/');
        boolean prefixed =
                slash < 0 || SUBDOMAIN.matcher(key.substring(0, slash)).matches();
        if (!prefixed || !QUALIFIED.matcher(key.substring(slash + 1)).matches()) {
            throw DroverException.invalid("'" + key + "' is not the key of a label: it has 1 to 63 letters, digits,"
                    + " hyphens, dots and underscores, after a domain and '/' if there is one.");
        }
        return key;
    }

    public static String requireLabelValue(String key, String value) {
        if (!value.isEmpty() && !QUALIFIED.matcher(value).matches()) {
            throw DroverException.invalid("'" + value + "' cannot be the value of the label " + key
                    + ": it has at most 63 letters, digits, hyphens, dots and underscores.");
        }
        return value;
    }

    public static void requireLabels(Map<String, String> labels) {
        labels.forEach((key, value) -> requireLabelValue(requireLabelKey(key), value));
    }

    /** Refuses what is no amount above or at zero, such as {@code 500m} or {@code 4Gi}. */
    public static String requireQuantity(String what, String quantity) {
        if (!QUANTITY.matcher(quantity).matches()) {
            throw DroverException.invalid(
                    "The " + what + " '" + quantity + "' is not a quantity such as '500m', '2' or '4Gi'.");
        }
        return quantity;
    }

    public static String requireVariable(String name) {
        if (!VARIABLE.matcher(name).matches()) {
            throw DroverException.invalid("'" + name + "' is not the name of an environment variable; use letters,"
                    + " digits and underscores.");
        }
        return name;
    }
}
