package dev.drover.samples.airflow;

import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.RequestKey;
import dev.drover.task.TaskProcess;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;

/** The task as a program, for BashOperator and KubernetesPodOperator; the Dag says by the environment which one it is. */
public final class OrdersProgram {
    private OrdersProgram() {}

    public static void main(String[] args) {
        Map<String, String> env = System.getenv();
        TaskProcess process = TaskProcess.printingTo(System.out);
        String xcom = env.getOrDefault("XCOM_FILE", "");
        System.exit((xcom.isEmpty() ? process : process.xcom(Path.of(xcom)))
                .run(
                        () -> Drover.open(Path.of(of(env, "DROVER_CONFIG"))),
                        drover -> Orders.task(drover, key(env), day(of(env, "ORDERS_DAY")))));
    }

    private static RequestKey key(Map<String, String> env) {
        return RequestKey.ofAirflow(
                of(env, "TASK_DAG_ID"),
                of(env, "TASK_RUN_ID"),
                of(env, "TASK_ID"),
                mapIndex(of(env, "TASK_MAP_INDEX")));
    }

    private static String of(Map<String, String> env, String name) {
        String value = env.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw DroverException.invalid("The environment says nothing of " + name + "; the Dag has to.");
        }
        return value;
    }

    private static int mapIndex(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw DroverException.invalid("TASK_MAP_INDEX is a number, not '" + text + "'.");
        }
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw DroverException.invalid("ORDERS_DAY is a day such as 2026-11-21, not '" + text + "'.");
        }
    }
}
