package dev.drover.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Standard output and standard error. Results go to the first, all else to the second; with {@code --json} exactly one
 * document goes to the first. Safe for use by many threads.
 */
public final class Screen {
    private static final int UNBOUNDED = Integer.MAX_VALUE;

    private final PrintStream out;
    private final PrintStream err;
    private final Terminal terminal;
    private final boolean json;
    private final Detail detail;
    private final StatusLine status;
    private boolean documented;

    public Screen(PrintStream out, PrintStream err, Terminal terminal, boolean json, Detail detail) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.json = json;
        this.detail = detail;
        this.status = new StatusLine(err, terminal.err(), terminal.columns());
    }

    public boolean json() {
        return json;
    }

    public Detail detail() {
        return detail;
    }

    /** Whether progress is one line that changes in place. */
    boolean live() {
        return terminal.err();
    }

    /** Shows a result: its document, or its text. */
    public synchronized void show(Answer answer) {
        status.clear();
        if (json) {
            document(answer.document());
        } else {
            answer.text().accept(this);
        }
        out.flush();
    }

    /** Prints a document, once at most: for results that are JSON in any case. */
    public synchronized void document(Document document) {
        if (documented) {
            return;
        }
        documented = true;
        try {
            Json.write(document, out, terminal.out());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A line of the result. */
    public synchronized void line(String text) {
        if (!json) {
            status.clear();
            out.println(Printable.line(text));
        }
    }

    /** A table of the result. */
    public synchronized void table(Table table) {
        if (!json) {
            status.clear();
            table.lines(terminal.out() ? terminal.columns() : UNBOUNDED).forEach(out::println);
        }
    }

    /** Text of others, such as a log: as it is, but for what would drive a terminal. */
    public synchronized void text(String text) {
        if (!json) {
            status.clear();
            out.print(terminal.out() ? Printable.lines(text) : text);
            out.flush();
        }
    }

    /** For bytes of a result that are no text. */
    public OutputStream bytes() {
        return out;
    }

    /** Whether whoever reads standard output has gone. */
    public boolean broken() {
        return out.checkError();
    }

    /** What is being done now; the next one replaces it. */
    public void progress(String text) {
        if (detail != Detail.QUIET) {
            status.show(text);
        }
    }

    /** Something worth knowing that is no result. */
    public synchronized void note(String text) {
        if (detail != Detail.QUIET) {
            status.clear();
            err.println(Printable.line(text));
            err.flush();
        }
    }

    /** What went wrong. */
    public synchronized void error(String text) {
        status.clear();
        err.println(Printable.lines(text));
        err.flush();
    }

    /** Where an error comes from, if that is asked for. */
    public void trace(Throwable error) {
        if (detail == Detail.VERBOSE) {
            java.io.StringWriter trace = new java.io.StringWriter();
            error.printStackTrace(new java.io.PrintWriter(trace));
            error(trace.toString().stripTrailing());
        }
    }
}
