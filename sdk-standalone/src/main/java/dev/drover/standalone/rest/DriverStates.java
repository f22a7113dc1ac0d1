package dev.drover.standalone.rest;

import dev.drover.JobState;

/** The translation of {@code org.apache.spark.deploy.master.DriverState}. */
final class DriverStates {

    private DriverStates() {}

    static JobState translate(String driverState) {
        return switch (driverState) {
            case "SUBMITTED" -> JobState.QUEUED;
            case "RUNNING", "RELAUNCHING" -> JobState.RUNNING;
            case "FINISHED" -> JobState.SUCCEEDED;
            case "KILLED" -> JobState.CANCELLED;
            // ERROR: the worker could not start it, or was lost with it.
            case "FAILED", "ERROR" -> JobState.FAILED;
            // UNKNOWN: the master has restarted and not yet heard of it.
            default -> JobState.UNKNOWN;
        };
    }
}
