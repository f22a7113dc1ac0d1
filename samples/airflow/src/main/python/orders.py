"""A Spark job as an Airflow task, in three ways. Each try is a JVM of its own; all tries of a task share one job."""

from datetime import datetime, timedelta
import json

from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import dag, task

# What the program is told: by the environment, so that no shell reads it. The try's number is not among it.
TASK = {
    "DROVER_CONFIG": "/opt/orders/drover.yaml",
    "ORDERS_DAY": "{{ ds }}",
    "TASK_DAG_ID": "{{ dag.dag_id }}",
    "TASK_RUN_ID": "{{ run_id }}",
    "TASK_ID": "{{ task.task_id }}",
    "TASK_MAP_INDEX": "{{ ti.map_index }}",
}

# Small: the JVM only waits.
JAVA = ["java", "-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", "/opt/orders/airflow-sample.jar"]


@dag(
    dag_id="orders",
    schedule="@daily",
    start_date=datetime(2026, 11, 1),
    catchup=False,
    # Longer than the task's own deadline of two hours, at which it still cancels the job and looks why.
    default_args={"retries": 3, "retry_delay": timedelta(minutes=2), "execution_timeout": timedelta(hours=2, minutes=5)},
)
def orders():
    # The last line of the program's output is the XCom. "exec": the signal and the exit code are the program's own.
    BashOperator(
        task_id="count_by_bash",
        bash_command="exec " + " ".join(JAVA),
        env=TASK,
        append_env=True,
        output_processor=json.loads,
    )

    # The file is the XCom.
    KubernetesPodOperator(
        task_id="count_in_a_pod",
        image="registry.example.com/orders:1",
        cmds=JAVA,
        env_vars={**TASK, "XCOM_FILE": "/airflow/xcom/return.json"},
        do_xcom_push=True,
        termination_grace_period=10,
    )

    # OrdersTask, by the coordinator that serves this queue.
    @task.stub(queue="java")
    def count_in_java(): ...

    count_in_java()


orders()
