package dev.drover.gcp.fake;

import com.google.cloud.dataproc.v1.Batch;
import com.google.cloud.dataproc.v1.BatchControllerGrpc.BatchControllerImplBase;
import com.google.cloud.dataproc.v1.BatchOperationMetadata;
import com.google.cloud.dataproc.v1.CreateBatchRequest;
import com.google.cloud.dataproc.v1.GetBatchRequest;
import com.google.cloud.dataproc.v1.ListBatchesRequest;
import com.google.cloud.dataproc.v1.ListBatchesResponse;
import com.google.longrunning.Operation;
import com.google.protobuf.Any;
import com.google.protobuf.util.Timestamps;
import dev.drover.testkit.spark.SparkMachine;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Batches with state, as the
 * <a href="https://cloud.google.com/dataproc-serverless/docs/reference/rpc/google.cloud.dataproc.v1">RPC reference</a>
 * tells of them: a request id that is known gives the operation that was made with it, whatever else is asked for; a batch id
 * that is taken is refused; pages of 20 unless more are asked for, of 1,000 at most.
 */
public final class FakeBatches extends BatchControllerImplBase {
    /** Where Google puts output if it is not told. */
    public static final String BUCKET = "dataproc-staging";

    private static final Pattern STATE = Pattern.compile("state = ([A-Z]+)");
    private static final int USUAL_PAGE = 20;
    private static final int LONGEST_PAGE = 1_000;

    private final Optional<SparkMachine> machine;
    private final FakeGcs gcs;
    private final Map<String, FakeBatch> batches = new LinkedHashMap<>();
    private final Map<String, FakeBatch> requests = new LinkedHashMap<>();
    private int longestPage = LONGEST_PAGE;

    /** @param machine runs the jobs; empty for batches that stand where a test puts them */
    public FakeBatches(Optional<SparkMachine> machine, FakeGcs gcs) {
        this.machine = machine;
        this.gcs = gcs;
    }

    /** What may fail by a status. */
    @FunctionalInterface
    interface Answering<A> {
        A answer() throws StatusException;
    }

    static <A> void answer(StreamObserver<A> observer, Answering<A> answering) {
        try {
            observer.onNext(answering.answer());
            observer.onCompleted();
        } catch (StatusException e) {
            observer.onError(e);
        }
    }

    static StatusException refused(Status status, String message) {
        return status.withDescription(message).asException();
    }

    @Override
    public void createBatch(CreateBatchRequest request, StreamObserver<Operation> observer) {
        answer(observer, () -> create(request));
    }

    private synchronized Operation create(CreateBatchRequest request) throws StatusException {
        BatchRules.check(request);
        String name = request.getParent() + "/batches/" + request.getBatchId();
        FakeBatch batch = requests.get(request.getRequestId());
        if (batch == null) {
            if (batches.containsKey(name)) {
                throw refused(Status.ALREADY_EXISTS, "Already exists: Failed to create batch: Batch " + name);
            }
            String staging = request.getBatch()
                    .getEnvironmentConfig()
                    .getExecutionConfig()
                    .getStagingBucket();
            batch = new FakeBatch(
                    request,
                    machine.map(spark -> BatchCommand.start(spark, request.getBatch())),
                    staging.isEmpty() ? BUCKET : staging);
            batches.put(name, batch);
            if (!request.getRequestId().isEmpty()) {
                requests.put(request.getRequestId(), batch);
            }
        }
        return Operation.newBuilder()
                .setName(batch.record().getOperation())
                .setMetadata(Any.pack(BatchOperationMetadata.newBuilder()
                        .setBatch(batch.record().getName())
                        .setBatchUuid(batch.record().getUuid())
                        .build()))
                .build();
    }

    @Override
    public void getBatch(GetBatchRequest request, StreamObserver<Batch> observer) {
        answer(observer, () -> get(request.getName()));
    }

    private synchronized Batch get(String name) throws StatusException {
        FakeBatch batch = batches.get(name);
        if (batch == null) {
            throw refused(Status.NOT_FOUND, "Not found: Batch " + name);
        }
        batch.refresh(gcs);
        return batch.record();
    }

    @Override
    public void listBatches(ListBatchesRequest request, StreamObserver<ListBatchesResponse> observer) {
        answer(observer, () -> list(request));
    }

