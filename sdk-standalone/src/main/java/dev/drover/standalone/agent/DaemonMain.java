package dev.drover.standalone.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Main class of every Spark Master and Worker JVM that Drover starts.
 *
 * <p>It exists for three reasons. Configuration comes over standard input, so that no secret is ever on a command line.
 * The JVM boots and loads Spark's classes while the parent is still waiting for the master's address, so that workers
 * start in parallel and yet never try to register too early. And the end of standard input tells that the parent is
 * gone, however it died, so that no daemon outlives it.
 *
 * <p>Protocol: UTF-8 lines. {@code conf KEY=VALUE} sets a system property, {@code main CLASS} names the Spark class to
 * run, {@code arg VALUE} adds an argument (as often as needed), {@code start} runs it; after that {@code stop} ends the
 * JVM in order and the end of the stream ends it at once. In values {@code \\}, {@code \n} and {@code \r} stand for a
 * backslash, a line feed and a carriage return. Blank lines are ignored; any other line is an error.
 *
 * <p>Command-line arguments name classes to load before standard input is read; those not found are skipped.
 */
public final class DaemonMain {

    /** Exit code of a daemon whose parent went away or spoke nonsense. */
    static final int ORPHANED = 75;

    private final List<String> arguments = new ArrayList<>();
    private String main = "";

    private DaemonMain() {}

    /**
     * Runs a Spark daemon as told on standard input.
     *
     * @param preload names of classes to load first
     * @throws Throwable what the daemon's own main throws
     */
    public static void main(String[] preload) throws Throwable {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Thread warmer = daemon("drover-preload", () -> preload(preload));
        DaemonMain daemon = new DaemonMain();
        if (!daemon.configure(lines)) {
            Runtime.getRuntime().halt(ORPHANED);
        }
        daemon("drover-parent-watch", () -> watch(lines));
        warmer.join();
        daemon.run();
    }

    private boolean configure(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int space = line.indexOf(' ');
            String verb = space < 0 ? line : line.substring(0, space);
            String value = space < 0 ? "" : unescape(line.substring(space + 1));
            switch (verb) {
                case "conf" -> setProperty(value);
                case "main" -> main = value;
                case "arg" -> arguments.add(value);
                case "start" -> {
                    return true;
                }
                case "" -> {}
                // The line may hold a secret: say what is wrong without repeating it.
                default -> throw new IOException("Unknown line on standard input");
            }
        }
        return false;
    }

    private void run() throws Throwable {
        String[] args = arguments.toArray(String[]::new);
        if (RestGuard.isNeeded(main)) {
            RestGuard.runMaster(args);
        } else {
            ChildMain.invoke(main, args);
        }
    }

    private static void setProperty(String assignment) throws IOException {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw new IOException("conf without KEY=VALUE on standard input");
        }
        System.setProperty(assignment.substring(0, equals), assignment.substring(equals + 1));
    }

    private static void watch(BufferedReader lines) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals("stop")) {
                    System.exit(0);
                }
            }
        } catch (IOException broken) {
            // A broken pipe says the same as its end: nobody is there any more.
        }
        Runtime.getRuntime().halt(ORPHANED);
    }

    private static void preload(String[] names) {
        ClassLoader loader = DaemonMain.class.getClassLoader();
        for (String name : names) {
            try {
                Class.forName(name, true, loader);
            } catch (ReflectiveOperationException | LinkageError absent) {
                // Another Spark version has other classes; preloading is only a head start.
            }
        }
    }

    /** Starts a thread that does not keep the JVM alive. */
    static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Undoes the escapes of the protocol. */
    static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char escaped = text.charAt(++i);
                out.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
