/**
 * One job as a task of somebody else's scheduler, such as Airflow: submitted or picked up again, waited for, and dealt with
 * when the scheduler ends the process. {@link dev.drover.task.SparkTask} is for programs that do other things too,
 * {@link dev.drover.task.TaskProcess} for a {@code main} that is nothing else.
 */
@NullMarked
package dev.drover.task;

import org.jspecify.annotations.NullMarked;
