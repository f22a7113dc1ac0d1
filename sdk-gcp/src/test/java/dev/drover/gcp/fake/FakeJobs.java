package dev.drover.gcp.fake;

import com.google.cloud.dataproc.v1.CancelJobRequest;
import com.google.cloud.dataproc.v1.DeleteJobRequest;
import com.google.cloud.dataproc.v1.GetJobRequest;
import com.google.cloud.dataproc.v1.Job;
import com.google.cloud.dataproc.v1.JobControllerGrpc.JobControllerImplBase;
import com.google.cloud.dataproc.v1.JobStatus;
import com.google.cloud.dataproc.v1.JobStatus.State;
import com.google.cloud.dataproc.v1.JobStatus.Substate;
import com.google.cloud.dataproc.v1.ListJobsRequest;
import com.google.cloud.dataproc.v1.ListJobsResponse;
import com.google.cloud.dataproc.v1.SubmitJobRequest;
import com.google.protobuf.Empty;
import com.google.protobuf.Timestamp;
import dev.drover.testkit.spark.SparkMachine;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Dataproc's jobs, with state, for {@link FakeRpc}. Their drivers are real processes, or the jobs stand where a test puts
 * them. Safe for many threads.
 */
public final class FakeJobs extends JobControllerImplBase implements AutoCloseable {
    private static final int LONGEST_PAGE = 1_000;
    private static final long AGENT_MILLIS = 100;

