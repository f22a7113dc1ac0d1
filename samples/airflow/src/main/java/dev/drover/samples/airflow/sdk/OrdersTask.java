package dev.drover.samples.airflow.sdk;

import dev.drover.Drover;
import dev.drover.RequestKey;
import dev.drover.samples.airflow.Orders;
import dev.drover.task.TaskResult;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.apache.airflow.sdk.Bundle;
import org.apache.airflow.sdk.Client;
import org.apache.airflow.sdk.Context;
import org.apache.airflow.sdk.Server;
import org.apache.airflow.sdk.Task;

/**
 * The task for the Airflow Java SDK: all that knows of it. Compiled by profile {@code airflow} alone, since the SDK is not to be
 * had everywhere. Whatever it throws, Airflow tries again if the Dag allows retries; there is no exception yet that forbids that.
 */
public final class OrdersTask implements Task {

    /** Airflow starts this for each try. */
    public static void main(String[] args) {
        Server.create(args).serve(new Bundle().register("orders", "count_in_java", OrdersTask.class));
    }

    @Override
    public void execute(Context context, Client client) throws Exception {
        RequestKey key =
                RequestKey.ofAirflow(context.ti.dagId, context.ti.runId, context.ti.taskId, context.ti.mapIndex);
        try (Drover drover = Drover.open(Path.of(System.getenv("DROVER_CONFIG")))) {
            TaskResult result = Orders.task(drover, key, day(context)).run();
            client.setXCom(result.asMap());
            if (!result.succeeded()) {
                throw new IllegalStateException(result.toJson());
            }
        }
    }

    private static LocalDate day(Context context) {
        OffsetDateTime start = Objects.requireNonNull(context.dagRun.dataIntervalStart, "the Dag has a schedule");
        return start.toLocalDate();
    }
}
