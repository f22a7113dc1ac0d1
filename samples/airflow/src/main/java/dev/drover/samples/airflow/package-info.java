/** A Spark job as a task of an Airflow Dag; see docs/airflow.md. */
package dev.drover.samples.airflow;
