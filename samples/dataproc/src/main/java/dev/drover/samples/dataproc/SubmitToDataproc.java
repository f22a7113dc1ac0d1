package dev.drover.samples.dataproc;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.JobHandle;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * Submits a Spark application to a Dataproc cluster that is there, and waits for it. Started again on the same day, it finds
 * the job that it submitted before.
 *
 * <p>Arguments: how long to wait, such as {@code PT2H}; the cluster, such as {@code dataproc://acme-data/europe-west1/etl}; the
 * application's jar in Cloud Storage; its main class; what it is given. Credentials come from the standard settings of Google.
 *
 * <p>Exit codes: 0 succeeded, 1 failed, 2 wrong arguments, 3 still under way.
 */
public final class SubmitToDataproc {

    private SubmitToDataproc() {}

    public static void main(String[] args) throws InterruptedException {
        if (args.length < 4) {
            System.err.println("Usage: SubmitToDataproc PATIENCE CLUSTER JAR MAIN-CLASS [ARGUMENT...]");
            System.exit(2);
        }
        Duration patience = Duration.parse(args[0]);
        ClusterId cluster = ClusterId.parse(args[1]);
        SparkJar application = SparkJar.of(StorageUri.parse(args[2]), args[3])
                .args(Arrays.copyOfRange(args, 4, args.length))
                .build();
        RequestKey key = RequestKey.of(
                "submit-to-dataproc", LocalDate.now(ZoneOffset.UTC).toString());
        System.exit(run(cluster, application, key, patience));
    }

    private static int run(ClusterId cluster, SparkJar application, RequestKey key, Duration patience)
            throws InterruptedException {
        try (Drover drover = Access.open()) {
            JobHandle job = drover.jobs(cluster).submit(application, key);
            return Outcome.of(job, patience);
        }
    }
}
