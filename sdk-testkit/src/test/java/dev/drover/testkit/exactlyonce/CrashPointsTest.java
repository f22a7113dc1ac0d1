package dev.drover.testkit.exactlyonce;

import static dev.drover.testkit.exactlyonce.Processes.JOB;
import static dev.drover.testkit.exactlyonce.Processes.KEY;
import static dev.drover.testkit.exactlyonce.Processes.PROBES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.DroverListener;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobState;
import dev.drover.Ledger.Surplus;
import dev.drover.LedgerEntry;
import dev.drover.SubmitOptions;
import dev.drover.testkit.exactlyonce.Processes.Crash;
import dev.drover.testkit.fault.MemCall;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process may die at any point of a submission: one run counts, and the next caller with the key finds the way. */
class CrashPointsTest {
    /** Until the lease of a process that is gone, the skew of clocks and the settle time are over. */
    private static final SubmitOptions PATIENT =
            SubmitOptions.builder().timeout(Duration.ofMinutes(5)).build();

    private static final SubmitOptions RERUN = SubmitOptions.rerunUnlessSucceeded(2);

    private final Processes processes = new Processes();
    private final Drover first = processes.start("first");
    private final Drover second = processes.start("second");

    @AfterEach
    void everyFaultCameToPass() {
        processes.close();
        assertThat(processes.faults.unused()).isEmpty();
    }

    private JobHandle submit(Drover drover) {
        return drover.jobs(processes.etl).submit(JOB, KEY, PATIENT);
    }

    private void dies(Drover drover) {
        assertThatThrownBy(() -> submit(drover)).isInstanceOf(Crash.class);
    }

    private List<MemRun> runs() {
        return processes.platform.runs();
    }

    private void countsAlone(JobHandle handle) {
        assertThat(runs()).extracting(MemRun::id).containsExactly(handle.id());
        assertThat(first.jobs(processes.etl).find(KEY).orElseThrow().id()).isEqualTo(handle.id());
    }

    private List<String> history() {
        return Processes.history(second, KEY);
    }

    @Test
    void beforeIntentNothingHasHappened() {
        processes.faults.next("CreateObject").after(PROBES).crashBeforeSending(Crash::new);

        dies(first);
        assertThat(history()).isEmpty();
        JobHandle next = submit(second);

        countsAlone(next);
        assertThat(next.started()).isTrue();
        assertThat(history()).containsExactly("INTENT 1", "PLACED 1");
    }

    @Test
    void aLostReplyToAnAppendIsKnownByTheWritersNonce() {
        processes.faults.next("CreateObject").after(PROBES).times(2).loseResponse();

        JobHandle handle = submit(first);

        countsAlone(handle);
        assertThat(handle.started()).isTrue();
        assertThat(history()).containsExactly("INTENT 1", "PLACED 1");
    }

