package dev.drover.gcp.internal;

import dev.drover.Effect;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Safety;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What messages quote of errors, and what is assumed of their effect. */
final class Words {
    private static final int LONGEST_QUOTE = 300;
    /** JSON web tokens, and Google's own. */
    private static final Pattern TOKEN =
            Pattern.compile("eyJ[\\w-]{10,}(\\.[\\w-]*)*|ya29\\.[\\w.-]+|(?i)bearer\\s+[\\w.~+/=-]+");

    private Words() {}

    /** The first line, without tokens that a server may have repeated. */
    static String quote(@Nullable String said) {
        String line = String.valueOf(said).strip().lines().findFirst().orElse("");
        String harmless = TOKEN.matcher(line).replaceAll("(a token)");
        return harmless.length() <= LONGEST_QUOTE ? harmless : harmless.substring(0, LONGEST_QUOTE) + "...";
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
        return quote(deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage());
    }

    /** Also a refusal for load may come from a part behind the one that has accepted the request. */
    static Effect effect(NativeCall call) {
        return call.safety() == Safety.READ ? Effect.NONE : Effect.UNKNOWN;
    }
}
