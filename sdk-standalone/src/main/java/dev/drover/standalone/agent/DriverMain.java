package dev.drover.standalone.agent;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Main class of every driver that Drover submits to a standalone master; Spark's {@code DriverWrapper} calls it.
 *
 * <p>The master says only that a driver failed, never with which code, and a JVM cannot see its own exit code. So the
 * work runs in a child process with the same standard output and error, and when it ends one line, {@code drover: exit
 * code N}, goes to standard error and this JVM ends with the same code. A side effect is worth having: commands, Python
 * and SQL run the same way as Java.
 *
 * <p>The work ends at once when this JVM does, and both end with the Worker: see {@link ChildMain} and {@link WorkerWatch}.
 *
 * <p>Arguments: {@code java CLASS [ARGUMENT...]}, {@code command PROGRAM [ARGUMENT...]}, {@code pyspark [SPARK-SUBMIT
 * OPTION...] SCRIPT [ARGUMENT...]} or {@code sql} with the arguments of {@link SqlMain}. No shell is involved. All but
 * the mode go through {@link Arguments}, so that each arrives as it was meant.
 */
public final class DriverMain {

    /** Start of the line that tells the exit code. */
    static final String MARKER = "drover: exit code ";

    /** Time between the polite and the hard end of a child; a Worker waits 10 s before it kills this JVM. */
    private static final long GRACE_SECONDS = 6;

    private static final int USAGE = 64;
    private static final int CANNOT_RUN = 126;

    private DriverMain() {}

    /**
     * Runs the work in a child process and ends this JVM with its exit code.
     *
     * @param args mode and what it needs
     * @throws InterruptedException never in practice; nothing interrupts the main thread of a driver
     */
    public static void main(String[] args) throws InterruptedException {
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> args) throws InterruptedException {
        WorkerWatch worker = WorkerWatch.start();
        int code;
        try {
            Process child = start(args);
            endWithThisJvm(child);
            code = child.waitFor();
        } catch (IllegalArgumentException e) {
            System.err.println("drover: " + e.getMessage());
            code = USAGE;
        } catch (IOException e) {
            code = cannotStart(e);
        }
        System.err.println(MARKER + code);
        System.err.flush();
        worker.close();
        return code;
    }

    /** Says so, and gives the exit code for it. */
    static int cannotStart(IOException why) {
        System.err.println("drover: cannot start the process");
        why.printStackTrace();
        return CANNOT_RUN;
    }

    private static Process start(List<String> args) throws IOException {
        if (args.isEmpty()) {
            throw new IllegalArgumentException("no mode given");
        }
        if (args.size() == 1) {
            throw new IllegalArgumentException("nothing to run");
        }
        List<String> rest = args.subList(1, args.size());
        List<String> command = switch (args.get(0)) {
            case "java" -> {
                requireJars();
                yield ChildJvm.command(rest);
            }
            case "sql" -> ChildJvm.command(prepend(rest, SqlMain.class.getName()));
            case "pyspark" -> ChildJvm.command(prepend(rest, sparkSubmit()));
            case "command" -> ChildJvm.ofCommand(rest);
            default -> throw new IllegalArgumentException("unknown mode " + args.get(0));
        };
        Process child = ChildProcesses.start(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT));
        child.getOutputStream().close();
        return child;
    }

    /** Spark passes over a jar that is not there with a warning; the main class that is missing then misleads. */
    private static void requireJars() throws NoSuchFileException {
        for (String jar : System.getProperty("spark.jars", "").split(",", -1)) {
            if (isMissing(jar)) {
                throw new NoSuchFileException(jar);
            }
        }
    }

    private static boolean isMissing(String jar) {
        try {
            return jar.startsWith("file:")
                    && !Files.exists(Path.of(URI.create(jar).getPath()));
        } catch (IllegalArgumentException unusual) {
            // Spark reads more than URIs; it says itself what it cannot read.
            return false;
        }
    }

    private static void endWithThisJvm(Process child) {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(child), "drover-end-child"));
        } catch (IllegalStateException cancelledMeanwhile) {
            end(child);
        }
    }

    /** Without a master and a mode SparkSubmit would silently run on one machine, or refuse Python. */
    private static String[] sparkSubmit() {
        String master = System.getProperty("spark.master");
        if (master == null) {
            throw new IllegalArgumentException("spark.master is not set");
        }
        return new String[] {"org.apache.spark.deploy.SparkSubmit", "--master", master, "--deploy-mode", "client"};
    }

    private static List<String> prepend(List<String> rest, String... first) {
        return Stream.concat(Arrays.stream(first), rest.stream()).toList();
    }

    /** Descendants are listed first: once their parent is gone nothing leads to them any more. */
    private static void end(Process child) {
        if (!child.isAlive()) {
            return;
        }
        List<ProcessHandle> all =
                Stream.concat(Stream.of(child.toHandle()), child.descendants()).toList();
        all.forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
        try {
            while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
