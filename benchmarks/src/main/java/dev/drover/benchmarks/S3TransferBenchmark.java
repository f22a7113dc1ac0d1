package dev.drover.benchmarks;

import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.aws.AwsOptions;
import dev.drover.bundle.PackageBundle;
import dev.drover.bundle.Uploaded;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

/**
 * What it takes to move one file of 1 GiB and 2,000 files of 10 KB to an S3 server and back, and to upload the 2,000
 * again unchanged: Drover, the AWS CLI, and AWS's Transfer Manager on its native client, turn by turn at one
 * {@link DiscardingS3} of its own process.
 *
 * <p>Drover and the Transfer Manager run in this JVM, which is warm; each run of the CLI starts anew, as it does in use.
 * Drover's uploads of many files hash each and write a manifest, which the others do not.
 *
 * <p>Arguments: rounds (5), MiB of the large file (1024), a directory to work in (the system's temporary one), and
 * {@code https} for TLS, without which AWS's Java client and the CLI sign the bytes of bodies, too. Where there is no
 * {@code aws} on the path, it says so and leaves the CLI out.
 */
public final class S3TransferBenchmark {
    private static final int READERS = 16;
    private static final String PEER = "Transfer Manager";

    private final Path work;
    private final Path large;
    private final Path many;
    private final long bytes;
    private final Drover drover;
    private final Storage storage;
    private final S3TransferManager transferManager;
    private final AwsCli aws;
    private final boolean cli;
    private final Turns turns = new Turns("aws s3 cp", "aws s3 sync");
    private int uploads;

    private S3TransferBenchmark(Path work, long mebibytes, URI server, Optional<Path> certificate) throws Exception {
        this.work = work;
        this.bytes = mebibytes << 20;
        byte[] mebibyte = new byte[1 << 20];
        new Random(1).nextBytes(mebibyte);
        this.large = TransferFiles.large(work, mebibytes, mebibyte);
        this.many = TransferFiles.many(work);
        AwsOptions.Builder options = AwsOptions.builder().region("eu-west-1").endpoint(server);
        certificate.ifPresent(options::caFile);
        this.drover = Drover.builder().configure("s3://", options.build()).build();
        this.storage = drover.storage(StorageUri.parse("s3://bucket/"));
        this.transferManager = S3TransferManager.builder()
                .s3Client(S3AsyncClient.crtBuilder()
                        .region(Region.EU_WEST_1)
                        .endpointOverride(server)
                        .forcePathStyle(true)
                        .httpConfiguration(h -> h.trustAllCertificatesEnabled(true))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                        .build())
                .build();
        this.aws = new AwsCli(server, certificate);
        this.cli = AwsCli.isThere();
    }

