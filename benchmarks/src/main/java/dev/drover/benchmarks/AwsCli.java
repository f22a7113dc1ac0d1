package dev.drover.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** AWS's command line, which starts anew each time, as it does in use. */
record AwsCli(URI server, Optional<Path> certificate) {

    /** Whether there is one on the path; prints its version. */
    static boolean isThere() throws InterruptedException {
        try {
            Process version = new ProcessBuilder("aws", "--version")
                    .redirectErrorStream(true)
                    .start();
            System.out.print(new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            return version.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    void makeBucket(String name) throws IOException, InterruptedException {
        run("mb", "s3://" + name);
    }

    /** Runs a transfer of {@code aws s3}, without its progress. */
    int transfer(String... arguments) throws IOException, InterruptedException {
        List<String> quiet = new ArrayList<>(List.of(arguments));
        quiet.add("--only-show-errors");
        return run(quiet.toArray(String[]::new));
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("aws", "s3"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--endpoint-url", server.toString(), "--region", "eu-west-1"));
        ProcessBuilder process = new ProcessBuilder(command).inheritIO();
        process.environment().put("AWS_ACCESS_KEY_ID", "test");
        process.environment().put("AWS_SECRET_ACCESS_KEY", "test");
        certificate.ifPresent(file -> process.environment().put("AWS_CA_BUNDLE", file.toString()));
        process.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        int exit = process.start().waitFor();
        if (exit != 0) {
            throw new IOException(command + " ended with " + exit);
        }
        return exit;
    }
}
