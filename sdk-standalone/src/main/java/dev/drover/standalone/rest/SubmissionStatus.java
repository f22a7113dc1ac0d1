package dev.drover.standalone.rest;

import java.util.Optional;

/**
 * What the submission server says of a driver.
 *
 * @param driverState Spark's word
 * @param message the exception, for state ERROR
 * @param sparkVersion of the server
 */
public record SubmissionStatus(
        String submissionId, String driverState, Optional<String> message, String sparkVersion) {}