    public static void main(String[] args) throws Exception {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        long mebibytes = args.length > 1 ? Long.parseLong(args[1]) : 1024;
        Path work = args.length > 2
                ? Files.createTempDirectory(Path.of(args[2]), "s3-transfer")
                : Files.createTempDirectory("s3-transfer");
        boolean secured = args.length > 3 && args[3].equals("https");
        List<String> command = new ArrayList<>(
                List.of(tool("java"), "-cp", System.getProperty("java.class.path"), DiscardingS3.class.getName()));
        Optional<LoopbackKeys> keys = secured ? Optional.of(new LoopbackKeys(work)) : Optional.empty();
        keys.ifPresent(each -> command.add(each.store().toString()));
        Process server = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader port =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            URI endpoint = URI.create((secured ? "https" : "http") + "://127.0.0.1:" + port.readLine());
            S3TransferBenchmark benchmark =
                    new S3TransferBenchmark(work, mebibytes, endpoint, keys.map(LoopbackKeys::certificate));
            benchmark.run(rounds);
            benchmark.drover.close();
            benchmark.transferManager.close();
        } finally {
            server.destroy();
            TransferFiles.remove(work);
        }
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private void run(int rounds) throws Exception {
        if (!cli) {
            System.out.println("There is no AWS CLI on the path: it is left out.");
        }
        Path down = Files.createDirectories(work.resolve("down"));
        String unchanged = "s3://bucket/unchanged/";
        drover.upload(PackageBundle.directory(many), unchanged);
        String up = (bytes >> 20) + " MiB up";
        String back = (bytes >> 20) + " MiB down";
        String manyUp = "2,000 files up";
        String manyDown = "2,000 files down";
        String again = "2,000 files again, unchanged";
        for (String what : List.of(up, back, manyUp, manyDown)) {
            turns.want(what, PEER, 1 / 1.5);
            turns.want(what, "aws s3 cp", 1);
            turns.want(what, "aws s3 sync", 1);
        }
        turns.want(again, "aws s3 sync", 10);
        for (int round = -1; round < rounds; round++) {
            boolean counts = round >= 0;
            turns.measure(counts, up, "Drover", () -> storage.put(uri("large/drover"), Content.of(large)));
            turns.measure(
                    counts,
                    up,
                    PEER,
                    () -> transferManager
                            .uploadFile(r -> r.source(large)
                                    .putObjectRequest(p -> p.bucket("bucket").key("large/tm")))
                            .completionFuture()
                            .join());
            aws(counts, up, "cp", large.toString(), "s3://bucket/large/cli");

            turns.measure(counts, back, "Drover", () -> download(uri("large/drover"), down.resolve("drover")));
            turns.measure(
                    counts,
                    back,
                    PEER,
                    () -> transferManager
                            .downloadFile(r -> r.destination(down.resolve("tm"))
                                    .getObjectRequest(g -> g.bucket("bucket").key("large/tm")))
                            .completionFuture()
                            .join());
            aws(counts, back, "cp", "s3://bucket/large/cli", down.resolve("cli").toString());
            requireSize(down);

            String fresh = "many" + ++uploads;
            turns.measure(
                    counts,
                    manyUp,
                    "Drover",
                    () -> drover.upload(PackageBundle.directory(many), "s3://bucket/" + fresh));
            turns.measure(
                    counts,
                    manyUp,
                    PEER,
                    () -> transferManager
                            .uploadDirectory(
                                    r -> r.source(many).bucket("bucket").s3Prefix(fresh + "tm"))
                            .completionFuture()
                            .join());
            aws(counts, manyUp, "sync", many.toString(), "s3://bucket/" + fresh + "cli");

            turns.measure(counts, manyDown, "Drover", () -> downloadAll(fresh + "/", down.resolve(fresh)));
            turns.measure(
                    counts,
                    manyDown,
                    PEER,
                    () -> transferManager
                            .downloadDirectory(r -> r.destination(down.resolve(fresh + "tm"))
                                    .bucket("bucket")
                                    .listObjectsV2RequestTransformer(l -> l.prefix(fresh + "tm/")))
                            .completionFuture()
                            .join());
            aws(
                    counts,
                    manyDown,
                    "sync",
                    "s3://bucket/" + fresh,
                    down.resolve(fresh + "cli").toString());

            turns.measure(
                    counts,
                    again,
                    "Drover",
                    () -> requireSkipped(drover.upload(PackageBundle.directory(many), unchanged)));
            aws(counts, again, "sync", many.toString(), unchanged);
        }
        Figures figures = new Figures();
        turns.into(figures);
        figures.report();
    }

    private void aws(boolean counts, String what, String... arguments) throws Exception {
        if (cli) {
            turns.measure(counts, what, "aws s3 " + arguments[0], () -> aws.transfer(arguments));
        }
    }

    private Path download(StorageUri from, Path to) throws IOException {
        try (InputStream in = storage.get(from)) {
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        }
        return to;
    }

    private int downloadAll(String prefix, Path to) throws Exception {
        Files.createDirectories(to);
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try (Stream<StoredObject> listed = storage.list(uri(prefix))) {
            List<Callable<Path>> downloads = listed.<Callable<Path>>map(object ->
                            () -> download(object.uri(), to.resolve(object.uri().fileName())))
                    .toList();
            for (Future<Path> done : readers.invokeAll(downloads)) {
                done.get();
            }
            return downloads.size();
        } finally {
            readers.shutdown();
            readers.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    private void requireSize(Path down) throws IOException {
        try (Stream<Path> files = Files.list(down)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                if (Files.size(file) != bytes) {
                    throw new IllegalStateException(file + " has " + Files.size(file) + " bytes");
                }
            }
        }
    }

    private static Uploaded requireSkipped(Uploaded uploaded) {
        if (uploaded.uploaded() != 0 || uploaded.skipped() != TransferFiles.MANY) {
            throw new IllegalStateException("Something was sent: " + uploaded.uploaded() + " files");
        }
        return uploaded;
    }

    private static StorageUri uri(String path) {
        return StorageUri.parse("s3://bucket/" + path);
    }
}
