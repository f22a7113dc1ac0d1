package dev.drover.standalone.agent;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Builds the command line of a JVM like this one, with the jars that Spark fetched for this driver. */
final class ChildJvm {

    /**
     * Options for the child alone, quoted as in {@code spark.driver.extraJavaOptions}. What must exist once only (a
     * debugger's port, a flight recording) or is large (a minimum heap) belongs here and not into Spark's own property.
     */
    static final String OPTIONS = "spark.drover.driver.javaOptions";

    /** Options of this JVM that a second one beside it cannot have too: ports, or files that both would write. */
    private static final List<String> ONLY_ONCE = List.of(
            "-agentlib:jdwp",
            "-Xrunjdwp",
            "-Xdebug",
            "-XX:ArchiveClassesAtExit",
            "-XX:+AutoCreateSharedArchive",
            "-XX:DumpLoadedClassList",
            "-XX:AOTCacheOutput",
            "-XX:StartFlightRecording",
            "-Dcom.sun.management.jmxremote.port",
            "-D" + OPTIONS + "=");

    private ChildJvm() {}

    /**
     * The command for a main class and its arguments.
     *
     * @param mainAndArguments class name first
     * @return program and arguments
     */
    static List<String> command(List<String> mainAndArguments) {
        List<String> command = new ArrayList<>();
        command.add(java());
        List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
        moduleOptions().stream().filter(option -> !options.contains(option)).forEach(command::add);
        options.stream()
                .filter(option -> ONLY_ONCE.stream().noneMatch(option::startsWith))
                .forEach(command::add);
        command.addAll(CommandWords.split(System.getProperty(OPTIONS, "")));
        command.add("-cp");
        command.add(classPath());
        command.add(ChildMain.class.getName());
        command.add(Long.toString(ProcessHandle.current().pid()));
        command.addAll(mainAndArguments);
        return command;
    }

    /** A small JVM beside a program, with the agent alone: it watches, and ends the program if it has to. */
    static List<String> ofCommand(List<String> programAndArguments) {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(List.of("-Xmx16m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-cp"));
        command.add(toPath(ChildMain.class.getProtectionDomain().getCodeSource().getLocation()));
        command.addAll(List.of(
                ChildMain.class.getName(), Long.toString(ProcessHandle.current().pid()), CommandMain.class.getName()));
        command.addAll(programAndArguments);
        return command;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Spark needs these on Java 17 and later; the submission server of Spark 4 adds them, that of 3.5 does not. */
    private static List<String> moduleOptions() {
        try {
            return CommandWords.split(
                    (String) Reflect.callStatic("org.apache.spark.launcher.JavaModuleOptions", "defaultModuleOptions"));
        } catch (Throwable absent) {
            return List.of();
        }
    }

    /** Spark's jars come first unless asked otherwise: an archive of shared classes demands it, and so does Spark. */
    private static String classPath() {
        List<String> spark = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
        List<String> job = jobJars(Thread.currentThread().getContextClassLoader());
        boolean jobFirst = Boolean.getBoolean("spark.driver.userClassPathFirst");
        Set<String> entries = new LinkedHashSet<>(jobFirst ? job : spark);
        entries.addAll(jobFirst ? spark : job);
        return String.join(File.pathSeparator, entries);
    }

    private static List<String> jobJars(ClassLoader loader) {
        List<String> jars = new ArrayList<>();
        if (loader instanceof URLClassLoader urls) {
            for (URL url : urls.getURLs()) {
                jars.add(toPath(url));
            }
        }
        return jars;
    }

    private static String toPath(URL url) {
        try {
            return Path.of(url.toURI()).toString();
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IllegalArgumentException("not a local jar: " + url, e);
        }
    }
}
