package dev.drover.its.embedding;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/** A {@link Submission} in a process of its own. */
final class Program {
    private static final int MINUTES = 15;
    private static final Pattern SUBMITTED = Pattern.compile("^submitted (\\S+)$", Pattern.MULTILINE);

    /**
     * How it ended.
     *
     * @param output what it wrote, errors too
     */
    record End(int exitCode, String output) {

        /** The id that it printed. */
        String job() {
            Matcher found = SUBMITTED.matcher(output);
            return found.find() ? found.group(1) : "none";
        }
    }

    private final Path folder;
    private final Path configuration;
    private final Path jar;

    /**
     * @param folder for its files
     * @param locations what it can reach
     */
    Program(Path folder, String locations) throws IOException {
        this.folder = folder;
        configuration = Files.writeString(
                folder.resolve("drover.yaml"),
                "operationTimeout: 2m\nledger: 'file://" + folder.resolve("keys") + "/'\nlocations:\n" + locations);
        jar = folder.resolve("program.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Class<?> each : List.of(Submission.class, InsideSpark.class)) {
                String name = each.getName().replace('.', '/') + ".class";
                out.putNextEntry(new ZipEntry(name));
                try (InputStream code = Objects.requireNonNull(each.getResourceAsStream("/" + name))) {
                    code.transferTo(out);
                }
            }
        }
    }

    /** By {@code spark-submit}, which puts Spark's jars before those of the program. */
    End inside(Path sparkHome, List<Path> classPath, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                sparkHome.resolve("bin/spark-submit").toString(),
                "--master",
                "local[1]",
                "--conf",
                "spark.ui.enabled=false",
                "--jars",
                classPath.stream().map(Path::toString).collect(Collectors.joining(",")),
                "--class",
                InsideSpark.class.getName(),
                jar.toString()));
        return run(command, arguments);
    }

    /** By {@code java}. */
    End alone(List<Path> classPath, List<String> arguments) throws Exception {
        String all = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return run(List.of(java, "-cp", jar + File.pathSeparator + all, Submission.class.getName()), arguments);
    }

    private End run(List<String> command, List<String> arguments) throws Exception {
        List<String> whole = new ArrayList<>(command);
        whole.add(configuration.toString());
        whole.addAll(arguments);
        Path output = folder.resolve("output");
        ProcessBuilder process = new ProcessBuilder(whole)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        process.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        process.environment().put("AWS_ACCESS_KEY_ID", "moto");
        process.environment().put("AWS_SECRET_ACCESS_KEY", "moto");
        process.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        Process running = process.start();
        try {
            if (!running.waitFor(MINUTES, TimeUnit.MINUTES)) {
                return new End(-1, Files.readString(output) + "\nnot done after " + MINUTES + " minutes");
            }
            return new End(running.exitValue(), Files.readString(output));
        } finally {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
        }
    }
}
