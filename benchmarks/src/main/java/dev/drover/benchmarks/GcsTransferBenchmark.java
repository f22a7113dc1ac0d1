package dev.drover.benchmarks;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.StorageOptions;
import com.google.cloud.storage.transfermanager.DownloadResult;
import com.google.cloud.storage.transfermanager.ParallelDownloadConfig;
import com.google.cloud.storage.transfermanager.ParallelUploadConfig;
import com.google.cloud.storage.transfermanager.TransferManager;
import com.google.cloud.storage.transfermanager.TransferManagerConfig;
import com.google.cloud.storage.transfermanager.TransferStatus;
import com.google.cloud.storage.transfermanager.UploadResult;
import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.bundle.PackageBundle;
import dev.drover.bundle.Uploaded;
import dev.drover.gcp.GcpOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What it takes to move one file of 1 GiB and 2,000 files of 10 KB to Cloud Storage and back, and to upload the 2,000
 * again unchanged: Drover, and the Transfer Manager of Google's library with everything switched on that it does in
 * parallel, turn by turn at one {@link DiscardingGcs} of its own process.
 *
 * <p>Both run in this JVM, which is warm. Drover's uploads of many files hash each and write a manifest; the Transfer
 * Manager sends all files again where nothing has changed.
 *
 * <p>Arguments: rounds (5), MiB of the large file (1024), a directory to work in (the system's temporary one), threads of
 * the Transfer Manager (16; of its own it takes two for each processor).
 */
public final class GcsTransferBenchmark {
    private static final int READERS = 16;
    private static final String PEER = "Transfer Manager";

    private final Path work;
    private final Path large;
    private final Path many;
    private final long bytes;
    private final Drover drover;
    private final Storage storage;
    private final TransferManager transferManager;
    private final Turns turns = new Turns();
    private int uploads;

    private GcsTransferBenchmark(Path work, long mebibytes, URI server, int threads) throws Exception {
        this.work = work;
        this.bytes = mebibytes << 20;
        this.large = TransferFiles.large(work, mebibytes, new byte[1 << 20]);
        this.many = TransferFiles.many(work);
        this.drover = Drover.builder()
                .configure(
                        "gs://",
                        GcpOptions.builder().endpoint(server).anonymous().build())
                .build();
        this.storage = drover.storage(StorageUri.parse("gs://bucket/"));
        this.transferManager = TransferManagerConfig.newBuilder()
                .setStorageOptions(StorageOptions.http()
                        .setProjectId("none")
                        .setHost(server.toString())
                        .setCredentials(NoCredentials.getInstance())
                        .build())
                .setMaxWorkers(threads)
                .setAllowDivideAndConquerDownload(true)
                .setAllowParallelCompositeUpload(true)
                .build()
                .getService();
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        long mebibytes = args.length > 1 ? Long.parseLong(args[1]) : 1024;
        Path work = args.length > 2
                ? Files.createTempDirectory(Path.of(args[2]), "gcs-transfer")
                : Files.createTempDirectory("gcs-transfer");
        int threads = args.length > 3 ? Integer.parseInt(args[3]) : 16;
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DiscardingGcs.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader port =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            URI endpoint = URI.create("http://127.0.0.1:" + port.readLine());
            GcsTransferBenchmark benchmark = new GcsTransferBenchmark(work, mebibytes, endpoint, threads);
            benchmark.run(rounds);
            benchmark.drover.close();
            benchmark.transferManager.close();
        } finally {
            server.destroy();
            TransferFiles.remove(work);
        }
    }

    private void run(int rounds) throws Exception {
        Path down = Files.createDirectories(work.resolve("down"));
        String unchanged = "gs://bucket/unchanged/";
        drover.upload(PackageBundle.directory(many), unchanged);
        String up = (bytes >> 20) + " MiB up";
        String back = (bytes >> 20) + " MiB down";
        String manyUp = "2,000 files up";
        String manyDown = "2,000 files down";
        String again = "2,000 files again, unchanged";
        List.of(up, back, manyUp, manyDown).forEach(what -> turns.want(what, PEER, 1));
        turns.want(again, PEER, 10);
        for (int round = -1; round < rounds; round++) {
            boolean counts = round >= 0;
            String fresh = "many" + ++uploads;

            turns.measure(counts, up, "Drover", () -> storage.put(uri("drover/large"), Content.of(large)));
            turns.measure(counts, up, PEER, () -> upload(List.of(large), "tm"));

            turns.measure(counts, back, "Drover", () -> download(uri("drover/large"), down.resolve("drover")));
            turns.measure(counts, back, PEER, () -> download(List.of("tm/large"), down));
            requireSize(down.resolve("drover"));
            requireSize(down.resolve("tm/large"));

            turns.measure(
                    counts,
                    manyUp,
                    "Drover",
                    () -> drover.upload(PackageBundle.directory(many), "gs://bucket/" + fresh));
            turns.measure(counts, manyUp, PEER, () -> upload(files(), fresh + "tm"));

            turns.measure(counts, manyDown, "Drover", () -> downloadAll(fresh + "/", down.resolve(fresh)));
            List<String> names = files().stream()
                    .map(file -> fresh + "tm/" + file.getFileName())
                    .toList();
            turns.measure(counts, manyDown, PEER, () -> download(names, down));

            turns.measure(
                    counts,
                    again,
                    "Drover",
                    () -> requireSkipped(drover.upload(PackageBundle.directory(many), unchanged)));
            turns.measure(counts, again, PEER, () -> upload(files(), "unchanged-tm"));
        }
        Figures figures = new Figures();
        turns.into(figures);
        figures.report();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(many)) {
            return files.toList();
        }
    }

    private int upload(List<Path> files, String prefix) throws Exception {
        List<UploadResult> results = transferManager
                .uploadFiles(
                        files,
                        ParallelUploadConfig.newBuilder()
                                .setBucketName("bucket")
                                .setUploadBlobInfoFactory((bucket, file) -> BlobInfo.newBuilder(
                                                bucket,
                                                prefix + "/" + Path.of(file).getFileName())
                                        .build())
                                .build())
                .getUploadResults();
        for (UploadResult result : results) {
            if (result.getStatus() != TransferStatus.SUCCESS) {
                throw result.getException();
            }
        }
        return results.size();
    }

    private int download(List<String> names, Path to) throws Exception {
        List<DownloadResult> results = transferManager
                .downloadBlobs(
                        names.stream()
                                .map(name -> BlobInfo.newBuilder("bucket", name).build())
                                .toList(),
                        ParallelDownloadConfig.newBuilder()
                                .setBucketName("bucket")
                                .setDownloadDirectory(to)
                                .build())
                .getDownloadResults();
        for (DownloadResult result : results) {
            if (result.getStatus() != TransferStatus.SUCCESS) {
                throw result.getException();
            }
        }
        return results.size();
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

    private void requireSize(Path file) throws IOException {
        if (Files.size(file) != bytes) {
            throw new IllegalStateException(file + " has " + Files.size(file) + " bytes");
        }
    }

    private static Uploaded requireSkipped(Uploaded uploaded) {
        if (uploaded.uploaded() != 0 || uploaded.skipped() != TransferFiles.MANY) {
            throw new IllegalStateException("Something was sent: " + uploaded.uploaded() + " files");
        }
        return uploaded;
    }

    private static StorageUri uri(String path) {
        return StorageUri.parse("gs://bucket/" + path);
    }
}
