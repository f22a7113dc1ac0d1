package dev.drover.aws.emreks;

import dev.drover.aws.internal.AwsCalls;
import dev.drover.aws.internal.Page;
import dev.drover.spi.CallContext;
import dev.drover.spi.Existing;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.emrcontainers.EmrContainersClient;
import software.amazon.awssdk.services.emrcontainers.model.CreateVirtualClusterRequest;
import software.amazon.awssdk.services.emrcontainers.model.JobRun;
import software.amazon.awssdk.services.emrcontainers.model.ListJobRunsRequest;
import software.amazon.awssdk.services.emrcontainers.model.ListJobRunsResponse;
import software.amazon.awssdk.services.emrcontainers.model.ListVirtualClustersResponse;
import software.amazon.awssdk.services.emrcontainers.model.StartJobRunRequest;
import software.amazon.awssdk.services.emrcontainers.model.VirtualCluster;

/**
 * The native calls, one each. What has an id that AWS gives to nothing is not there, without a call.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/emr-on-eks/latest/APIReference/Welcome.html">API reference</a>.
 */
final class EmrEksApi {
    private static final Pattern ID = Pattern.compile("[0-9a-z]{1,64}");
    private static final int PAGE = 50;

    private final EmrContainersClient client;
    private final AwsCalls calls;

    EmrEksApi(EmrContainersClient client, AwsCalls calls) {
        this.client = client;
        this.calls = calls;
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    String createVirtualCluster(CreateVirtualClusterRequest.Builder request, CallContext context) {
        return calls.keyed(
                "CreateVirtualCluster",
                context,
                limits -> client.createVirtualCluster(
                                request.overrideConfiguration(limits).build())
                        .id());
    }

    Optional<VirtualCluster> virtualCluster(String id, CallContext context) {
        return known(
                id,
                () -> calls.read(
                        "DescribeVirtualCluster",
                        context,
                        limits -> client.describeVirtualCluster(r -> r.id(id).overrideConfiguration(limits))
                                .virtualCluster()));
    }

    Page<VirtualCluster> virtualClusters(Collection<String> states, Optional<String> token, CallContext context) {
        ListVirtualClustersResponse page = calls.read(
                "ListVirtualClusters",
                context,
                limits -> client.listVirtualClusters(r -> r.statesWithStrings(states)
                        .maxResults(PAGE)
                        .nextToken(token.orElse(null))
                        .overrideConfiguration(limits)));
        return Page.of(page.virtualClusters(), page.nextToken());
    }

    void deleteVirtualCluster(String id, CallContext context) {
        calls.keyed(
                "DeleteVirtualCluster",
                context,
                limits -> client.deleteVirtualCluster(r -> r.id(id).overrideConfiguration(limits)));
    }

    String startJobRun(StartJobRunRequest.Builder request, CallContext context) {
        return calls.keyed(
                "StartJobRun",
                context,
                limits -> client.startJobRun(
                                request.overrideConfiguration(limits).build())
                        .id());
    }

    Optional<JobRun> jobRun(String virtualCluster, String id, CallContext context) {
        if (!isId(virtualCluster)) {
            return Optional.empty();
        }
        return known(
                id,
                () -> calls.read(
                        "DescribeJobRun",
                        context,
                        limits -> client.describeJobRun(r -> r.virtualClusterId(virtualCluster)
                                        .id(id)
                                        .overrideConfiguration(limits))
                                .jobRun()));
    }

    Page<JobRun> jobRunsNamed(String name, String virtualCluster, Optional<String> token, CallContext context) {
        return jobRuns(
                ListJobRunsRequest.builder().virtualClusterId(virtualCluster).name(name), token, context);
    }

    /** @param states none for all */
    Page<JobRun> jobRuns(
            Collection<String> states,
            Optional<Instant> since,
            String virtualCluster,
            Optional<String> token,
            CallContext context) {
        return jobRuns(
                ListJobRunsRequest.builder()
                        .virtualClusterId(virtualCluster)
                        .statesWithStrings(states)
                        // Whether it is among them itself is not told.
                        .createdAfter(since.map(start -> start.minusSeconds(1)).orElse(null)),
                token,
                context);
    }

    private Page<JobRun> jobRuns(ListJobRunsRequest.Builder request, Optional<String> token, CallContext context) {
        request.maxResults(PAGE).nextToken(token.orElse(null));
        ListJobRunsResponse page = calls.read(
                "ListJobRuns",
                context,
                limits ->
                        client.listJobRuns(request.overrideConfiguration(limits).build()));
        return Page.of(page.jobRuns(), page.nextToken());
    }

    void cancelJobRun(String virtualCluster, String id, CallContext context) {
        calls.keyed(
                "CancelJobRun",
                context,
                limits -> client.cancelJobRun(
                        r -> r.virtualClusterId(virtualCluster).id(id).overrideConfiguration(limits)));
    }

    private static <T> Optional<T> known(String id, Supplier<T> call) {
        return isId(id) ? Existing.of(call) : Optional.empty();
    }
}
