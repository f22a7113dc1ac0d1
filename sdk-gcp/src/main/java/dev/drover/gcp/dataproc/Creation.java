package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.Cluster;
import com.google.cloud.dataproc.v1.ClusterStatus.State;
import com.google.cloud.dataproc.v1.CreateClusterRequest;
import com.google.cloud.dataproc.v1.DeleteClusterRequest;
import com.google.rpc.Code;
import dev.drover.Attempt;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.spi.CallContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Asks for clusters, each by the one name of its attempt, and knows how the asking ended. Where the name is taken by an
 * earlier cluster of the attempt that failed, that one is cleared away. Safe for use by many threads.
 */
final class Creation {
    private static final int REMEMBERED = 1000;

    private final ClusterApi api;
    private final RequestIds requestIds;
    /** The operations by the names of their clusters. */
    private final Map<String, String> begun = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    };

    Creation(ClusterApi api, RequestIds requestIds) {
        this.api = api;
        this.requestIds = requestIds;
    }

    /** Sends the request; returns once Dataproc has accepted it. */
    void send(CreateClusterRequest request, Attempt attempt, CallContext context) {
        try {
            String operation = api.create(request, context).getName();
            synchronized (begun) {
                begun.put(request.getCluster().getClusterName(), operation);
            }
        } catch (DroverException e) {
            throw e.code() == ErrorCode.ALREADY_EXISTS ? taken(attempt, e, context) : e;
        }
    }

    /** The core looks for a cluster that is there already, and asks again if there is none that lives. */
    private DroverException taken(Attempt attempt, DroverException refusal, CallContext context) {
        String name = ClusterNames.of(attempt);
        Optional<Cluster> there = api.find(name, context);
        if (there.isPresent() && !ClusterNames.isOf(attempt, there.get())) {
            return new DroverException(
                    ErrorCode.CONFLICT,
                    "There is a cluster '" + name + "' that was not made for this key, for it lacks the labels: end it,"
                            + " or use another key.");
        }
        if (there.isPresent() && there.get().getStatus().getState() == State.ERROR) {
            context.progress("the last cluster of this key has failed and is ended first");
            end(name, there.get().getClusterUuid(), context);
        }
        return refusal;
    }

    /** Asks for the end of a cluster; of one that has ended or is ending already, that is done. */
    void end(String name, String uuid, CallContext context) {
        forget(name);
        DeleteClusterRequest request = DeleteClusterRequest.newBuilder()
                .setProjectId(api.place().project())
                .setRegion(api.place().region())
                .setClusterName(name)
                .setClusterUuid(uuid)
                .setRequestId(requestIds.next())
                .build();
        try {
            api.delete(request, context);
        } catch (DroverException e) {
            if (e.code() != ErrorCode.NOT_FOUND && !(e.code() == ErrorCode.CONFLICT && isEnding(name, context))) {
                throw e;
            }
        }
    }

    private boolean isEnding(String name, CallContext context) {
        return api.find(name, context)
                .map(cluster -> cluster.getStatus().getState() == State.DELETING)
                .orElse(true);
    }

    private void forget(String name) {
        synchronized (begun) {
            begun.remove(name);
        }
    }

    /** Why a cluster that was asked for here has failed, or is not there. */
    Optional<String> failure(String name, CallContext context) {
        Optional<String> operation;
        synchronized (begun) {
            operation = Optional.ofNullable(begun.get(name));
        }
        return operation
                .flatMap(known -> api.operation(known, context))
                .filter(known -> known.hasError() && known.getError().getCode() != Code.OK_VALUE)
                .map(known -> known.getError().getMessage());
    }
}
