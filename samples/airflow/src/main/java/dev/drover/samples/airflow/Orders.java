package dev.drover.samples.airflow;

import dev.drover.Drover;
import dev.drover.RequestKey;
import dev.drover.SparkSql;
import dev.drover.task.OnTermination;
import dev.drover.task.SparkTask;
import java.time.Duration;
import java.time.LocalDate;

/** The task: counts the orders of a day. The same however it is started. */
public final class Orders {
    private Orders() {}

    /** The task of a day, under Airflow's name for it. */
    public static SparkTask task(Drover drover, RequestKey key, LocalDate day) {
        SparkSql job = SparkSql.text("SELECT count(*) FROM range(100) WHERE date'" + day + "' > date'2000-01-01'")
                .build();
        return SparkTask.builder(drover, key, job)
                .deadline(Duration.ofHours(2))
                .onTermination(OnTermination.CANCEL)
                .build();
    }
}
