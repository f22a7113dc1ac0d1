package dev.drover.internal.pipeline.report;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes HTML and SVG. Whatever goes in as a text or as a value is escaped, so that it stays one. */
final class Markup {
    private static final char REPLACEMENT = '\uFFFD';

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Opens an element.
     *
     * @param attributes names and values in turn
     */
    Markup open(String element, String... attributes) {
        tag(element, attributes).out.append('>');
        open.push(element);
        return this;
    }

    /** An element without content. */
    Markup empty(String element, String... attributes) {
        tag(element, attributes).out.append("/>");
        return this;
    }

    private Markup tag(String element, String... attributes) {
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        return this;
    }

    Markup text(String text) {
        escape(text);
        return this;
    }

    /** An element with a text. */
    Markup element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    /** Closes the element that was opened last. */
    Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** The element that was opened last has no end in HTML. */
    Markup forget() {
        open.pop();
        return this;
    }

    /** A line break in the file. */
    Markup line() {
        out.append('\n');
        return this;
    }

    /** What was made of other markup, or is our own. */
    Markup raw(String markup) {
        out.append(markup);
        return this;
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.append(c);
                default -> out.append(disturbs(c) ? REPLACEMENT : c);
            }
        }
    }

    /** Control characters, and those that turn the direction of the text that follows. */
    private static boolean disturbs(char c) {
        return Character.isISOControl(c)
                || (c >= '\u202A' && c <= '\u202E')
                || (c >= '\u2066' && c <= '\u2069')
                || c == '\uFFFE'
                || c == '\uFFFF';
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
