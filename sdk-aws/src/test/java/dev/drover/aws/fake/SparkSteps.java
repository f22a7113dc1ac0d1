package dev.drover.aws.fake;

import dev.drover.testkit.spark.SparkMachine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** Runs steps on a {@link SparkMachine} and archives their logs, compressed, every fifth of a second and at the end. */
public final class SparkSteps implements StepMachine {
    private static final long ARCHIVE_MILLIS = 200;

    private final SparkMachine spark;
    private final URI s3;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService archivist = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "archivist");
        thread.setDaemon(true);
        return thread;
    });

    public SparkSteps(SparkMachine spark, URI s3) {
        this.spark = spark;
        this.s3 = s3;
    }

    @Override
    public Started start(List<String> command, String logs, Ended ended) {
        SparkMachine.Run run = spark.start(command, Map.of());
        Archive archive = new Archive(run, logs);
        ScheduledFuture<?> repeated = archivist.scheduleWithFixedDelay(
                archive::update, ARCHIVE_MILLIS, ARCHIVE_MILLIS, TimeUnit.MILLISECONDS);
        var unused = run.ended()
                .thenAcceptAsync(
                        code -> {
                            repeated.cancel(false);
                            archive.update();
                            ended.with(code);
                        },
                        archivist);
        return new Started() {
            @Override
            public void terminate() {
                run.terminate();
            }

            @Override
            public void kill() {
                run.kill();
            }
        };
    }

    @Override
    public void close() {
        spark.close();
        archivist.shutdown();
    }

    /** What has been archived of one run; used by one thread. */
    private final class Archive {
        private final SparkMachine.Run run;
        private final String prefix;
        private final Map<String, byte[]> last = new HashMap<>();

        Archive(SparkMachine.Run run, String prefix) {
            this.run = run;
            this.prefix = prefix;
        }

        void update() {
            if (!prefix.isEmpty()) {
                put("stdout", run.stdout());
                put("stderr", run.stderr());
            }
        }

        /** Of empty logs the service archives nothing. */
        private void put(String name, byte[] text) {
            if (text.length == 0 || Arrays.equals(text, last.get(name))) {
                return;
            }
            last.put(name, text);
            URI object = URI.create(s3 + "/" + prefix.replaceFirst("^s3n?://", "") + name + ".gz");
            try {
                HttpResponse<Void> reply = http.send(
                        HttpRequest.newBuilder(object)
                                .PUT(HttpRequest.BodyPublishers.ofByteArray(zipped(text)))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
                if (reply.statusCode() != 200) {
                    throw new IllegalStateException(object + " answered " + reply.statusCode());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static byte[] zipped(byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text);
        }
        return bytes.toByteArray();
    }
}
