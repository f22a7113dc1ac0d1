package dev.drover.aws.emr;

import dev.drover.aws.internal.AwsCalls;
import dev.drover.spi.CallContext;
import java.util.List;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.emr.model.CancelStepsInfo;
import software.amazon.awssdk.services.emr.model.Cluster;
import software.amazon.awssdk.services.emr.model.DescribeReleaseLabelResponse;
import software.amazon.awssdk.services.emr.model.InstanceFleet;
import software.amazon.awssdk.services.emr.model.InstanceFleetModifyConfig;
import software.amazon.awssdk.services.emr.model.InstanceGroup;
import software.amazon.awssdk.services.emr.model.InstanceGroupModifyConfig;
import software.amazon.awssdk.services.emr.model.ListClustersRequest;
import software.amazon.awssdk.services.emr.model.ListClustersResponse;
import software.amazon.awssdk.services.emr.model.ListInstancesRequest;
import software.amazon.awssdk.services.emr.model.ListInstancesResponse;
import software.amazon.awssdk.services.emr.model.ListStepsRequest;
import software.amazon.awssdk.services.emr.model.ListStepsResponse;
import software.amazon.awssdk.services.emr.model.RunJobFlowRequest;
import software.amazon.awssdk.services.emr.model.StepConfig;

/**
 * EMR's operations that Drover uses, each one native call
 * (<a href="https://docs.aws.amazon.com/emr/latest/APIReference/API_Operations.html">EMR: API operations</a>).
 */
final class EmrApi {
    private final EmrClient emr;
    private final AwsCalls calls;

    EmrApi(EmrClient emr, AwsCalls calls) {
        this.emr = emr;
        this.calls = calls;
    }

    /** EMR knows no token here: a repeat makes a second cluster. */
    String runJobFlow(RunJobFlowRequest.Builder request, CallContext context) {
        return calls.unsafe(
                "RunJobFlow",
                context,
                limits -> emr.runJobFlow(request.overrideConfiguration(limits).build())
                        .jobFlowId());
    }

    Cluster describeCluster(String cluster, CallContext context) {
        return calls.read(
                "DescribeCluster",
                context,
                limits -> emr.describeCluster(r -> r.clusterId(cluster).overrideConfiguration(limits))
                        .cluster());
    }

    ListClustersResponse listClusters(ListClustersRequest.Builder request, CallContext context) {
        return calls.read(
                "ListClusters",
                context,
                limits -> emr.listClusters(request.overrideConfiguration(limits).build()));
    }

    ListInstancesResponse listInstances(ListInstancesRequest.Builder request, CallContext context) {
        return calls.read(
                "ListInstances",
                context,
                limits ->
                        emr.listInstances(request.overrideConfiguration(limits).build()));
    }

    /** At most 50 in a cluster, which are one page. */
    List<InstanceGroup> listInstanceGroups(String cluster, CallContext context) {
        return calls.read(
                "ListInstanceGroups",
                context,
                limits -> emr.listInstanceGroups(r -> r.clusterId(cluster).overrideConfiguration(limits))
                        .instanceGroups());
    }

    /** At most 3 in a cluster. */
    List<InstanceFleet> listInstanceFleets(String cluster, CallContext context) {
        return calls.read(
                "ListInstanceFleets",
                context,
                limits -> emr.listInstanceFleets(r -> r.clusterId(cluster).overrideConfiguration(limits))
                        .instanceFleets());
    }

    /** To a number, not by one: a repeat changes nothing. */
    void modifyInstanceGroup(String cluster, InstanceGroupModifyConfig change, CallContext context) {
        calls.keyed(
                "ModifyInstanceGroups",
                context,
                limits -> emr.modifyInstanceGroups(
                        r -> r.clusterId(cluster).instanceGroups(change).overrideConfiguration(limits)));
    }

    void modifyInstanceFleet(String cluster, InstanceFleetModifyConfig change, CallContext context) {
        calls.keyed(
                "ModifyInstanceFleet",
                context,
                limits -> emr.modifyInstanceFleet(
                        r -> r.clusterId(cluster).instanceFleet(change).overrideConfiguration(limits)));
    }

    void terminateJobFlow(String cluster, CallContext context) {
        calls.keyed(
                "TerminateJobFlows",
                context,
                limits -> emr.terminateJobFlows(r -> r.jobFlowIds(cluster).overrideConfiguration(limits)));
    }

    DescribeReleaseLabelResponse describeReleaseLabel(String label, CallContext context) {
        return calls.read(
                "DescribeReleaseLabel",
                context,
                limits -> emr.describeReleaseLabel(r -> r.releaseLabel(label).overrideConfiguration(limits)));
    }

    /**
     * EMR knows no token here either: a repeat adds the steps once more.
     *
     * @return their ids, in the same order
     */
    List<String> addSteps(String cluster, List<StepConfig> steps, CallContext context) {
        return calls.unsafe(
                "AddJobFlowSteps",
                context,
                limits -> emr.addJobFlowSteps(
                                r -> r.jobFlowId(cluster).steps(steps).overrideConfiguration(limits))
                        .stepIds());
    }

    ListStepsResponse listSteps(ListStepsRequest.Builder request, CallContext context) {
        return calls.read(
                "ListSteps",
                context,
                limits -> emr.listSteps(request.overrideConfiguration(limits).build()));
    }

    CancelStepsInfo cancelStep(String cluster, String step, CallContext context) {
        return calls.keyed(
                "CancelSteps",
                context,
                limits -> emr.cancelSteps(r -> r.clusterId(cluster)
                                .stepIds(step)
                                .stepCancellationOption("SEND_INTERRUPT")
                                .overrideConfiguration(limits))
                        .cancelStepsInfoList()
                        .get(0));
    }
}
