package dev.drover.standalone.rest;

import java.util.List;
import java.util.Map;

/**
 * What a driver is to be started with.
 *
 * @param appResource URI of the jar that the worker fetches for the driver
 * @param mainClass in that jar, or in {@code spark.jars}
 * @param sparkProperties visible in process lists and web pages; no secrets
 * @param environmentVariables of the driver; may hold secrets, so {@link #toString()} leaves them out
 */
public record SubmissionRequest(
        String appResource,
        String mainClass,
        List<String> appArgs,
        Map<String, String> sparkProperties,
        Map<String, String> environmentVariables) {
    public SubmissionRequest {
        appArgs = List.copyOf(appArgs);
        sparkProperties = Map.copyOf(sparkProperties);
        environmentVariables = Map.copyOf(environmentVariables);
    }

    @Override
    public String toString() {
        return "SubmissionRequest[" + mainClass + " in " + appResource + "]";
    }
}
