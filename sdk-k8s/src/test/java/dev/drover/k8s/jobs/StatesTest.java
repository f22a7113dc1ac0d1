package dev.drover.k8s.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.drover.JobState;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every native state of both operators and of Jobs, and what it means when somebody has asked for the end. */
class StatesTest {

    private static JsonObject object(boolean cancelled, String status) {
        String mark = cancelled ? "\"" + Marks.CANCELLED + "\":\"2026-11-21T00:00:00Z\"" : "";
        return JsonParser.parseString("{\"metadata\":{\"annotations\":{" + mark + "}}," + status + "}")
                .getAsJsonObject();
    }

    @ParameterizedTest
    @CsvSource({
        "'', NEW, QUEUED, CANCELLING",
        "SUBMITTED, SUBMITTED, QUEUED, CANCELLING",
        "RUNNING, RUNNING, RUNNING, CANCELLING",
        "SUCCEEDING, SUCCEEDING, RUNNING, CANCELLING",
        "COMPLETED, COMPLETED, SUCCEEDED, SUCCEEDED",
        "FAILING, FAILING, RUNNING, CANCELLING",
        "FAILED, FAILED, FAILED, FAILED",
        "SUBMISSION_FAILED, SUBMISSION_FAILED, QUEUED, CANCELLING",
        "PENDING_RERUN, PENDING_RERUN, QUEUED, CANCELLING",
        "INVALIDATING, INVALIDATING, QUEUED, CANCELLING",
        "SUSPENDING, SUSPENDING, QUEUED, CANCELLING",
        "SUSPENDED, SUSPENDED, QUEUED, CANCELLED",
        "RESUMING, RESUMING, QUEUED, CANCELLING",
        "UNKNOWN, UNKNOWN, UNKNOWN, CANCELLING",
        "SOMETHING_NEW, SOMETHING_NEW, UNKNOWN, CANCELLING",
    })
    void kubeflow(String state, String word, JobState means, JobState marked) {
        String status = "\"status\":{\"applicationState\":{\"state\":\"" + state + "\",\"errorMessage\":\"why\"}}";
        Reading reading = new Kubeflow("v1beta2").read(object(false, status));

        assertThat(reading.state()).isEqualTo(means);
        assertThat(reading.word()).isEqualTo(word);
        assertThat(reading.detail()).contains("why");
        assertThat(new Kubeflow("v1beta2").read(object(true, status)).state()).isEqualTo(marked);
    }

    @ParameterizedTest
    @CsvSource({
        "'', NEVER, QUEUED, CANCELLING",
        "Submitted, NEVER, QUEUED, CANCELLING",
        "ScheduledToRestart, NEVER, QUEUED, CANCELLING",
        "DriverRequested, NEVER, QUEUED, CANCELLING",
        "DriverStarted, NEVER, RUNNING, CANCELLING",
        "DriverReady, NEVER, RUNNING, CANCELLING",
        "InitializedBelowThresholdExecutors, NEVER, RUNNING, CANCELLING",
        "RunningHealthy, NEVER, RUNNING, CANCELLING",
        "RunningWithPartialCapacity, NEVER, RUNNING, CANCELLING",
        "RunningWithBelowThresholdExecutors, NEVER, RUNNING, CANCELLING",
        "DriverStartTimedOut, NEVER, FAILED, CANCELLED",
        "ExecutorsStartTimedOut, NEVER, FAILED, CANCELLED",
        "DriverReadyTimedOut, NEVER, FAILED, CANCELLED",
        "Succeeded, NEVER, SUCCEEDED, SUCCEEDED",
        "Failed, NEVER, FAILED, CANCELLED",
        "Failed, OnFailure, RUNNING, CANCELLING",
        "SchedulingFailure, NEVER, FAILED, CANCELLED",
        "DriverEvicted, NEVER, FAILED, CANCELLED",
        "SomethingNew, NEVER, UNKNOWN, CANCELLING",
    })
    void apache(String state, String policy, JobState means, JobState marked) {
        String spec = policy.equals("NEVER")
                ? ""
                : "\"spec\":{\"applicationTolerations\":{\"restartConfig\":{\"restartPolicy\":\"" + policy + "\"}}},";
        String status = spec + "\"status\":{\"currentState\":{\"currentStateSummary\":\"" + state + "\"}}";

        assertThat(new Apache("v1").read(object(false, status)).state()).isEqualTo(means);
        assertThat(new Apache("v1").read(object(true, status)).state()).isEqualTo(marked);
    }

