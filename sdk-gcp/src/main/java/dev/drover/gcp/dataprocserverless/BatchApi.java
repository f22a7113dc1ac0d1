package dev.drover.gcp.dataprocserverless;

import com.google.cloud.dataproc.v1.Batch;
import com.google.cloud.dataproc.v1.BatchControllerClient;
import com.google.cloud.dataproc.v1.BatchControllerSettings;
import com.google.cloud.dataproc.v1.CreateBatchRequest;
import com.google.cloud.dataproc.v1.GetBatchRequest;
import com.google.cloud.dataproc.v1.ListBatchesRequest;
import com.google.cloud.dataproc.v1.ListBatchesResponse;
import com.google.longrunning.CancelOperationRequest;
import dev.drover.gcp.internal.GcpCalls;
import dev.drover.gcp.internal.GcpConnection;
import dev.drover.gcp.internal.Rpc;
import dev.drover.spi.CallContext;
import dev.drover.spi.Existing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The native calls in one region, one each. What has an id that no batch has is not there, without a call.
 *
 * <p>Source: <a href="https://cloud.google.com/dataproc-serverless/docs/reference/rpc/google.cloud.dataproc.v1">RPC
 * reference</a>.
 */
final class BatchApi implements AutoCloseable {
    /** The most that Google gives. */
    private static final int PAGE = 1_000;

    private static final Pattern ID = Pattern.compile("[a-z0-9-]{4,63}");

    private final String parent;
    private final Rpc rpc;
    private final GcpCalls calls;
    private final BatchControllerClient client;

    BatchApi(GcpConnection connection, String project, String region) {
        String host = region + "-dataproc.googleapis.com";
        parent = "projects/" + project + "/locations/" + region;
        rpc = connection.rpc(host);
        calls = connection.calls(host, project + "/" + region);
        BatchControllerSettings.Builder settings = BatchControllerSettings.newBuilder();
        rpc.prepare(settings);
        try {
            client = BatchControllerClient.create(settings.build());
        } catch (IOException e) {
            throw new UncheckedIOException("Not over a channel that is there", e);
        }
    }

    /** The same request makes one batch, however often it is sent: it carries a request id. */
    void create(CreateBatchRequest request, CallContext context) {
        var unused = calls.keyed("CreateBatch", context, left -> rpc.call(client.createBatchCallable(), request, left));
    }

    String parent() {
        return parent;
    }

    String name(String id) {
        return parent + "/batches/" + id;
    }

    Optional<Batch> get(String id, CallContext context) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        GetBatchRequest request = GetBatchRequest.newBuilder().setName(name(id)).build();
        return Existing.of(
                () -> calls.read("GetBatch", context, left -> rpc.call(client.getBatchCallable(), request, left)));
    }

    /**
     * A page, the newest first.
     *
     * @param filter empty for all
     * @param token of the page; empty for the first
     */
    ListBatchesResponse list(String filter, String token, CallContext context) {
        ListBatchesRequest request = ListBatchesRequest.newBuilder()
                .setParent(parent)
                .setFilter(filter)
                .setOrderBy("create_time desc")
                .setPageSize(PAGE)
                .setPageToken(token)
                .build();
        return calls.read("ListBatches", context, left -> rpc.call(client.listBatchesCallable(), request, left));
    }

    /** Asks the operation that makes a batch to end, and so the batch. */
    void cancel(Batch batch, CallContext context) {
        CancelOperationRequest request = CancelOperationRequest.newBuilder()
                .setName(batch.getOperation())
                .build();
        var unused = calls.keyed(
                "CancelOperation",
                context,
                left -> rpc.call(client.getOperationsClient().cancelOperationCallable(), request, left));
    }

    @Override
    public void close() {
        client.close();
        rpc.close();
    }
}