    @Test
    void anIntentThatLandsAfterItsWriterGaveUpIsTakenOver() {
        processes.faults.next("CreateObject").after(PROBES).landLate(Duration.ofSeconds(5));

        assertThatThrownBy(() -> submit(first))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.effect()).isEqualTo(Effect.UNKNOWN));
        assertThat(runs()).isEmpty();
        processes.clock.advance(Duration.ofSeconds(6));
        assertThat(history()).containsExactly("INTENT 1");
        processes.clock.advance(Duration.ofMinutes(5));
        JobHandle next = submit(second);

        countsAlone(next);
        assertThat(history()).containsExactly("INTENT 1", "INTENT 1", "PLACED 1");
    }

    @Test
    void afterIntentTheNextCallerWaitsAndTakesOver() {
        processes.faults.next("SubmitJob").crashBeforeSending(Crash::new);

        dies(first);
        assertThat(history()).containsExactly("INTENT 1");
        processes.clock.advance(Duration.ofMinutes(4));
        JobHandle next = submit(second);

        countsAlone(next);
        assertThat(next.started()).isTrue();
        assertThat(history()).containsExactly("INTENT 1", "INTENT 1", "PLACED 1");
        assertThat(second.ledger().history(KEY)).extracting(LedgerEntry::epoch).containsExactly(1, 2, 2);
        LedgerEntry intent = second.ledger().history(KEY).get(0);
        assertThat(runs().get(0).sentAt()).isAfterOrEqualTo(intent.leaseUntil().plusSeconds(20));
    }

    @Test
    void aLostReplyToTheCallIsFoundOut() {
        processes.faults.next("SubmitJob").loseResponse();

        JobHandle handle = submit(first);

        countsAlone(handle);
        assertThat(history()).containsExactly("INTENT 1", "PLACED 1");
    }

    @Test
    void anAttemptGivenBackAfterALossIsLookedForBeforeItIsSent() {
        // Lost; after the settle time sent again and refused, so given back; and then the first arrives.
        processes.faults.next("SubmitJob").landLate(Duration.ofMinutes(1));
        processes.faults.next("SubmitJob").refuse(ErrorCode.QUOTA_EXCEEDED);

        assertThatThrownBy(() -> submit(first))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED));
        assertThat(history()).containsExactly("INTENT 1", "INTENT 1", "WITHDRAWN 1");
        processes.clock.advance(Duration.ofMinutes(1));
        JobHandle next = submit(second);

        countsAlone(next);
        assertThat(next.started()).isFalse();
    }

    @Test
    void aProcessThatDiesWithTheReplyOnItsWayLeavesARunThatIsFound() {
        processes.faults.next("SubmitJob").crashAfterEffect(Crash::new);

        dies(first);
        assertThat(history()).containsExactly("INTENT 1");
        JobHandle next = submit(second);

        countsAlone(next);
        assertThat(next.started()).isFalse();
        assertThat(history()).containsExactly("INTENT 1", "PLACED 1");
    }

    @Test
    void afterTheCallTheNextCallerPutsTheRunOnRecord() {
        processes.faults.next("CreateObject").after(PROBES + 1).crashBeforeSending(Crash::new);

        dies(first);
        assertThat(runs()).hasSize(1);
        assertThat(history()).containsExactly("INTENT 1");
        JobHandle next = submit(second);

        countsAlone(next);
        assertThat(next.started()).isFalse();
        assertThat(history()).containsExactly("INTENT 1", "PLACED 1");
    }

    @Test
    void aStaleHolderThatWakesCancelsItsOwnRunOnly() {
        List<Surplus> told = new CopyOnWriteArrayList<>();
        Drover stale = processes.start(
                processes.builder("stale").ledger(Processes.LEDGER).listener(new DroverListener() {
                    @Override
                    public void surplusFound(Surplus surplus) {
                        told.add(surplus);
                    }
                }));
        processes.platform.onJob(job -> true, JobScript.hang());
        processes.faults.next("SubmitJob").from("stale").pauseClient(Duration.ofMinutes(20));
        CompletableFuture<JobHandle> others = new CompletableFuture<>();
        processes.clock.after(Duration.ofMinutes(10), () -> {
            // It ends at once, so that no sweep of its own is faster than the holder that wakes.
            try (Drover heir =
                    processes.builder("heir").ledger(Processes.LEDGER).build()) {
                others.complete(submit(heir));
            }
        });

        JobHandle woken = submit(stale);

        assertThat(woken.id()).isEqualTo(others.join().id());
        assertThat(woken.started()).isFalse();
        assertThat(runs()).extracting(MemRun::sentBy).containsExactly("heir", "stale");
        assertThat(runs().get(0).cancelledBy()).isEmpty();
        assertThat(runs().get(1).cancelledBy()).contains("stale");
        // A sweep that looks while the run is still about to end tells of it again.
        assertThat(told).isNotEmpty().allSatisfy(surplus -> {
            assertThat(surplus.cancelled()).isTrue();
            assertThat(surplus.kept()).isEqualTo(woken.id().toString());
            assertThat(surplus.surplus()).isEqualTo(runs().get(1).id().toString());
        });
        assertThat(history()).containsExactly("INTENT 1", "INTENT 1", "PLACED 1");
    }

    @Test
    void aRunOnRecordWithoutAHandleIsAttachedTo() {
        processes.faults.next("CreateObject").after(PROBES + 1).crashAfterEffect(Crash::new);

        dies(first);
        assertThat(history()).containsExactly("INTENT 1", "PLACED 1");
        JobHandle next = submit(second);

        countsAlone(next);
        assertThat(next.started()).isFalse();
        assertThat(history()).containsExactly("INTENT 1", "PLACED 1");
    }

    @Test
    void anEndThatNobodyWroteDownIsWrittenByTheNextCaller() {
        processes.platform.onJob(job -> true, JobScript.fail(Duration.ofMinutes(1), 1, ""), JobScript.hang());
        JobHandle failed = submit(first);
        first.close();
        processes.clock.advance(Duration.ofMinutes(2));
        assertThat(history()).containsExactly("INTENT 1", "PLACED 1");

        JobHandle next = second.jobs(processes.etl).submit(JOB, KEY, RERUN);

        assertThat(history()).containsExactly("INTENT 1", "PLACED 1", "ENDED 1 FAILED", "INTENT 2", "PLACED 2");
        assertThat(runs()).extracting(MemRun::id).containsExactly(failed.id(), next.id());
    }

    @Test
    void anEndThatNobodyCanKnowAnyMoreIsALoss() {
        JobHandle gone = submit(first);
        first.close();
        processes.clock.advance(Duration.ofMinutes(2));
        processes.platform.forget(gone.id());
        SubmitOptions failuresOnly =
                SubmitOptions.builder().onFailed(SubmitOptions.OnEnded.RERUN).build();

        JobHandle next = second.jobs(processes.etl).submit(JOB, KEY, failuresOnly);

        assertThat(next.id()).isEqualTo(gone.id());
        assertThat(runs()).hasSize(1);
        assertThat(history()).containsExactly("INTENT 1", "PLACED 1", "ENDED 1 LOST");
    }

    @Test
    void ofTwoCallersWhoRaceToTheNextAttemptOneWins() {
        failOnce();
        CompletableFuture<JobHandle> others = new CompletableFuture<>();
        // The first has written the end, has seen it, and is about to announce the next attempt.
        processes.justBefore(this::isAboutToAnnounce, () -> others.complete(rerun(second)));

        JobHandle late = rerun(first);

        assertThat(late.id()).isEqualTo(others.join().id());
        assertThat(late.started()).isFalse();
        assertThat(runs()).extracting(run -> run.attempt().number()).containsExactly(1, 2);
        assertThat(history()).containsExactly("INTENT 1", "PLACED 1", "ENDED 1 FAILED", "INTENT 2", "PLACED 2");
    }

    private boolean isAboutToAnnounce(MemCall call) {
        return call.client().equals("first")
                && call.api().equals("CreateObject")
                && history().contains("ENDED 1 FAILED");
    }

    @Test
    void anyNumberOfProcessesInAnyOrderStartOneNextAttempt() throws Exception {
        failOnce();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<JobHandle>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Drover each = processes.start("racer-" + i);
                all.add(CompletableFuture.supplyAsync(() -> rerun(each), threads));
            }

            assertThat(all.stream()
                            .map(CompletableFuture::join)
                            .map(JobHandle::id)
                            .distinct())
                    .hasSize(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(runs()).extracting(run -> run.attempt().number()).containsExactly(1, 2);
        assertThat(runs().get(1).end()).isNotEqualTo(Optional.of(JobState.CANCELLED));
        assertThat(history()).containsExactly("INTENT 1", "PLACED 1", "ENDED 1 FAILED", "INTENT 2", "PLACED 2");
    }

    private void failOnce() {
        processes.platform.onJob(job -> true, JobScript.fail(Duration.ofMinutes(1), 1, ""), JobScript.hang());
        submit(first);
        processes.clock.advance(Duration.ofMinutes(2));
    }

    private JobHandle rerun(Drover drover) {
        return drover.jobs(processes.etl).submit(JOB, KEY, RERUN);
    }
}
