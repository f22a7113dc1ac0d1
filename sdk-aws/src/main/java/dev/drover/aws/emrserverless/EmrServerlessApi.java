package dev.drover.aws.emrserverless;

import dev.drover.aws.internal.AwsCalls;
import dev.drover.aws.internal.Page;
import dev.drover.spi.CallContext;
import dev.drover.spi.Existing;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.emrserverless.EmrServerlessClient;
import software.amazon.awssdk.services.emrserverless.model.Application;
import software.amazon.awssdk.services.emrserverless.model.ApplicationSummary;
import software.amazon.awssdk.services.emrserverless.model.CreateApplicationRequest;
import software.amazon.awssdk.services.emrserverless.model.JobRun;
import software.amazon.awssdk.services.emrserverless.model.JobRunSummary;
import software.amazon.awssdk.services.emrserverless.model.ListApplicationsResponse;
import software.amazon.awssdk.services.emrserverless.model.ListJobRunsRequest;
import software.amazon.awssdk.services.emrserverless.model.ListJobRunsResponse;
import software.amazon.awssdk.services.emrserverless.model.StartJobRunRequest;

/**
 * The native calls, one each. What has an id that AWS gives to nothing is not there, without a call.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/emr-serverless/latest/APIReference/Welcome.html">API reference</a>.
 */
final class EmrServerlessApi {
    private static final Pattern ID = Pattern.compile("[0-9a-z]{1,64}");
    private static final int PAGE = 50;

    private final EmrServerlessClient client;
    private final AwsCalls calls;

    EmrServerlessApi(EmrServerlessClient client, AwsCalls calls) {
        this.client = client;
        this.calls = calls;
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    String createApplication(CreateApplicationRequest.Builder request, CallContext context) {
        return calls.keyed(
                "CreateApplication",
                context,
                limits -> client.createApplication(
                                request.overrideConfiguration(limits).build())
                        .applicationId());
    }

    Optional<Application> application(String id, CallContext context) {
        return known(
                id,
                () -> calls.read(
                        "GetApplication",
                        context,
                        limits -> client.getApplication(r -> r.applicationId(id).overrideConfiguration(limits))
                                .application()));
    }

    Page<ApplicationSummary> applications(Collection<String> states, Optional<String> token, CallContext context) {
        ListApplicationsResponse page = calls.read(
                "ListApplications",
                context,
                limits -> client.listApplications(r -> r.statesWithStrings(states)
                        .maxResults(PAGE)
                        .nextToken(token.orElse(null))
                        .overrideConfiguration(limits)));
        return Page.of(page.applications(), page.nextToken());
    }

    void stopApplication(String id, CallContext context) {
        calls.keyed(
                "StopApplication",
                context,
                limits -> client.stopApplication(r -> r.applicationId(id).overrideConfiguration(limits)));
    }

    void deleteApplication(String id, CallContext context) {
        calls.keyed(
                "DeleteApplication",
                context,
                limits -> client.deleteApplication(r -> r.applicationId(id).overrideConfiguration(limits)));
    }

    String startJobRun(StartJobRunRequest.Builder request, CallContext context) {
        return calls.keyed(
                "StartJobRun",
                context,
                limits -> client.startJobRun(
                                request.overrideConfiguration(limits).build())
                        .jobRunId());
    }

    Optional<JobRun> jobRun(String application, String id, CallContext context) {
        if (!isId(application)) {
            return Optional.empty();
        }
        return known(
                id,
                () -> calls.read(
                        "GetJobRun",
                        context,
                        limits -> client.getJobRun(r -> r.applicationId(application)
                                        .jobRunId(id)
                                        .overrideConfiguration(limits))
                                .jobRun()));
    }

    /**
     * @param states none for all
     * @param since those that were made later
     */
    Page<JobRunSummary> jobRuns(
            Collection<String> states,
            Optional<Instant> since,
            String application,
            Optional<String> token,
            CallContext context) {
        ListJobRunsRequest.Builder request = ListJobRunsRequest.builder()
                .applicationId(application)
                .statesWithStrings(states)
                .createdAtAfter(since.orElse(null));
        request.maxResults(PAGE).nextToken(token.orElse(null));
        ListJobRunsResponse page = calls.read(
                "ListJobRuns",
                context,
                limits ->
                        client.listJobRuns(request.overrideConfiguration(limits).build()));
        return Page.of(page.jobRuns(), page.nextToken());
    }

    void cancelJobRun(String application, String id, CallContext context) {
        calls.keyed(
                "CancelJobRun",
                context,
                limits -> client.cancelJobRun(
                        r -> r.applicationId(application).jobRunId(id).overrideConfiguration(limits)));
    }

    private static <T> Optional<T> known(String id, Supplier<T> call) {
        return isId(id) ? Existing.of(call) : Optional.empty();
    }
}
