package dev.drover.gcp.fake;

/**
 * The secrets of this module's tests. None of them may ever appear in what the tests write; {@code NoSecretsTest} looks
 * for them when all tests have run.
 */
public final class Marked {
    /** What every marked secret has in it, whatever its case. */
    public static final String MARK = "drover-?marked";

    private Marked() {}

    /** A secret for one purpose, such as a password. */
    public static String secret(String purpose) {
        return "drover-marked-" + purpose;
    }
}
