package dev.drover.k8s.jobs;

import dev.drover.k8s.fake.Machine;
import dev.drover.testkit.spark.SparkMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs containers as processes with {@code spark-submit} on their PATH. A container's mounted files are in a folder of its
 * own, and paths to them mean that. SQL runs on a real local Spark.
 */
final class PodMachine implements Machine {
    private static final String SQL_MAIN = "dev.drover.standalone.agent.SqlMain";

    private final Path folder;
    private final SparkMachine machine;
    private final AtomicInteger started = new AtomicInteger();

    /** @param store the server behind {@code mem://} */
    PodMachine(Path folder, URI store) {
        this.folder = folder;
        machine = new SparkMachine(folder, Map.of("mem", store));
        machine.program("spark-agent", agent());
    }

    /** Spark's jars are looked for only when somebody asks for SQL. */
    private static String agent() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path jars = Path.of("target", "spark-jars").toAbsolutePath();
        return """
                #!/usr/bin/env bash
                set -e
                [ -s '%2$s' ] || '%1$s' -cp '%3$s' dev.drover.testkit.spark.SparkJars '%2$s'
                jar=$1
                shift
                exec '%1$s' -Xmx768m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dfile.encoding=UTF-8 \\
                  -Dspark.master=local[1] -Dspark.ui.enabled=false -Dspark.sql.shuffle.partitions=1 \\
                  -Dspark.sql.codegen.wholeStage=false -Dspark.sql.codegen.factoryMode=NO_CODEGEN -Dspark.app.name=sql \\
                  --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED \\
                  --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED \\
                  --add-opens=java.base/java.lang.invoke=ALL-UNNAMED --add-opens=java.base/java.net=ALL-UNNAMED \\
                  -cp "$jar:$(cat '%2$s')" %4$s "$@"
                """.formatted(java, jars, System.getProperty("java.class.path"), SQL_MAIN);
    }

    @Override
    public Run start(List<String> command, Map<String, String> environment, Map<String, byte[]> files) {
        Path own = folder.resolve("mounts-" + started.incrementAndGet());
        write(own, files);
        List<String> words =
                command.stream().map(word -> here(word, own, files)).toList();
        int main = words.indexOf(SQL_MAIN);
        if (main >= 0) {
            int program = 0;
            while (!words.get(program).endsWith(".jar")) {
                program++;
            }
            words = java.util.stream.Stream.concat(
                            java.util.stream.Stream.of("spark-agent"), words.subList(program, words.size()).stream())
                    .toList();
        }
        return new Container(machine.start(words, environment));
    }

    private static String here(String word, Path own, Map<String, byte[]> files) {
        String there = word.startsWith("local://") ? word.substring("local://".length()) : word;
        return files.containsKey(there) ? own + there : there;
    }

    private static void write(Path own, Map<String, byte[]> files) {
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = Path.of(own + file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
                if (!path.toFile().setExecutable(true)) {
                    throw new IOException(path + " cannot be made a program");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        machine.close();
    }

    private record Container(SparkMachine.Run run) implements Run {
        @Override
        public byte[] stdout() {
            return run.stdout();
        }

        @Override
        public byte[] stderr() {
            return run.stderr();
        }

        @Override
        public CompletableFuture<Integer> ended() {
            return run.ended();
        }

        @Override
        public void terminate() {
            run.terminate();
        }

        @Override
        public void kill() {
            run.kill();
        }
    }
}
