package dev.drover.gcp.fake;

import com.google.cloud.dataproc.v1.Batch;
import dev.drover.testkit.spark.SparkMachine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a batch runs: {@code spark-submit} or {@code spark-sql}, both of whose outputs go one way. */
final class BatchCommand {
    private static final String VARIABLE = "spark.dataproc.driverEnv.";

    private BatchCommand() {}

    static SparkMachine.Run start(SparkMachine machine, Batch batch) {
        List<String> command = new ArrayList<>(List.of("bash", "-c", "exec \"$@\" 2>&1", "batch"));
        command.add(batch.hasSparkSqlBatch() ? "spark-sql" : "spark-submit");
        Map<String, String> environment = new LinkedHashMap<>();
        new TreeMap<>(batch.getRuntimeConfig().getPropertiesMap()).forEach((name, value) -> {
            if (name.startsWith(VARIABLE)) {
                environment.put(name.substring(VARIABLE.length()), value);
            } else {
                command.addAll(List.of("--conf", name + "=" + value));
            }
        });
        if (batch.hasSparkBatch()) {
            List<String> jars = batch.getSparkBatch().getJarFileUrisList();
            command.addAll(List.of("--class", batch.getSparkBatch().getMainClass()));
            if (jars.size() > 1) {
                command.addAll(List.of("--jars", String.join(",", jars.subList(1, jars.size()))));
            }
            command.add(jars.get(0));
            command.addAll(batch.getSparkBatch().getArgsList());
        } else if (batch.hasPysparkBatch()) {
            List<String> files = batch.getPysparkBatch().getPythonFileUrisList();
            if (!files.isEmpty()) {
                command.addAll(List.of("--py-files", String.join(",", files)));
            }
            command.add(batch.getPysparkBatch().getMainPythonFileUri());
            command.addAll(batch.getPysparkBatch().getArgsList());
        } else {
            command.addAll(List.of("-f", batch.getSparkSqlBatch().getQueryFileUri()));
        }
        return machine.start(command, environment);
    }
}
