package dev.drover.samples.folder;

import dev.drover.Command;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobSpec;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a job is to this machine.
 *
 * @param files what must be there
 */
record JobCommand(List<Path> files, List<String> words, Map<String, String> environment) {
    private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ");

    /** Translates a job, or refuses it; touches nothing. */
    static JobCommand of(JobSpec job) {
        if (job instanceof SparkJar jar) {
            return jar(jar);
        }
        if (job instanceof Command command) {
            List<String> words = new ArrayList<>(List.of(command.program()));
            words.addAll(job.options().args());
            return new JobCommand(List.of(), words, environment(job));
        }
        throw new DroverException(ErrorCode.UNSUPPORTED, "A folder runs jars and commands.");
    }

    private static JobCommand jar(SparkJar job) {
        List<Path> files = Stream.concat(Stream.of(job.jar()), job.jars().stream())
                .map(StorageUri::toPath)
                .toList();
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("-Xmx" + job.options().driver().memoryMiB() + "m");
        job.options().sparkProperties().forEach((name, value) -> words.add("-D" + name + "=" + value));
        words.add("-cp");
        words.add(files.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        words.add(job.mainClass());
        words.addAll(job.options().args());
        return new JobCommand(files, words, environment(job));
    }

    /** Secrets go this way too: files show them to nobody, and process lists do not. */
    private static Map<String, String> environment(JobSpec job) {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.keySet().retainAll(INHERITED);
        variables.putAll(job.options().env());
        job.options().secrets().forEach((name, secret) -> variables.put(name, secret.reveal()));
        return variables;
    }

    List<Path> missing() {
        return files.stream().filter(file -> !Files.isReadable(file)).toList();
    }

    /** Without the variables, among which are secrets. */
    @Override
    public String toString() {
        return "JobCommand" + words;
    }
}
