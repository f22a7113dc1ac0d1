package dev.drover.benchmarks;

import com.google.cloud.dataproc.v1.GetJobRequest;
import com.google.cloud.dataproc.v1.Job;
import com.google.cloud.dataproc.v1.JobControllerGrpc.JobControllerImplBase;
import com.google.cloud.dataproc.v1.JobStatus.State;
import com.google.cloud.dataproc.v1.ListJobsRequest;
import com.google.cloud.dataproc.v1.ListJobsRequest.JobStateMatcher;
import com.google.cloud.dataproc.v1.ListJobsResponse;
import com.google.cloud.dataproc.v1.SubmitJobRequest;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** As much of Dataproc as submitting and following needs, with jobs of known lengths, and a count of who asked what. */
final class CountedDataproc extends JobControllerImplBase implements AutoCloseable {
    private final InstantSource clock;
    private final int concurrency;
    private final IntFunction<Duration> lengths;
    private final Server server;
    private final Map<String, Run> runs = new LinkedHashMap<>();
    private final Map<String, Integer> calls = new TreeMap<>();

    /** One job, whose life is fixed when it is accepted. */
    record Run(Job job, Instant created, Instant starts, Instant ends) {
        Job at(Instant now) {
            State state = now.isBefore(starts) ? State.PENDING : now.isBefore(ends) ? State.RUNNING : State.DONE;
            Job.Builder shown = job.toBuilder();
            shown.getStatusBuilder().setState(state);
            return shown.build();
        }
    }

    CountedDataproc(InstantSource clock, int concurrency, IntFunction<Duration> lengths) {
        this.clock = clock;
        this.concurrency = concurrency;
        this.lengths = lengths;
        try {
            server = NettyServerBuilder.forAddress(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            InsecureServerCredentials.create())
                    .addService(this)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    @Override
    public synchronized void submitJob(SubmitJobRequest request, StreamObserver<Job> answer) {
        count("SubmitJob");
        Instant now = clock.instant();
        String cluster = request.getJob().getPlacement().getClusterName();
        // As many as run side by side end last; the first of those makes room.
        PriorityQueue<Instant> last = new PriorityQueue<>();
        for (Run run : runs.values()) {
            if (run.job().getPlacement().getClusterName().equals(cluster)) {
                last.add(run.ends());
                if (last.size() > concurrency) {
                    last.poll();
                }
            }
        }
        Instant free = last.size() < concurrency ? now : last.peek();
        Instant starts = free.isAfter(now) ? free : now;
        Run run = new Run(request.getJob(), now, starts, starts.plus(lengths.apply(runs.size())));
        runs.put(request.getJob().getReference().getJobId(), run);
        answer(answer, run.at(now));
    }

    @Override
    public synchronized void getJob(GetJobRequest request, StreamObserver<Job> answer) {
        count("GetJob");
        Run run = runs.get(request.getJobId());
        if (run == null) {
            answer.onError(Status.NOT_FOUND.asRuntimeException());
        } else {
            answer(answer, run.at(clock.instant()));
        }
    }

    @Override
    public synchronized void listJobs(ListJobsRequest request, StreamObserver<ListJobsResponse> answer) {
        count("ListJobs");
        Instant now = clock.instant();
        List<Job> newestFirst = new ArrayList<>();
        for (Run run : runs.values()) {
            boolean ended = !now.isBefore(run.ends());
            if (run.job().getPlacement().getClusterName().equals(request.getClusterName())
                    && ended == (request.getJobStateMatcher() == JobStateMatcher.NON_ACTIVE)) {
                newestFirst.add(0, run.at(now));
            }
        }
        int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
        int to = Math.min(newestFirst.size(), from + request.getPageSize());
        answer(
                answer,
                ListJobsResponse.newBuilder()
                        .addAllJobs(newestFirst.subList(from, to))
                        .setNextPageToken(to < newestFirst.size() ? String.valueOf(to) : "")
                        .build());
    }

    private void count(String api) {
        calls.merge(api, 1, Integer::sum);
    }

    private static <T> void answer(StreamObserver<T> answer, T value) {
        answer.onNext(value);
        answer.onCompleted();
    }

    synchronized List<Run> runs() {
        return List.copyOf(runs.values());
    }

    synchronized Map<String, Integer> calls() {
        return new TreeMap<>(calls);
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