    @ParameterizedTest
    @CsvSource({
        "ResourceReleased, Succeeded, SUCCEEDED, SUCCEEDED",
        "ResourceReleased, Failed, FAILED, CANCELLED",
        "ResourceReleased, DriverEvicted, FAILED, CANCELLED",
        "ResourceReleased, RunningHealthy, LOST, CANCELLED",
        "TerminatedWithoutReleaseResources, Succeeded, SUCCEEDED, SUCCEEDED",
        "TerminatedWithoutReleaseResources, SchedulingFailure, FAILED, CANCELLED",
    })
    void howAnApplicationOfApachesHasEndedIsInItsHistory(String state, String before, JobState means, JobState marked) {
        String status = """
                "status":{"currentState":{"currentStateSummary":"%1$s"},"stateTransitionHistory":{
                  "0":{"currentStateSummary":"Submitted"},
                  "9":{"currentStateSummary":"RunningHealthy"},
                  "10":{"currentStateSummary":"%2$s","message":"so it was"},
                  "11":{"currentStateSummary":"TerminatedWithoutReleaseResources"},
                  "12":{"currentStateSummary":"%1$s"}}}""".formatted(state, before);
        Reading reading = new Apache("v1").read(object(false, status));

        assertThat(reading.state()).isEqualTo(means);
        assertThat(reading.word()).isEqualTo(state);
        assertThat(new Apache("v1").read(object(true, status)).state()).isEqualTo(marked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | NEW | QUEUED | CANCELLING",
                "{\"active\":1} | Pending | QUEUED | CANCELLING",
                "{\"active\":1,\"ready\":1} | Running | RUNNING | CANCELLING",
                "{\"conditions\":[{\"type\":\"Complete\",\"status\":\"True\"}]} | Complete | SUCCEEDED | SUCCEEDED",
                "{\"conditions\":[{\"type\":\"Failed\",\"status\":\"True\"}]} | Failed | FAILED | FAILED",
                "{\"conditions\":[{\"type\":\"Suspended\",\"status\":\"True\"}]} | Suspended | QUEUED | CANCELLED",
                "{\"active\":1,\"conditions\":[{\"type\":\"Suspended\",\"status\":\"True\"}]} | Suspended | QUEUED | CANCELLING",
                "{\"active\":1,\"conditions\":[{\"type\":\"Suspended\",\"status\":\"False\"}]} | Pending | QUEUED | CANCELLING",
                "{\"active\":1,\"conditions\":[{\"type\":\"FailureTarget\",\"status\":\"True\"}]} | Pending | QUEUED | CANCELLING",
            })
    void jobs(String status, String word, JobState means, JobState marked) {
        Reading reading = new CommandJobs().read(object(false, "\"status\":" + status));

        assertThat(reading.state()).isEqualTo(means);
        assertThat(reading.word()).isEqualTo(word);
        assertThat(new CommandJobs().read(object(true, "\"status\":" + status)).state())
                .isEqualTo(marked);
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETED, '', 0",
        "'FAILED', 'driver container failed with ExitCode: 3, Reason: Error', 3",
        "'FAILED', 'driver container failed with ExitCode: 137, Reason: OOMKilled', 137",
        "FAILED, driver pod not found, -1",
        "RUNNING, '', -1",
    })
    void exitCodesOfKubeflows(String state, String message, int code) {
        String status =
                "\"status\":{\"applicationState\":{\"state\":\"" + state + "\",\"errorMessage\":\"" + message + "\"}}";

        assertThat(new Kubeflow("v1beta2").read(object(false, status)).exitCode())
                .isEqualTo(code < 0 ? OptionalInt.empty() : OptionalInt.of(code));
    }

    @ParameterizedTest
    @CsvSource({"v1beta2, v1beta1", "v1, v1beta1", "v1, v1alpha9", "v2, v1", "v10, v9", "v1, something"})
    void theNewestVersionIsTaken(String newer, String older) {
        assertThat(Operators.age(newer)).isGreaterThan(Operators.age(older));
    }
}
