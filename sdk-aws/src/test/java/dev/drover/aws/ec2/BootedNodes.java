package dev.drover.aws.ec2;

import com.sun.net.httpserver.HttpServer;
import dev.drover.aws.ec2.FakeEc2.FakeInstance;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;

/**
 * Runs the script of each instance's user data, as cloud-init would, with a folder of its own as home. {@code shutdown} and
 * what touches disks and users of the machine are replaced on the script's path, so that nothing here is changed.
 */
final class BootedNodes implements FakeEc2.Boot, AutoCloseable {
    private static final List<String> HARMLESS =
            List.of("lsblk", "blkid", "mkfs.ext4", "mount", "useradd", "dnf", "apt-get");

    private final Path folder;
    private final HttpServer shutdowns;
    private final Map<String, FakeInstance> booted = new ConcurrentHashMap<>();
    private final SshGateway gateway;
    private volatile FakeEc2 ec2;

    BootedNodes(Path folder, SshGateway gateway) throws IOException {
        this.gateway = gateway;
        this.folder = folder;
        shutdowns = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shutdowns.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
            FakeInstance instance =
                    booted.get(exchange.getRequestURI().getPath().substring(1));
            readConsole(instance);
            ec2.end(instance, "Client.InstanceInitiatedShutdown: Instance initiated shutdown");
        });
        shutdowns.start();
        Path bin = Files.createDirectories(folder.resolve("bin"));
        program(
                bin,
                "shutdown",
                "curl -s http://127.0.0.1:" + shutdowns.getAddress().getPort() + "/$INSTANCE");
        for (String each : HARMLESS) {
            program(bin, each, "echo \"$0 must not be called\" >&2; exit 9");
        }
    }

    private static void program(Path bin, String name, String text) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/bash\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Puts another program on the path of scripts that start from now on. */
    void replace(String name, String text) throws IOException {
        program(folder.resolve("bin"), name, text);
    }

    Path home(FakeInstance instance) {
        return folder.resolve(instance.id);
    }

    @Override
    public void started(FakeInstance instance, FakeEc2 where) {
        ec2 = where;
        booted.put(instance.id, instance);
        if (instance.role().equals("gateway")) {
            gateway.serve(instance);
        }
        try {
            Path home = Files.createDirectories(home(instance));
            Path script = Files.write(home.resolve("user-data"), plain(instance.userData()));
            ProcessBuilder builder = new ProcessBuilder("bash", script.toString())
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("out").toFile());
            Map<String, String> environment = builder.environment();
            environment.put("PATH", folder.resolve("bin") + ":" + environment.get("PATH"));
            environment.put("INSTANCE", instance.id);
            environment.put("DROVER_HOME", home.toString());
            environment.put("DROVER_USER", System.getProperty("user.name"));
            environment.put("DROVER_CONSOLE", home.resolve("console").toString());
            environment.put("DROVER_ADDRESS", instance.address);
            environment.put("JAVA_HOME", System.getProperty("java.home"));
            environment.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
            builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] plain(byte[] userData) throws IOException {
        return userData[0] == 0x1f ? new GZIPInputStream(new ByteArrayInputStream(userData)).readAllBytes() : userData;
    }

    private void readConsole(FakeInstance instance) {
        try {
            instance.say(Files.readString(home(instance).resolve("console"), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes of an instance, by their environment; Linux only. */
    List<ProcessHandle> processes(FakeInstance instance) {
        String mark = "DROVER_HOME=" + home(instance) + "\0";
        return ProcessHandle.allProcesses()
                .filter(process -> environment(process).contains(mark))
                .toList();
    }

    private static String environment(ProcessHandle process) {
        return proc(process, "environ");
    }

    static String commandLine(ProcessHandle process) {
        return proc(process, "cmdline");
    }

    private static String proc(ProcessHandle process, String file) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/" + file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    /** Until none is left: one that is ending may have just started another. */
    @Override
    public void ended(FakeInstance instance) {
        List<ProcessHandle> left = processes(instance);
        while (!left.isEmpty()) {
            left.forEach(ProcessHandle::destroyForcibly);
            left.forEach(process -> process.onExit().join());
            left = processes(instance);
        }
    }

    @Override
    public void close() {
        shutdowns.stop(0);
        booted.values().forEach(this::ended);
    }
}