    private synchronized ListBatchesResponse list(ListBatchesRequest request) throws StatusException {
        List<String> states = states(request.getFilter());
        List<Batch> found = batches.values().stream()
                .peek(batch -> batch.refresh(gcs))
                .map(FakeBatch::record)
                .filter(batch -> batch.getName().startsWith(request.getParent() + "/"))
                .filter(batch ->
                        states.isEmpty() || states.contains(batch.getState().name()))
                .sorted(order(request.getOrderBy()))
                .toList();
        int size = Math.min(request.getPageSize() == 0 ? USUAL_PAGE : request.getPageSize(), longestPage);
        int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
        int to = Math.min(found.size(), from + size);
        return ListBatchesResponse.newBuilder()
                .addAllBatches(found.subList(from, to))
                .setNextPageToken(to < found.size() ? String.valueOf(to) : "")
                .build();
    }

    /** As they came, if not asked otherwise: in what order they are then is not told. */
    private static Comparator<Batch> order(String by) throws StatusException {
        return switch (by) {
            case "" -> Comparator.comparing(batch -> 0);
            case "create_time desc" ->
                Comparator.comparing(Batch::getCreateTime, Timestamps.comparator())
                        .reversed();
            default -> throw refused(Status.INVALID_ARGUMENT, "Invalid order_by: " + by);
        };
    }

    private static List<String> states(String filter) throws StatusException {
        if (filter.isEmpty()) {
            return List.of();
        }
        List<String> states = new ArrayList<>();
        for (String clause : filter.split(" OR ", -1)) {
            Matcher matcher = STATE.matcher(clause);
            if (!matcher.matches()) {
                throw refused(Status.INVALID_ARGUMENT, "Invalid list filter: " + filter);
            }
            states.add(matcher.group(1));
        }
        return states;
    }

    /** Cancels what an operation makes; by {@link FakeBatchOperations}. */
    synchronized void cancel(String operation) throws StatusException {
        FakeBatch batch = batches.values().stream()
                .filter(each -> each.record().getOperation().equals(operation))
                .findFirst()
                .orElseThrow(() -> refused(Status.NOT_FOUND, "Not found: Operation " + operation));
        batch.refresh(gcs);
        if (batch.ended()) {
            throw refused(Status.FAILED_PRECONDITION, "Operation " + operation + " has already completed");
        }
        if (batch.record().getState() != Batch.State.CANCELLING) {
            batch.cancel();
        }
    }

    /** How many batches were made. */
    public synchronized int made() {
        return batches.size();
    }

    /** The request that a batch was made with. */
    public synchronized CreateBatchRequest request(String id) {
        return batch(id).request;
    }

    private FakeBatch batch(String id) {
        return batches.entrySet().stream()
                .filter(each -> each.getKey().endsWith("/batches/" + id))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    /** Changes a batch behind everybody's back. */
    public synchronized void change(String id, Consumer<Change> change) {
        change.accept(new Change(batch(id)));
    }

    /** What may be changed. */
    public final class Change {
        private final FakeBatch batch;

        private Change(FakeBatch batch) {
            this.batch = batch;
        }

        public Change move(Batch.State state, String message) {
            batch.move(state, message);
            return this;
        }

        /** A state that no version of the API has a word for. */
        public Change say(int state) {
            batch.say(state);
            return this;
        }

        public Change print(String text) {
            batch.print(text, false, gcs);
            return this;
        }

        /** All that is ever printed. */
        public Change printWhole(String text) {
            batch.print(text, true, gcs);
            return this;
        }

        /** As runtimes do that write no output to Cloud Storage. */
        public Change hideOutput() {
            batch.hideOutput();
            return this;
        }

        public Change endedAt(Instant time) {
            batch.endedAt(time);
            return this;
        }
    }

    /** Forgets which requests have been made, as a service does after some time. */
    public synchronized void forgetRequests() {
        requests.clear();
    }

    /** From now on no page is longer. */
    public synchronized void pages(int longest) {
        longestPage = longest;
    }

    /** Adds batches of others, which stand somewhere and have no process. */
    public synchronized List<String> add(String parent, int count, Batch.State state) {
        int before = batches.size();
        List<String> ids = IntStream.range(before, before + count)
                .mapToObj(i -> "theirs-" + i)
                .toList();
        for (String id : ids) {
            FakeBatch batch = new FakeBatch(
                    CreateBatchRequest.newBuilder()
                            .setParent(parent)
                            .setBatchId(id)
                            .build(),
                    Optional.empty(),
                    BUCKET);
            batch.move(state, "");
            batches.put(parent + "/batches/" + id, batch);
        }
        return ids;
    }
}
