package dev.drover.benchmarks;

import dev.drover.Drover;
import dev.drover.StorageUri;
import dev.drover.aws.AwsOptions;
import dev.drover.bundle.PackageBundle;
import dev.drover.bundle.PushOptions;
import dev.drover.bundle.Pushed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Pushing a source tree of 5,000 files of 0.5 to 8 KB in 50 folders as a package to an S3 server: the first time, unchanged,
 * and with one file changed; against {@code aws s3 sync} to the same server, turn by turn.
 *
 * <p>Drover runs in this JVM, which is warm, and also in one of its own for each push, since the AWS CLI starts anew each
 * time, too. Drover's small files travel in packs; without packing each is an object, as with {@code sync}. Drover reads and
 * hashes all files each time; {@code sync} compares times and sizes.
 *
 * <p>The server is the one at the environment's {@code DROVER_ITS_MOTO} if that is set (run it by {@code its/moto java ...};
 * it is slow), else a {@link DiscardingS3} of its own process, so that clients are compared and not servers.
 *
 * <p>Arguments: rounds (5), a directory to work in (the system's temporary one).
 */
public final class PackagePushBenchmark {
    private static final int FOLDERS = 50;
    private static final int FILES_PER_FOLDER = 100;
    private static final String PREFIX = "s3://bucket/packages/";
    private static final String MOTO = "DROVER_ITS_MOTO";
    private static final PushOptions PACKED = PushOptions.DEFAULT;
    private static final PushOptions LOOSE = PushOptions.DEFAULT.packing(false);

    private final Path tree;
    private final URI server;
    private final Drover drover;
    private final AwsCli aws;
    private final Turns turns = new Turns("Drover, new JVM", "aws s3 sync");

    private PackagePushBenchmark(Path work, URI server) throws IOException {
        this.tree = tree(work);
        this.server = server;
        this.drover = drover(server);
        this.aws = new AwsCli(server, Optional.empty());
    }

    private static Path tree(Path work) throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < FOLDERS; i++) {
            Path folder = Files.createDirectories(work.resolve("tree/package" + i));
            for (int j = 0; j < FILES_PER_FOLDER; j++) {
                byte[] bytes = new byte[500 + random.nextInt(7_500)];
                random.nextBytes(bytes);
                Files.write(folder.resolve("module" + j + ".py"), bytes);
            }
        }
        return work.resolve("tree");
    }

    private static Drover drover(URI server) {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        AwsOptions options =
                AwsOptions.builder().region("eu-west-1").endpoint(server).build();
        return Drover.builder().configure("s3://", options).build();
    }

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("push")) {
            try (Drover drover = drover(URI.create(args[1]))) {
                push(drover, args[2], Path.of(args[3]), PACKED);
            }
            return;
        }
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        Path work = args.length > 1
                ? Files.createTempDirectory(Path.of(args[1]), "package-push")
                : Files.createTempDirectory("package-push");
        try {
            String moto = System.getenv(MOTO);
            if (moto != null) {
                new AwsCli(URI.create(moto), Optional.empty()).makeBucket("bucket");
                new PackagePushBenchmark(work, URI.create(moto)).run(rounds);
            } else {
                onOwnServer(work, rounds);
            }
        } finally {
            TransferFiles.remove(work);
        }
    }

    private static void onOwnServer(Path work, int rounds) throws Exception {
        Process server = java(DiscardingS3.class)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader port =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            new PackagePushBenchmark(work, URI.create("http://127.0.0.1:" + port.readLine())).run(rounds);
        } finally {
            server.destroy();
        }
    }

    private static ProcessBuilder java(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private void run(int rounds) throws Exception {
        boolean cli = AwsCli.isThere();
        try (drover) {
            for (int round = -1; round < rounds; round++) {
                boolean counts = round >= 0;
                String name = "tree" + (round + 1);
                for (String what : List.of("the first time", "unchanged", "one file changed")) {
                    if (what.equals("one file changed")) {
                        Files.writeString(tree.resolve("package7/module7.py"), "print(" + round + ")");
                    }
                    turns.measure(counts, what, "Drover", () -> push(drover, name, tree, PACKED));
                    turns.measure(counts, what, "Drover, new JVM", () -> pushAnew(name + "-jvm"));
                    turns.measure(counts, what, "Drover, unpacked", () -> push(drover, name + "-loose", tree, LOOSE));
                    if (cli) {
                        turns.measure(
                                counts,
                                what,
                                "aws s3 sync",
                                () -> aws.transfer("sync", tree.toString(), "s3://bucket/" + name));
                    }
                }
            }
        }
        Figures figures = new Figures();
        turns.into(figures);
        figures.report();
    }

    private static Pushed push(Drover drover, String name, Path tree, PushOptions options) throws InterruptedException {
        Pushed pushed = drover.push(name, PackageBundle.directory(tree), options, List.of(StorageUri.parse(PREFIX)));
        if (pushed.sent() + pushed.skipped() != FOLDERS * FILES_PER_FOLDER) {
            throw new IllegalStateException("Not all files were pushed: " + pushed);
        }
        return pushed;
    }

    private int pushAnew(String name) throws IOException, InterruptedException {
        int exit = java(PackagePushBenchmark.class, "push", server.toString(), name, tree.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("The push in a JVM of its own ended with " + exit);
        }
        return exit;
    }
}
