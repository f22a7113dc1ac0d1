package dev.drover.samples.dataproc;

import dev.drover.ClusterNode;
import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.EphemeralCluster;
import dev.drover.Machine;
import dev.drover.NodeGroup;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import java.time.Duration;
import java.util.Arrays;

/**
 * Makes a Dataproc cluster, runs a Spark application on it, and ends it, whatever becomes of the application.
 *
 * <p>Arguments: how long to wait for the application, such as {@code PT2H}; the project and region, such as {@code acme-data/europe-west1}; the application's jar in Cloud Storage; its
 * main class; what it is given. Credentials come from the standard settings of Google.
 *
 * <p>Exit codes: 0 succeeded, 1 failed, 2 wrong arguments, 3 still under way when it was ended.
 */
public final class RunOnOwnDataproc {

    private RunOnOwnDataproc() {}

    public static void main(String[] args) throws InterruptedException {
        if (args.length < 4) {
            System.err.println("Usage: RunOnOwnDataproc PATIENCE PLACE JAR MAIN-CLASS [ARGUMENT...]");
            System.exit(2);
        }
        Duration patience = Duration.parse(args[0]);
        SparkJar application = SparkJar.of(StorageUri.parse(args[2]), args[3])
                .args(Arrays.copyOfRange(args, 4, args.length))
                .build();
        System.exit(run(patience, "dataproc://" + args[1], application));
    }

    private static int run(Duration patience, String where, SparkJar application) throws InterruptedException {
        NodeGroup machines = NodeGroup.of(Machine.type("n2-standard-4")).build();
        ClusterSpec small = ClusterSpec.builder()
                .workers(2, Resources.of(4, 12_288))
                .master(machines)
                .workerNodes(machines)
                .label("made-by", "sample")
                .build();
        RequestKey key = RequestKey.random();
        int exit;
        try (Drover drover = Access.open();
                EphemeralCluster own = drover.ephemeralCluster(where, small, key, Duration.ofMinutes(30))) {
            System.out.println("The cluster " + own.cluster().id() + " is ready, with "
                    + own.ready().nodes(ClusterNode.Role.WORKER).size() + " workers. It ends with this program.");
            exit = Outcome.of(own.submit(application, key.child("application")), patience);
        }
        System.out.println("The cluster has been told to end.");
        return exit;
    }
}
