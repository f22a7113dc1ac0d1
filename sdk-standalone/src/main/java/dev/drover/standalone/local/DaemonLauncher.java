package dev.drover.standalone.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts the JVMs of one cluster's daemons. They load Spark and then wait to be told what to run. */
final class DaemonLauncher {
    /** What a daemon does is short: the optimizing compiler and a parallel collector only slow its start down. */
    private static final List<String> FAST_START =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g", "-Dfile.encoding=UTF-8");

    private static final String MAIN = "dev.drover.standalone.agent.DaemonMain";
    private static final List<String> PRELOADED = List.of(
            "org.apache.spark.SparkConf", "org.apache.spark.rpc.netty.NettyRpcEnv", "org.apache.spark.ui.WebUI");

    private final List<String> java;
    private final Map<String, String> environment;
    private final RunFolder folder;

    DaemonLauncher(
            Path javaHome,
            SparkInstallation spark,
            Path agentJar,
            List<String> archiveOptions,
            Map<String, String> environment,
            RunFolder folder)
            throws IOException {
        List<String> command =
                new ArrayList<>(List.of(javaHome.resolve("bin/java").toString()));
        command.addAll(FAST_START);
        command.addAll(archiveOptions);
        command.add("-Djava.io.tmpdir=" + folder.tmp());
        command.add("-cp");
        command.add(String.join(File.pathSeparator, spark.classPath()) + File.pathSeparator + agentJar);
        command.add(MAIN);
        this.java = List.copyOf(command);
        this.environment = environment;
        this.folder = folder;
    }

    /**
     * Starts one.
     *
     * @param main Spark's class that it will be told to run
     */
    DaemonProcess start(String name, String main) throws IOException {
        List<String> command = new ArrayList<>(java);
        command.add(main);
        command.addAll(PRELOADED);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.path().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return DaemonProcess.start(name, builder, new PrivateFolder(folder.logs()));
    }
}
