package dev.drover.standalone.rest;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.spi.CallContext;
import dev.drover.standalone.rest.MasterState.Driver;
import dev.drover.standalone.rest.MasterState.Worker;
import java.net.URI;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the master does not list of drivers that ended badly: exit codes, which the agent writes to the end of stderr,
 * and why a driver was not started. Looked up once per run; what cannot be had now is left out. Safe for use by many
 * threads.
 */
final class Postmortem {
    /** What {@link dev.drover.standalone.agent.DriverMain} writes. */
    private static final Pattern EXIT_CODE = Pattern.compile("^drover: exit code (\\d{1,3})$", Pattern.MULTILINE);

    private static final int TAIL = 8192;

    private final Recent<JobId, Integer> exitCodes = new Recent<>();
    private final Recent<JobId, String> reasons = new Recent<>();

    /** One look at several runs. Not for use by several threads. */
    final class Look {
        private final MasterState state;
        private final WorkerLogs logs;
        private final SubmissionClient submissions;
        private final CallContext context;
        /** Asked without success; not asked again for the next run. */
        private final Set<String> silent = new HashSet<>();

        Look(MasterState state, WorkerLogs logs, SubmissionClient submissions, CallContext context) {
            this.state = state;
            this.logs = logs;
            this.submissions = submissions;
            this.context = context;
        }

        /** The exit code of a driver that FAILED. */
        OptionalInt exitCode(JobId job, Driver driver) {
            Optional<Integer> known = exitCodes
                    .get(job)
                    .or(() -> AgentJar.isAgent(driver.mainClass())
                            ? state.workerOf(driver).filter(Worker::reachable).flatMap(worker -> read(job, worker))
                            : Optional.empty());
            return kept(job, known);
        }

        /** The exit code of a driver that any of the workers may have run: the one that has its log knows. */
        OptionalInt exitCode(JobId job) {
            return kept(
                    job,
                    exitCodes
                            .get(job)
                            .or(() -> state.workers().stream()
                                    .filter(Worker::reachable)
                                    .flatMap(worker -> read(job, worker).stream())
                                    .findFirst()));
        }

        private OptionalInt kept(JobId job, Optional<Integer> known) {
            known.ifPresent(code -> exitCodes.put(job, code));
            return known.map(OptionalInt::of).orElseGet(OptionalInt::empty);
        }

        private Optional<Integer> read(JobId job, Worker worker) {
            return asked(worker.id(), () -> {
                LogRange end = logs.tail(URI.create(worker.ui()), job.nativeId(), "stderr", TAIL, context);
                Matcher line = EXIT_CODE.matcher(end.text());
                Optional<Integer> last = Optional.empty();
                while (line.find()) {
                    last = Optional.of(Integer.valueOf(line.group(1)));
                }
                return last;
            });
        }

        /** Why a driver is in state ERROR. */
        String reason(JobId job, Driver driver) {
            Optional<String> known = reasons.get(job)
                    .or(() -> asked(
                            "",
                            () -> Optional.of(submissions
                                    .status(job.nativeId(), context)
                                    .flatMap(SubmissionStatus::message)
                                    .orElse(""))));
            known.ifPresent(text -> reasons.put(job, text));
            return known.filter(text -> !text.isEmpty())
                    .orElse(
                            state.workerOf(driver).filter(Worker::reachable).isPresent()
                                    ? "the worker could not start it; the worker's log says why"
                                    : "its worker was lost");
        }

        private <T> Optional<T> asked(String whom, Supplier<Optional<T>> question) {
            if (silent.contains(whom)) {
                return Optional.empty();
            }
            try {
                return question.get();
            } catch (DroverException e) {
                if (e.code() == ErrorCode.CANCELLED) {
                    throw e;
                }
                // The state is known all the same, and that is what was asked for.
                silent.add(whom);
                return Optional.empty();
            }
        }
    }
}
