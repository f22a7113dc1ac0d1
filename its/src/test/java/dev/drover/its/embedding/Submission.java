package dev.drover.its.embedding;

import dev.drover.ClusterId;
import dev.drover.ClusterSpec;
import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.EphemeralCluster;
import dev.drover.JobHandle;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import dev.drover.bundle.maven.MavenJars;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** What a program does with Drover that embeds it: it runs in a JVM of its own and needs nothing else. */
public final class Submission {
    private static final RequestKey KEY = RequestKey.of("embedding");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Submission() {}

    /**
     * Prints the id of the job that it has submitted.
     *
     * @param args a drover.yaml, and then one of these: a cluster, the jar to run there, and, if it can store something, a
     *     folder; or a location, where a cluster is made and a job runs to its end
     */
    public static void main(String[] args) throws Exception {
        try (Drover drover = Drover.open(Path.of(args[0]))) {
            if (args.length == 2) {
                run(drover, args[1]);
                return;
            }
            SparkJar job =
                    SparkJar.of(StorageUri.parse(args[2]), "com.acme.Etl").build();
            JobHandle submitted = drover.jobs(ClusterId.parse(args[1])).submit(job, KEY);
            if (args.length > 3) {
                store(
                        drover,
                        StorageUri.parse(args[3]).resolve("id"),
                        submitted.id().toString());
            }
            System.out.println("submitted " + submitted.id());
        }
    }

    private static void store(Drover drover, StorageUri file, String text) throws IOException {
        drover.storage(file).put(file, Content.of(text));
        try (InputStream stored = drover.storage(file).get(file)) {
            String read = new String(stored.readAllBytes(), StandardCharsets.UTF_8);
            if (!read.equals(text)) {
                throw new IllegalStateException(file + " holds '" + read + "'");
            }
        }
    }

    private static void run(Drover drover, String location) throws Exception {
        MavenJars.of("org.slf4j:slf4j-api:2.0.20").offline().build().resolve();
        ClusterSpec spec =
                ClusterSpec.builder().workers(1, Resources.of(2, 2048)).build();
        try (EphemeralCluster cluster = drover.ephemeralCluster(location, spec, KEY, PATIENCE)) {
            SparkSql job = SparkSql.text("SELECT assert_true(sum(id) = 4950) FROM range(100)")
                    .driver(Resources.of(1, 512))
                    .executor(Resources.of(1, 512))
                    .build();
            JobHandle run = cluster.submit(job, KEY);
            run.awaitSuccess(PATIENCE);
            System.out.println("submitted " + run.id());
        }
    }
}
