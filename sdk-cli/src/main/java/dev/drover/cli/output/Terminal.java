package dev.drover.cli.output;

/**
 * Where the output goes, as the launcher script says: a JVM cannot tell on every version.
 *
 * @param out whether standard output is a terminal
 * @param err whether standard error is one
 * @param columns how wide it is
 */
public record Terminal(boolean out, boolean err, int columns) {
    private static final int USUAL = 80;
    private static final int LEAST = 40;

    /** No terminal. */
    public static final Terminal NONE = new Terminal(false, false, USUAL);

    /** Of this process. */
    public static Terminal ofThisProcess() {
        int columns = Integer.getInteger("drover.terminal.columns", 0);
        return new Terminal(
                Boolean.getBoolean("drover.terminal.out"),
                Boolean.getBoolean("drover.terminal.err"),
                columns > 0 ? Math.max(LEAST, columns) : USUAL);
    }
}
