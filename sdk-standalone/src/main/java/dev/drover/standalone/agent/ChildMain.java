package dev.drover.standalone.agent;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Objects;

/**
 * Main class of the JVM that runs a job's own main, started by {@link DriverMain}: {@code ChildMain PARENT CLASS
 * [ARGUMENT...]}, where PARENT is the process id of {@link DriverMain}.
 *
 * <p>It ends its JVM when the parent is gone, even after {@code kill -9}, so that a cancelled job never keeps running
 * unseen. It asks a few times a second rather than wait for the end of a pipe, because a thread that is blocked in a
 * read holds up the end of every JVM by 0.3 s.
 */
public final class ChildMain {

    private static final long CHECK_MILLIS = 250;

    private ChildMain() {}

    /**
     * Runs the main method of the named class with the other arguments.
     *
     * @param args the parent's process id, class name and its arguments
     * @throws Throwable what that main throws, with a stack trace that ends at that main
     */
    public static void main(String[] args) throws Throwable {
        long parent = Long.parseLong(args[0]);
        if (!isChildOf(parent)) {
            ChildProcesses.endWithThisJvm();
        }
        DaemonMain.daemon("drover-parent-watch", () -> watch(parent));
        passSecret();
        String[] all = Arguments.decode(Arrays.asList(args)).toArray(String[]::new);
        invoke(all[1], Arrays.copyOfRange(all, 2, all.length));
    }

    private static void watch(long parent) {
        try {
            while (isChildOf(parent)) {
                Thread.sleep(CHECK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ChildProcesses.endWithThisJvm();
    }

    /** An orphan gets another parent at once, so that a process id that is used again does no harm. */
    private static boolean isChildOf(long process) {
        return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(-1L) == process;
    }

    /**
     * Spark hands the secret of its own connections to a driver in the environment, where a SparkContext on a
     * standalone master does not look for it. A property set here is on no command line.
     */
    private static void passSecret() {
        String secret = System.getenv("_SPARK_AUTH_SECRET");
        if (secret != null && Boolean.getBoolean("spark.authenticate")) {
            System.getProperties().putIfAbsent("spark.authenticate.secret", secret);
        }
    }

    /** Calls a main as the {@code java} launcher would, with its messages and its exit code when there is none. */
    static void invoke(String mainClass, String[] args) throws Throwable {
        Method main;
        try {
            Class<?> type =
                    Class.forName(mainClass, false, Thread.currentThread().getContextClassLoader());
            main = type.getMethod("main", String[].class);
            if (!Modifier.isStatic(main.getModifiers())) {
                throw new NoSuchMethodException("main is not static");
            }
            main.setAccessible(true);
        } catch (ReflectiveOperationException | LinkageError e) {
            System.err.println("Error: Could not find or load main class " + mainClass);
            System.err.println("Caused by: " + e);
            System.exit(1);
            return;
        }
        try {
            main.invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            throw withoutOurFrames(Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private static Throwable withoutOurFrames(Throwable thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        int end = frames.length;
        while (end > 0 && isOurs(frames[end - 1].getClassName())) {
            end--;
        }
        if (end > 0) {
            thrown.setStackTrace(Arrays.copyOf(frames, end));
        }
        return thrown;
    }

    private static boolean isOurs(String className) {
        return className.startsWith("dev.drover.standalone.agent.")
                || className.startsWith("java.lang.reflect.")
                || className.startsWith("jdk.internal.reflect.")
                || className.startsWith("java.lang.invoke.");
    }
}
