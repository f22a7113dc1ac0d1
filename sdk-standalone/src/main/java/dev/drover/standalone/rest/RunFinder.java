package dev.drover.standalone.rest;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.JobSpec;
import dev.drover.SparkJar;
import dev.drover.spi.CallContext;
import dev.drover.spi.Lookup;
import dev.drover.standalone.rest.MasterState.Driver;
import dev.drover.standalone.rest.MasterState.Worker;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the drivers that were submitted for an attempt. A master tells no property of a driver but its main class,
 * cores and memory; the request's name is in the first line of the driver's log, once it has one. So drivers are
 * passed over by their main class where that proves that they are another's, and the logs of those left are read, once
 * each: the line never changes. Safe for use by many threads.
 */
final class RunFinder {
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
    private static final int PAGE = 64 * 1024;
    /** No command of Linux is longer; nearly all fit into one page. */
    private static final long LONGEST_COMMAND = 2 << 20;

    private final Recent<JobId, String> requests = new Recent<>();
    private final Recent<ClusterAttempt, JobId> accepted = new Recent<>();

    private record ClusterAttempt(ClusterId cluster, String request) {}

    /** Remembers a driver that was accepted. */
    void accepted(JobId job, Attempt attempt) {
        String request = JobTranslation.requestId(attempt);
        requests.put(job, request);
        accepted.put(new ClusterAttempt(job.cluster(), request), job);
    }

    /** The driver that this object saw accepted. */
    Optional<JobId> accepted(ClusterId cluster, Attempt attempt) {
        return accepted.get(new ClusterAttempt(cluster, JobTranslation.requestId(attempt)));
    }

    /** What a driver was submitted as, if this object knows. */
    Optional<String> name(JobId job) {
        return requests.get(job).filter(request -> !request.isEmpty());
    }

    /** Looks at each driver of a state; reads a log for each that may be meant and is not yet known. */
    Lookup<Driver> find(
            ClusterId cluster,
            Attempt attempt,
            Optional<JobSpec> job,
            boolean withAgent,
            MasterState state,
            WorkerLogs logs,
            CallContext context) {
        String request = JobTranslation.requestId(attempt);
        List<Driver> found = new ArrayList<>();
        List<String> open = new ArrayList<>();
        FirstLines lines = new FirstLines(state, logs, context);
        for (Driver driver : state.drivers().toList()) {
            if (!mayHaveBeenSubmitted(driver, attempt, withAgent)) {
                continue;
            }
            JobId id = cluster.job(driver.id());
            Optional<String> known = requests.get(id).or(() -> lines.request(driver));
            known.ifPresent(value -> requests.put(id, value));
            if (known.isEmpty() && !neverStarted(driver, state) && mayBe(driver, job, withAgent)) {
                open.add(driver.id() + " (" + driver.state() + ")");
            } else if (known.equals(Optional.of(request))) {
                found.add(driver);
            }
        }
        if (!found.isEmpty()) {
            found.sort(Comparator.comparing(Driver::id));
            return new Lookup.Found<>(found);
        }
        return open.isEmpty()
                ? new Lookup.NotSeen<>()
                : new Lookup.Undecided<>(
                        "it may be " + String.join(" or ", open.subList(0, Math.min(3, open.size())))
                                + ", whose log, which would tell, cannot be read now",
                        ASK_AGAIN);
    }

    /** With the agent, the main class follows from the attempt; without it, it is any but the agent's. */
    private static boolean mayHaveBeenSubmitted(Driver driver, Attempt attempt, boolean withAgent) {
        return withAgent
                ? driver.mainClass().equals(AgentJar.mainClass(attempt))
                : !AgentJar.isAgent(driver.mainClass());
    }

    /** Whether a driver that shows nothing else may be the job. */
    private static boolean mayBe(Driver driver, Optional<JobSpec> job, boolean withAgent) {
        return job.isEmpty()
                || (driver.cores() == job.get().options().driver().cores()
                        && driver.memoryMiB() == job.get().options().driver().memoryMiB()
                        && (withAgent || isMainClassOf(driver, job.get())));
    }

    private static boolean isMainClassOf(Driver driver, JobSpec job) {
        return job instanceof SparkJar jar && jar.mainClass().equals(driver.mainClass());
    }

    /**
     * Whether a driver without a log ended before it did anything, so that a repeat does not do it twice: it was killed
     * in the queue, or its jar could not be fetched.
     */
    private static boolean neverStarted(Driver driver, MasterState state) {
        return switch (driver.state()) {
            case "KILLED" ->
                driver.workerId().isEmpty()
                        || state.workerOf(driver).filter(Worker::reachable).isPresent();
            case "ERROR" -> state.workerOf(driver).filter(Worker::reachable).isPresent();
            default -> false;
        };
    }

    /**
     * Reads the request's names in one look at a cluster. A worker that does not answer is not asked again: it must not
     * use up the time that the others need, nor hide what they know.
     */
    private static final class FirstLines {
        private final MasterState state;
        private final WorkerLogs logs;
        private final CallContext context;
        private final Set<String> silent = new HashSet<>();

        FirstLines(MasterState state, WorkerLogs logs, CallContext context) {
            this.state = state;
            this.logs = logs;
            this.context = context;
        }

        /** The request's name, or an empty text if there is none in the log; empty if there is no log to read. */
        Optional<String> request(Driver driver) {
            return mayHaveRun(driver)
                    .filter(Worker::reachable)
                    .flatMap(worker -> request(driver, worker).stream())
                    .findFirst();
        }

        private Stream<Worker> mayHaveRun(Driver driver) {
            return driver.unclaimed() ? state.workers().stream() : state.workerOf(driver).stream();
        }

        private Optional<String> request(Driver driver, Worker worker) {
            if (silent.contains(worker.id())) {
                return Optional.empty();
            }
            try {
                return read(URI.create(worker.ui()), driver.id());
            } catch (DroverException e) {
                if (e.code() == ErrorCode.CANCELLED || e.code() == ErrorCode.DEADLINE_EXCEEDED) {
                    throw e;
                }
                silent.add(worker.id());
                return Optional.empty();
            }
        }

        private Optional<String> read(URI ui, String driverId) {
            StringBuilder line = new StringBuilder();
            long offset = 0;
            while (offset < LONGEST_COMMAND) {
                LogRange range = logs.read(ui, driverId, "stderr", offset, PAGE, context);
                if (range.end() <= offset) {
                    return Optional.empty();
                }
                int end = range.text().indexOf('\n');
                line.append(end < 0 ? range.text() : range.text().substring(0, end));
                if (end >= 0) {
                    return Optional.of(requestIn(line.toString()));
                }
                offset = range.end();
            }
            return Optional.of("");
        }
    }

    /** {@code Launch Command: "java" ... "-Dspark.drover.requestId=NAME" ...}. */
    private static String requestIn(String line) {
        String property = "\"-D" + JobTranslation.REQUEST_ID + "=";
        int start = line.indexOf(property);
        int end = start < 0 ? -1 : line.indexOf('"', start + property.length());
        return end < 0 ? "" : line.substring(start + property.length(), end);
    }
}
