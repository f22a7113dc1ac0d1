package dev.drover.its.soak;

import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.LedgerEntry;
import dev.drover.LedgerEntry.State;
import dev.drover.SubmitOptions;
import dev.drover.SubmitOptions.OnEnded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of one number: what ran by its own marks, what is on record, and what clients were told.
 *
 * @param runs in the order in which they began
 * @param history of its key in the ledger
 * @param askers how many clients asked for it
 * @param told what they were told
 * @param strikes all faults of the soak
 */
record Account(
        SubmitOptions options,
        List<Run> runs,
        List<LedgerEntry> history,
        int askers,
        List<Diary.Told> told,
        List<Strike> strikes) {
    /** For the time between a driver's last mark and the end of its process, on a machine that is busy. */
    private static final Duration ENDING = Duration.ofSeconds(15);

    /** How it ended, by the record; empty if it has not. */
    Optional<JobState> outcome() {
        if (history.isEmpty()) {
            return Optional.empty();
        }
        LedgerEntry last = history.get(history.size() - 1);
        return Optional.of(last).filter(entry -> entry.state() == State.ENDED).flatMap(LedgerEntry::outcome);
    }

    int attempts() {
        return history.stream()
                .mapToInt(entry -> entry.attempt().number())
                .max()
                .orElse(0);
    }

    /** What got lost: work that was asked for and has no end, or an end that it did not have. */
    List<String> lost() {
        List<String> found = new ArrayList<>();
        if (outcome().isEmpty()) {
            found.add("it has no end on record");
        }
        if (told.size() < askers) {
            found.add(askers + " clients asked, " + told.size() + " were told");
        }
        for (Diary.Told each : told) {
            boolean done = runs.stream().anyMatch(run -> run.id().equals(each.id()) && run.done() > 0);
            if (each.state() == JobState.SUCCEEDED && !done) {
                found.add("told that " + each.id() + " succeeded, and it was never done");
            }
            if (!recorded(each.id()).equals(Optional.of(each.state()))) {
                found.add(
                        "told that " + each.id() + " is " + each.state() + ", and on record is " + recorded(each.id()));
            }
        }
        return found;
    }

    /** What was done twice, or by two at once, though nothing allowed it. */
    List<String> doubled() {
        List<String> found = new ArrayList<>();
        Map<Integer, JobId> counted = new HashMap<>();
        placed().forEach((id, attempt) -> {
            JobId other = counted.putIfAbsent(attempt, id);
            if (other != null) {
                found.add("attempt " + attempt + " was placed as " + other + " and as " + id);
            }
        });
        for (Run run : runs) {
            if (!placed().containsKey(run.id())) {
                found.add(run.id() + " ran, and is not on record");
            }
            if (run.begun() > 1 || run.done() > 1) {
                found.add(run.id() + " ran twice");
            }
            if (run.together() > 0) {
                found.add(run.id() + " began while another run was alive");
            }
        }
        withSuccessor().stream()
                .filter(run -> run.done() > 0 && !mayRunAgain(run))
                .forEach(run -> found.add(
                        run.id() + " was done, is on record as " + endOf(run.id()) + ", and another run followed"));
        return found;
    }

    /** How often it was done although it had been done: after a loss, or a kill between its last mark and its end. */
    long again() {
        return withSuccessor().stream()
                .filter(run -> run.done() > 0 && mayRunAgain(run))
                .count();
    }

    private List<Run> withSuccessor() {
        return runs.isEmpty() ? List.of() : runs.subList(0, runs.size() - 1);
    }

    /** Whether what the run was told to have come to, and the caller's options, allow for another one. */
    private boolean mayRunAgain(Run run) {
        Optional<JobState> end = recorded(run.id());
        if (end.isEmpty() || options.on(end.get()) != OnEnded.RERUN) {
            return false;
        }
        return end.get() == JobState.LOST || killed(run);
    }

    private boolean killed(Run run) {
        return strikes.stream()
                .anyMatch(strike -> strike.ends(run.folder())
                        && strike.at().isAfter(run.last().minus(ENDING))
                        && strike.at().isBefore(run.last().plus(ENDING)));
    }

    private Map<JobId, Integer> placed() {
        Map<JobId, Integer> attempts = new HashMap<>();
        history.stream()
                .filter(entry -> entry.state() == State.PLACED || entry.state() == State.ENDED)
                .forEach(entry -> entry.id()
                        .ifPresent(id ->
                                attempts.put(JobId.parse(id), entry.attempt().number())));
        return attempts;
    }

    private String endOf(JobId run) {
        return recorded(run).map(JobState::name).orElse("not ended");
    }

    private Optional<JobState> recorded(JobId run) {
        return history.stream()
                .filter(entry -> entry.state() == State.ENDED && entry.id().equals(Optional.of(run.toString())))
                .flatMap(entry -> entry.outcome().stream())
                .findFirst();
    }
}
