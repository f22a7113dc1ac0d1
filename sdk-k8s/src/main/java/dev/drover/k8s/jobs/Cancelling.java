package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.k8s.internal.KubeCalls;
import dev.drover.k8s.internal.KubeRequest;
import dev.drover.k8s.internal.Patch;
import dev.drover.spi.CallContext;
import java.util.List;

/**
 * Ends runs so that their objects stay: they are the record that there was a run, that it was cancelled, and that its name
 * is taken. Immutable.
 */
final class Cancelling {
    /** Changes by the operator in between that are put up with. */
    private static final int TRIES = 10;

    private final KubeCalls calls;
    private final Runs runs;
    private final Pods pods;

    Cancelling(KubeCalls calls, Runs runs, Pods pods) {
        this.calls = calls;
        this.runs = runs;
        this.pods = pods;
    }

    void cancel(JobId job, CallContext context) {
        if (!Runs.possible(job)) {
            throw unknown(job);
        }
        String namespace = job.cluster().name();
        Kind kind = runs.kind(job, context).orElseThrow(() -> unknown(job));
        for (int tries = 1; ; tries++) {
            JsonObject object =
                    runs.get(kind, namespace, Runs.name(job), context).orElseThrow(() -> unknown(job));
            if (kind.read(object).state().terminal()) {
                return;
            }
            try {
                mark(kind, namespace, object, context);
                if (kind.leavesItsPod()) {
                    deleteDriver(job, context);
                }
                return;
            } catch (DroverException e) {
                // The operator has written to it meanwhile: the run may have ended.
                if (e.code() != ErrorCode.CONFLICT || tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private void mark(Kind kind, String namespace, JsonObject object, CallContext context) {
        if (!Marks.cancelled(object)) {
            var unused = calls.keyed(
                    KubeRequest.patch(
                                    kind.resource(),
                                    namespace,
                                    Marks.name(object),
                                    Patch.MERGE,
                                    Marks.cancelling(object, kind.ending(), context.now()))
                            .with("fieldValidation", "Strict"),
                    context);
        }
    }

    private void deleteDriver(JobId job, CallContext context) {
        String namespace = job.cluster().name();
        for (JsonObject pod : pods.drivers(namespace, List.of(Runs.name(job)), context)) {
            if (!PodReport.ended(pod)) {
                try {
                    pods.delete(namespace, pod, context);
                } catch (DroverException e) {
                    if (e.code() != ErrorCode.NOT_FOUND && e.code() != ErrorCode.CONFLICT) {
                        throw e;
                    }
                }
            }
        }
    }

    static DroverException unknown(JobId job) {
        return new DroverException(
                ErrorCode.NOT_FOUND,
                "The namespace '" + job.cluster().name() + "' has no run of Drover's " + job.nativeId()
                        + ": the id is wrong, or the run was deleted, as all are some time after their end.");
    }
}
