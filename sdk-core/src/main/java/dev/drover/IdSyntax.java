package dev.drover;

import java.util.regex.Pattern;

/** The grammar that all textual identities share. */
final class IdSyntax {
    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern SEGMENT = Pattern.compile("[\\x21-\\x7E&&[^#?/%\"<>\\\\]]{1,255}");
    private static final int MAX_LENGTH = 5000;

    record Parts(String scheme, String rest) {}

    private IdSyntax() {}

    static Parts split(String text, String expected) {
        if (text.length() > MAX_LENGTH) {
            throw DroverException.invalid("A text of " + text.length() + " characters is too long for an id; at most "
                    + MAX_LENGTH + " are allowed, in the form " + expected + ".");
        }
        int colon = text.indexOf("://");
        if (colon <= 0) {
            throw DroverException.invalid("'" + text + "' is not an id; write it as " + expected + ".");
        }
        return new Parts(text.substring(0, colon), text.substring(colon + 3));
    }

    static void requireScheme(String scheme) {
        if (!SCHEME.matcher(scheme).matches()) {
            throw DroverException.invalid("'" + scheme + "' is not a scheme; schemes are lower-case words such as"
                    + " 'spark', 'local' or 'emr-serverless'.");
        }
    }

    static void requireAuthority(String authority) {
        if (authority.isEmpty()) {
            return;
        }
        for (String segment : authority.split("/", -1)) {
            requireSegment("authority", segment);
        }
    }

    static void requireSegment(String what, String segment) {
        if (!SEGMENT.matcher(segment).matches()) {
            throw DroverException.invalid("The " + what + " '" + segment
                    + "' must be 1 to 255 printable ASCII characters without spaces, quotes or any of # ? / % < > \\.");
        }
    }
}
