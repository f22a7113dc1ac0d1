package dev.drover.k8s.fake;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amounts as <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/">Kubernetes</a>
 * writes them.
 */
final class Quantity {
    static final String PATTERN = "^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$";

    private static final Pattern FORM = Pattern.compile(
            "([+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+))(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?[0-9]+)?");
    private static final Map<String, Integer> BINARY = Map.of("Ki", 1, "Mi", 2, "Gi", 3, "Ti", 4, "Pi", 5, "Ei", 6);
    private static final Map<String, Integer> DECIMAL =
            Map.of("n", -9, "u", -6, "m", -3, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);

    private Quantity() {}

    static boolean valid(String text) {
        return FORM.matcher(text).matches();
    }

    static BigDecimal of(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(text);
        }
        BigDecimal number = new BigDecimal(parts.group(1));
        String suffix = parts.group(2);
        if (suffix == null) {
            return number;
        }
        if (BINARY.containsKey(suffix)) {
            return number.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(10 * BINARY.get(suffix))));
        }
        return number.scaleByPowerOfTen(
                DECIMAL.containsKey(suffix) ? DECIMAL.get(suffix) : Integer.parseInt(suffix.substring(1)));
    }

    /** The shortest way that needs no binary suffix. */
    static String text(BigDecimal amount) {
        BigDecimal plain = amount.stripTrailingZeros();
        return plain.scale() <= 0
                ? plain.toBigInteger().toString()
                : plain.movePointRight(3).toBigInteger() + "m";
    }
}
