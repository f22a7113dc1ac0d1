package dev.drover.samples.emr;

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
 * Submits a Spark application to an EMR cluster that is there, and waits for it. Started again on the same day, it finds
 * the step that it submitted before.
 *
 * <p>Arguments: how long to wait, such as {@code PT2H}; the cluster, such as {@code emr://eu-west-1/j-3KLM4NOPQRST5}; the
 * application's jar in S3; its main class; what it is given. Credentials come from the standard settings of AWS.
 *
 * <p>Exit codes: 0 succeeded, 1 failed, 2 wrong arguments, 3 still under way.
 */
public final class SubmitToCluster {

    private SubmitToCluster() {}

    public static void main(String[] args) throws InterruptedException {
        if (args.length < 4) {
            System.err.println("Usage: SubmitToCluster PATIENCE CLUSTER JAR MAIN-CLASS [ARGUMENT...]");
            System.exit(2);
        }
        Duration patience = Duration.parse(args[0]);
        ClusterId cluster = ClusterId.parse(args[1]);
        SparkJar application = SparkJar.of(StorageUri.parse(args[2]), args[3])
                .args(Arrays.copyOfRange(args, 4, args.length))
                .build();
        RequestKey key =
                RequestKey.of("submit-to-cluster", LocalDate.now(ZoneOffset.UTC).toString());
        System.exit(run(cluster, application, key, patience));
    }

    private static int run(ClusterId cluster, SparkJar application, RequestKey key, Duration patience)
            throws InterruptedException {
        try (Drover drover = Drover.builder().build()) {
            JobHandle step = drover.jobs(cluster).submit(application, key);
            return Outcome.of(step, patience);
        }
    }
}
