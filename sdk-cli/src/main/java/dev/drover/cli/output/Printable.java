package dev.drover.cli.output;

/**
 * Text that others wrote, such as the names of jobs, made fit for a terminal: what would move the cursor, hide or turn
 * round other text, or break a line is shown as a question mark.
 */
final class Printable {
    private static final char SHOWN = '?';

    private Printable() {}

    /** One line. */
    static String line(String text) {
        return replaced(text, false);
    }

    /** Lines, in which tabs and line ends stay. */
    static String lines(String text) {
        return replaced(text, true);
    }

    private static String replaced(String text, boolean keepLines) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean kept = keepLines && (c == '\n' || c == '\t');
            printable.appendCodePoint(kept || !drives(c) ? c : SHOWN);
        });
        return printable.toString();
    }

    private static boolean drives(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** How many columns of a terminal it takes. */
    static int width(String text) {
        return text.codePoints().map(Printable::width).sum();
    }

    static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return wide(c) ? 2 : 1;
    }

    /** Roughly those that Unicode's East Asian Width calls wide. */
    private static boolean wide(int c) {
        return c >= 0x1100
                && (c <= 0x115F
                        || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F)
                        || (c >= 0xAC00 && c <= 0xD7A3)
                        || (c >= 0xF900 && c <= 0xFAFF)
                        || (c >= 0xFE30 && c <= 0xFE6F)
                        || (c >= 0xFF00 && c <= 0xFF60)
                        || (c >= 0xFFE0 && c <= 0xFFE6)
                        || (c >= 0x1F300 && c <= 0x1FAFF)
                        || (c >= 0x20000 && c <= 0x3FFFD));
    }

    /** As much of it as fits, with dots at its end if that is not all. */
    static String fitted(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        StringBuilder fitted = new StringBuilder();
        int left = columns - 3;
        for (int c : text.codePoints().toArray()) {
            left -= width(c);
            if (left < 0) {
                break;
            }
            fitted.appendCodePoint(c);
        }
        return fitted + ".".repeat(Math.min(3, columns));
    }
}
