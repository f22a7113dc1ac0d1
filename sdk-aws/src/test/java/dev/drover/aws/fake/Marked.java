package dev.drover.aws.fake;

/**
 * The secrets of this module's tests. None of them may ever appear in what the tests write; {@code NoSecretsTest} looks
 * for them when all tests have run. The first three are those that the SDK's default chain finds; the build sets them.
 */
public final class Marked {
    public static final String ACCESS_KEY_ID = "AKIADROVERMARKED0001";
    public static final String SECRET_ACCESS_KEY = "drover-marked-secret-access-key";
    public static final String SESSION_TOKEN = "drover-marked-session-token";

    /** What every marked secret has in it, whatever its case. */
    public static final String MARK = "drover-?marked";

    private Marked() {}

    /** A secret for one purpose, such as a password. */
    public static String secret(String purpose) {
        return "drover-marked-" + purpose;
    }
}