    private final InstantSource clock;
    private final JobClusters clusters;
    private final Optional<SparkMachine> machine;
    private final FakeGcs gcs;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<String, DriverProcess> drivers = new HashMap<>();
    private final Map<String, String> requests = new HashMap<>();
    private final List<SubmitJobRequest> submitted = new ArrayList<>();
    private final ScheduledExecutorService agent = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "agent");
        thread.setDaemon(true);
        return thread;
    });
    private int longestPage = LONGEST_PAGE;

    /**
     * Jobs.
     *
     * @param machine where drivers run; empty for jobs that stand where a test puts them
     */
    public FakeJobs(InstantSource clock, JobClusters clusters, Optional<SparkMachine> machine, FakeGcs gcs) {
        this.clock = clock;
        this.clusters = clusters;
        this.machine = machine;
        this.gcs = gcs;
        var unused = agent.scheduleWithFixedDelay(this::look, AGENT_MILLIS, AGENT_MILLIS, TimeUnit.MILLISECONDS);
    }

    // For tests

    public synchronized Job job(String id) {
        return require("test", "test", id);
    }

    /** All that were accepted, the oldest first. */
    public synchronized List<Job> all() {
        return List.copyOf(jobs.values());
    }

    /** All that was asked for, refused requests included. */
    public synchronized List<SubmitJobRequest> submitted() {
        return List.copyOf(submitted);
    }

    /** Runs the driver of a job once more, which nobody follows. */
    public synchronized SparkMachine.Run startAgain(String id) {
        return new DriverProcess(machine.orElseThrow(), gcs, jobs.get(id)).run();
    }

    /** Somebody else's job. */
    public synchronized void add(Job job, State state) {
        jobs.put(job.getReference().getJobId(), job);
        enter(job.getReference().getJobId(), state, "");
    }

    public synchronized void enter(String id, State state, String details) {
        say(id, JobStatus.newBuilder().setState(state).setDetails(details).build());
    }

    /** Any status, also one that no version of the API knows. */
    public synchronized void say(String id, JobStatus status) {
        Job before = require("test", "test", id);
        jobs.put(
                id,
                before.toBuilder()
                        .addStatusHistory(before.getStatus())
                        .setStatus(status.toBuilder().setStateStartTime(timestamp(clock.instant())))
                        .build());
    }

    /** From now on repeated requests are not recognised. */
    public synchronized void forgetRequests() {
        requests.clear();
    }

    public synchronized void longestPage(int jobsInIt) {
        longestPage = jobsInIt;
    }

    @Override
    public void close() {
        agent.shutdownNow();
        machine.ifPresent(SparkMachine::close);
    }

    // The service

    @Override
    public synchronized void submitJob(SubmitJobRequest request, StreamObserver<Job> answer) {
        answer(answer, () -> submit(request));
    }

    private Job submit(SubmitJobRequest request) {
        submitted.add(request);
        String id = request.getJob().getReference().getJobId();
        if (requests.containsKey(request.getRequestId())) {
            return jobs.get(requests.get(request.getRequestId()));
        }
        JobRefusals.check(request, clusters);
        if (jobs.containsKey(id)) {
            throw JobRefusals.exists(name(request.getProjectId(), request.getRegion(), id));
        }
        JobClusters.Home home =
                clusters.find(request.getJob().getPlacement().getClusterName()).orElseThrow();
        Job.Builder job = request.getJob().toBuilder()
                .setJobUuid("uuid-of-" + id)
                .setDriverOutputResourceUri("gs://" + home.bucket() + "/google-cloud-dataproc-metainfo/" + home.uuid()
                        + "/jobs/" + id + "/driveroutput");
        job.getReferenceBuilder().setProjectId(request.getProjectId());
        job.getPlacementBuilder().setClusterUuid(home.uuid());
        job.getStatusBuilder().setState(State.PENDING).setStateStartTime(timestamp(clock.instant()));
        jobs.put(id, job.build());
        if (!request.getRequestId().isEmpty()) {
            requests.put(request.getRequestId(), id);
        }
        machine.ifPresent(there -> drivers.put(id, new DriverProcess(there, gcs, jobs.get(id))));
        return jobs.get(id);
    }

    @Override
    public synchronized void getJob(GetJobRequest request, StreamObserver<Job> answer) {
        answer(answer, () -> require(request.getProjectId(), request.getRegion(), request.getJobId()));
    }

    @Override
    public synchronized void listJobs(ListJobsRequest request, StreamObserver<ListJobsResponse> answer) {
        answer(answer, () -> list(request));
    }

    private ListJobsResponse list(ListJobsRequest request) {
        List<Job> newestFirst = new ArrayList<>(jobs.values());
        Collections.reverse(newestFirst);
        List<Job> shown = newestFirst.stream()
                .filter(job -> JobFilter.matches(request, job))
                .toList();
        int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
        int size = Math.min(longestPage, request.getPageSize() == 0 ? LONGEST_PAGE : request.getPageSize());
        int to = Math.min(shown.size(), from + size);
        return ListJobsResponse.newBuilder()
                .addAllJobs(shown.subList(Math.min(from, to), to))
                .setNextPageToken(to < shown.size() ? String.valueOf(to) : "")
                .build();
    }

    @Override
    public synchronized void cancelJob(CancelJobRequest request, StreamObserver<Job> answer) {
        answer(answer, () -> cancel(request));
    }

    private Job cancel(CancelJobRequest request) {
        String id = request.getJobId();
        State state = require(request.getProjectId(), request.getRegion(), id)
                .getStatus()
                .getState();
        if (state != State.PENDING && state != State.RUNNING) {
            throw JobRefusals.precondition("Cannot cancel jobId '" + id + "' in projectId '" + request.getProjectId()
                    + "' in state: '" + state + "'; cancellable states: '[PENDING, RUNNING]'");
        }
        enter(id, State.CANCEL_PENDING, "");
        Optional.ofNullable(drivers.get(id)).ifPresent(DriverProcess::kill);
        return jobs.get(id);
    }

    @Override
    public synchronized void deleteJob(DeleteJobRequest request, StreamObserver<Empty> answer) {
        answer(answer, () -> {
            Job job = require(request.getProjectId(), request.getRegion(), request.getJobId());
            if (!JobFilter.ended(job)) {
                throw JobRefusals.precondition("Cannot delete active job '" + request.getJobId() + "'");
            }
            jobs.remove(request.getJobId());
            return Empty.getDefaultInstance();
        });
    }

    private Job require(String project, String region, String id) {
        Job job = jobs.get(id);
        if (job == null) {
            throw JobRefusals.unknown("Job " + name(project, region, id));
        }
        return job;
    }

    private static String name(String project, String region, String id) {
        return "projects/" + project + "/regions/" + region + "/jobs/" + id;
    }

    private static <T> void answer(StreamObserver<T> answer, Supplier<T> work) {
        try {
            answer.onNext(work.get());
            answer.onCompleted();
        } catch (StatusRuntimeException e) {
            answer.onError(e);
        }
    }

    /** What the agent does: it copies output, and tells how drivers go. */
    private synchronized void look() {
        drivers.forEach((id, driver) -> {
            Job job = jobs.get(id);
            if (job == null || JobFilter.ended(job)) {
                return;
            }
            State state = job.getStatus().getState();
            boolean over = driver.over();
            driver.copyOutput(over);
            if (over) {
                end(id, state, driver.exitCode());
            } else if (state == State.PENDING) {
                say(
                        id,
                        JobStatus.newBuilder()
                                .setState(State.RUNNING)
                                .setSubstate(Substate.UNSPECIFIED)
                                .build());
            } else if (state == State.CANCEL_PENDING) {
                enter(id, State.CANCEL_STARTED, "");
            }
        });
    }

    private void end(String id, State before, int code) {
        if (before == State.CANCEL_PENDING || before == State.CANCEL_STARTED) {
            enter(id, State.CANCELLED, "");
        } else if (code == 0) {
            enter(id, State.DONE, "");
        } else {
            enter(
                    id,
                    State.ERROR,
                    "Google Cloud Dataproc Agent reports job failure. If logs are available, they can be found at:\n"
                            + "gcloud dataproc jobs wait '" + id + "' --region 'europe-west1' --project 'acme-data'\n"
                            + jobs.get(id).getDriverOutputResourceUri() + ".*");
        }
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
