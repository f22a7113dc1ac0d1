package dev.drover.k8s.internal;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What messages quote of others. */
final class Words {
    private static final int LONGEST_QUOTE = 500;
    /** JSON web tokens, those of EKS, and whatever else is sent as a bearer's. */
    private static final Pattern TOKEN = Pattern.compile(
            "eyJ[\\w-]{10,}(\\.[\\w-]*)*|k8s-aws-v1\\.[\\w-]+|ya29\\.[\\w.-]+|(?i)bearer\\s+[\\w.~+/=-]+");

    private Words() {}

    /** The first line, without tokens that a server may have repeated and without a full stop at its end. */
    static String quote(@Nullable String said) {
        String line = said == null ? "" : said.strip().lines().findFirst().orElse("");
        String harmless = TOKEN.matcher(line).replaceAll("(a token)");
        if (harmless.length() > LONGEST_QUOTE) {
            return harmless.substring(0, LONGEST_QUOTE) + "...";
        }
        return harmless.endsWith(".") ? harmless.substring(0, harmless.length() - 1) : harmless;
    }

    static String inBrackets(@Nullable String said) {
        String quote = quote(said);
        return quote.isEmpty() ? "" : " (" + quote + ")";
    }

    /** With a full stop at its end. */
    static String sentence(String words) {
        return words.endsWith(".") ? words : words + ".";
    }

    /** The innermost reason, which says most. */
    static String reason(Throwable error) {
        Throwable deepest = error;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        String said = quote(deepest.getMessage());
        return said.isEmpty() ? deepest.getClass().getSimpleName() : said;
    }
}
