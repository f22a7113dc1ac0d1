package dev.drover.standalone.agent;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits SQL text into statements at semicolons that stand outside quotes and comments, with Spark's own rules: a
 * backslash escapes in strings unless they are raw ({@code r'...'}), a doubled quote is part of the text, bracketed
 * comments nest. Statements without anything but comments are left out.
 */
final class SqlStatements {

    private final String text;
    private final List<String> statements = new ArrayList<>();
    private int start;
    private int position;
    private boolean hasContent;

    private SqlStatements(String text) {
        this.text = text;
    }

    static List<String> split(String text) {
        SqlStatements splitter = new SqlStatements(text);
        splitter.run();
        return List.copyOf(splitter.statements);
    }

    private void run() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (text.startsWith("--", position)) {
                skipLine();
            } else if (text.startsWith("/*", position)) {
                skipComment();
            } else if (c == '\'' || c == '"' || c == '`') {
                skipQuoted(c);
            } else {
                if (c == ';') {
                    finish();
                    start = position + 1;
                } else {
                    hasContent |= !Character.isWhitespace(c);
                }
                position++;
            }
        }
        finish();
    }

    private void finish() {
        if (hasContent) {
            statements.add(text.substring(start, position).strip());
        }
        hasContent = false;
    }

    /** A backslash at the end of a comment line continues it, as in Spark's grammar. */
    private void skipLine() {
        while (position < text.length() && text.charAt(position) != '\n') {
            position += text.startsWith("\\\n", position) ? 2 : 1;
        }
    }

    /** Hints ({@code /*+}) need no care: they only occur inside a statement and stay in it. */
    private void skipComment() {
        int depth = 0;
        do {
            if (text.startsWith("/*", position)) {
                depth++;
                position += 2;
            } else if (text.startsWith("*/", position)) {
                depth--;
                position += 2;
            } else {
                position++;
            }
        } while (depth > 0 && position < text.length());
        position = Math.min(position, text.length());
    }

    private void skipQuoted(char quote) {
        boolean escapes = quote != '`' && !isRaw();
        hasContent = true;
        position++;
        while (position < text.length() && text.charAt(position) != quote) {
            position += escapes && text.charAt(position) == '\\' ? 2 : 1;
        }
        // A doubled quote looks like the end of one string and the start of the next, which splits the same way.
        position = Math.min(position + 1, text.length());
    }

    private boolean isRaw() {
        if (position == start || Character.toLowerCase(text.charAt(position - 1)) != 'r') {
            return false;
        }
        return position - 1 == start || !Character.isJavaIdentifierPart(text.charAt(position - 2));
    }
}
