package dev.drover.gcp.fake;

import static dev.drover.gcp.fake.FakeBatches.refused;

import com.google.cloud.dataproc.v1.Batch;
import com.google.cloud.dataproc.v1.CreateBatchRequest;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.List;
import java.util.Map;

/** What Google refuses, by its reference and by its page on Spark properties. */
final class BatchRules {
    private static final List<String> CORES = List.of("4", "8", "16");
    private static final int LEAST_PER_CORE = 1_024;
    private static final int MOST_PER_CORE = 7_424;

    private BatchRules() {}

    static void check(CreateBatchRequest request) throws StatusException {
        Batch batch = request.getBatch();
        require(request.getParent().matches("projects/[^/]+/locations/[^/]+"), "Invalid parent");
        require(request.getBatchId().matches("[a-z0-9-]{4,63}"), "Invalid batch id");
        require(request.getRequestId().matches("[A-Za-z0-9_-]{0,40}"), "Invalid request id");
        require(batch.getBatchConfigCase() != Batch.BatchConfigCase.BATCHCONFIG_NOT_SET, "Batch config is required");
        require(batch.getLabelsCount() <= 32, "Too many labels");
        for (Map.Entry<String, String> label : batch.getLabelsMap().entrySet()) {
            require(
                    label.getKey().matches("[a-z][a-z0-9_-]{0,62}")
                            && label.getValue().matches("[a-z0-9_-]{0,63}"),
                    "Invalid label " + label);
        }
        Map<String, String> properties = batch.getRuntimeConfig().getPropertiesMap();
        require(!properties.containsKey("spark.master"), "Attempted to set unsupported properties: [spark.master]");
        size("driver", properties);
        size("executor", properties);
    }

    private static void size(String role, Map<String, String> properties) throws StatusException {
        String cores = properties.get("spark." + role + ".cores");
        if (cores == null) {
            return;
        }
        require(CORES.contains(cores), "Invalid value for spark." + role + ".cores: " + cores);
        int perCore =
                (mib(properties, "spark." + role + ".memory") + mib(properties, "spark." + role + ".memoryOverhead"))
                        / Integer.parseInt(cores);
        require(
                perCore >= LEAST_PER_CORE && perCore <= MOST_PER_CORE,
                "Total memory per core of the " + role + " must be between 1024m and 7424m, it is " + perCore + "m");
    }

    private static int mib(Map<String, String> properties, String name) {
        return Integer.parseInt(properties.get(name).replaceFirst("m$", ""));
    }

    private static void require(boolean fine, String message) throws StatusException {
        if (!fine) {
            throw refused(Status.INVALID_ARGUMENT, message);
        }
    }
}
