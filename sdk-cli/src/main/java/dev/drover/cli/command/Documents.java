package dev.drover.cli.command;

import dev.drover.ClusterNode;
import dev.drover.ClusterStatus;
import dev.drover.JobStatus;
import dev.drover.MetricsTarget;
import dev.drover.RootCause;
import dev.drover.StoredObject;
import dev.drover.cli.output.Document;

/** The values of the API as documents. */
final class Documents {
    private Documents() {}

    static Document of(JobStatus status) {
        return new Document()
                .with("id", status.id())
                .with("state", status.state())
                .with("nativeState", status.nativeState())
                .with("exitCode", status.exitCode())
                .with("detail", status.detail())
                .with("name", status.name())
                .with("submittedAt", status.submittedAt())
                .with("endedAt", status.endedAt())
                .with("observedAt", status.observedAt());
    }

    static Document of(RootCause cause) {
        return new Document()
                .with("category", cause.category())
                .with("exception", cause.exception())
                .with("message", cause.message())
                .with("lines", cause.lines());
    }

    static Document of(ClusterStatus status) {
        return new Document()
                .with("id", status.id())
                .with("state", status.state())
                .with("nativeState", status.nativeState())
                .with("sparkVersion", status.sparkVersion())
                .with("problem", status.problem())
                .with("workers", status.nodes(ClusterNode.Role.WORKER).size())
                .with("nodes", status.nodes().stream().map(Documents::of).toList())
                .with("metrics", status.metrics().stream().map(Documents::of).toList())
                .with("observedAt", status.observedAt());
    }

    private static Document of(ClusterNode node) {
        return new Document()
                .with("id", node.id())
                .with("role", node.role())
                .with("address", node.address())
                .with("state", node.state())
                .with("cores", node.cores())
                .with("coresUsed", node.coresUsed())
                .with("memoryMiB", node.memoryMiB())
                .with("memoryUsedMiB", node.memoryUsedMiB())
                .with("ui", node.ui());
    }

    private static Document of(MetricsTarget target) {
        return new Document()
                .with("role", target.role())
                .with("uri", target.uri())
                .with("labels", target.labels());
    }

    static Document of(StoredObject object) {
        return new Document()
                .with("uri", object.uri())
                .with("size", object.size())
                .with("modifiedAt", object.modifiedAt());
    }
}
