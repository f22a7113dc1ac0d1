package dev.drover.standalone.rest;

import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Page;
import dev.drover.JobLogs.Source;
import dev.drover.spi.CallContext;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeException;
import dev.drover.standalone.rest.MasterState.Driver;
import dev.drover.standalone.rest.MasterState.Worker;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The logs of runs, wherever they were placed. Safe for use by many threads. */
final class DriverLogs {
    private static final int UI_LINE_WITHIN = 256 * 1024;
    private static final Pattern UI_LINE =
            Pattern.compile("Successfully started service 'SparkUI' on port (\\d{1,5})\\.");

    private final Recent<JobId, Place> ended = new Recent<>();
    private final Recent<JobId, URI> uis = new Recent<>();

    /**
     * Where the log of a run is.
     *
     * @param worker address of the worker's web pages; empty if the run was placed on none
     * @param ended whether the run had ended
     */
    record Place(Optional<URI> worker, boolean ended) {}

    List<Source> sources(Place place) {
        return place.worker().isPresent() ? List.of(Source.STDERR, Source.STDOUT) : List.of();
    }

    /** One call for a run that is known to have ended, before it another one for others. */
    Page read(JobId job, Source source, long offset, int maxBytes, Place place, WorkerLogs logs, CallContext context) {
        if (place.worker().isEmpty()) {
            return new Page("", offset, place.ended() ? More.NEVER : More.LATER);
        }
        int bytes = Math.max(maxBytes, LogPages.SMALLEST_READ);
        LogRange range = logs.read(place.worker().get(), job.nativeId(), source.name(), offset, bytes, context);
        boolean none = range.total() == 0 && place.ended() && source.equals(Source.STDERR);
        // Every driver's stderr begins with its command, so an empty one was never written.
        return none ? new Page("", offset, More.NEVER) : LogPages.of(range, offset, place.ended());
    }

    long length(JobId job, Source source, Place place, WorkerLogs logs, CallContext context) {
        return place.worker().isEmpty()
                ? 0
                : logs.read(place.worker().get(), job.nativeId(), source.name(), 0, 0, context)
                        .total();
    }

    /**
     * The address of the application's web pages: on the worker's machine, with the port that the driver logged, if it
     * logs at level INFO. Drivers on one machine find a free port each.
     */
    Optional<URI> ui(JobId job, Place place, WorkerLogs logs, CallContext context) {
        if (place.ended() || place.worker().isEmpty()) {
            return Optional.empty();
        }
        Optional<URI> known = uis.get(job);
        if (known.isPresent()) {
            return known;
        }
        URI worker = place.worker().get();
        Matcher line = UI_LINE.matcher(logs.read(worker, job.nativeId(), "stderr", 0, UI_LINE_WITHIN, context)
                .text());
        if (!line.find()) {
            return Optional.empty();
        }
        URI ui = URI.create("http://" + worker.getHost() + ":" + line.group(1));
        uis.put(job, ui);
        return Optional.of(ui);
    }

    /** Asks the master, unless the run is known to have ended: then nothing changes any more. */
    Place place(JobId job, MasterClient master, CallContext context) {
        return ended.get(job).orElseGet(() -> {
            Place place = master.askActive(context, state -> place(job, state));
            if (place.ended()) {
                ended.put(job, place);
            }
            return place;
        });
    }

    private static Place place(JobId job, MasterState state) throws NativeException {
        Driver driver = state.driver(job.nativeId())
                .orElseThrow(() -> new NativeException(Failure.refused(
                        ErrorCode.NOT_FOUND,
                        "the master at " + state.url() + " does not know " + job.nativeId()
                                + "; it forgets ended drivers after a while, and all when it restarts.")));
        boolean over = DriverStates.translate(driver.state()).terminal();
        if (driver.workerId().isEmpty()) {
            return new Place(Optional.empty(), over);
        }
        Worker worker = state.workerOf(driver)
                .filter(Worker::reachable)
                .orElseThrow(() -> new NativeException(Failure.refused(
                        ErrorCode.UNAVAILABLE,
                        "worker " + driver.workerId().orElse("") + ", which has the logs, is gone. They are still in"
                                + " its work folder, if its machine is.")));
        return new Place(Optional.of(URI.create(worker.ui())), over);
    }
}
