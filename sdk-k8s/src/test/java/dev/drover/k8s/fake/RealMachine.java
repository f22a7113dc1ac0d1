package dev.drover.k8s.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A machine whose containers are processes. Paths of mounted files mean those files in a folder of the container's own. */
final class RealMachine implements Machine {
    private final Path folder;
    private final AtomicInteger started = new AtomicInteger();
    private final Set<Process> running = ConcurrentHashMap.newKeySet();

    RealMachine(Path folder) {
        this.folder = folder;
    }

    @Override
    public Run start(List<String> command, Map<String, String> environment, Map<String, byte[]> files) {
        try {
            Path own = Files.createDirectories(folder.resolve("container-" + started.incrementAndGet()));
            List<String> words = new ArrayList<>(List.of("/usr/bin/env"));
            for (String word : command) {
                String there = word;
                for (String path : files.keySet()) {
                    there = there.replace(path, own + path);
                }
                words.add(there);
            }
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = Path.of(own + file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
            ProcessBuilder builder = new ProcessBuilder(words)
                    .redirectOutput(own.resolve("stdout").toFile())
                    .redirectError(own.resolve("stderr").toFile());
            builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            running.add(process);
            return new ProcessRun(process, own);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        running.forEach(RealMachine::kill);
    }

    private static void kill(Process process) {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private record ProcessRun(Process process, Path own) implements Run {
        @Override
        public byte[] stdout() {
            return read("stdout");
        }

        @Override
        public byte[] stderr() {
            return read("stderr");
        }

        private byte[] read(String name) {
            try {
                return Files.readAllBytes(own.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public CompletableFuture<Integer> ended() {
            return process.onExit().thenApply(Process::exitValue);
        }

        @Override
        public void terminate() {
            process.destroy();
        }

        @Override
        public void kill() {
            RealMachine.kill(process);
        }
    }
}
