package dev.drover.cli.command;

/** A text as one word of a POSIX shell, for commands that people are shown to copy. */
final class ShellWord {
    private ShellWord() {}

    static String of(String text) {
        return text.matches("[A-Za-z0-9_./:=@%+,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
