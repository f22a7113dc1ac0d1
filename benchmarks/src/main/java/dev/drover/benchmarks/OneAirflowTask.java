package dev.drover.benchmarks;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.JobTarget;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.standalone.SparkMasterOptions;
import dev.drover.task.SparkTask;
import dev.drover.task.TaskProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** One task in a JVM of its own: address of the master, folder, number, whether statuses are shared. */
public final class OneAirflowTask {
    private static final ClusterId CLUSTER = ClusterId.parse("spark://counted:7077");

    private OneAirflowTask() {}

    public static void main(String[] args) {
        URI master = URI.create(args[0]);
        Path folder = Path.of(args[1]);
        boolean shared = Boolean.parseBoolean(args[3]);
        SparkJar job =
                SparkJar.of(StorageUri.parse("file:///app.jar"), "com.acme.Etl").build();
        System.exit(TaskProcess.printingTo(System.out)
                .run(
                        () -> drover(master, folder, shared),
                        drover -> SparkTask.builder(
                                        drover, RequestKey.ofAirflow("dag", "run", "task", number(args)), job)
                                .on(new JobTarget.Cluster(CLUSTER))
                                .deadline(Duration.ofHours(1))
                                .build()));
    }

    private static int number(String[] args) {
        return Integer.parseInt(args[2]);
    }

    private static Drover drover(URI master, Path folder, boolean shared) {
        Drover.Builder builder = Drover.builder()
                .configure(
                        CLUSTER.location(),
                        SparkMasterOptions.builder().rest(master).ui(master).build())
                .ledger(StorageUri.of(folder.resolve("ledger")));
        return (shared ? builder.sharedStatus(StorageUri.of(folder.resolve("status"))) : builder).build();
    }
}
