package dev.drover.testkit.pool;

import static dev.drover.testkit.exactlyonce.Processes.JOB;
import static dev.drover.testkit.exactlyonce.Processes.KEY;
import static dev.drover.testkit.exactlyonce.Processes.PROBES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.DroverListener;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.Ledger.Surplus;
import dev.drover.LedgerEntry;
import dev.drover.OutcomeUnknownException;
import dev.drover.routing.ClusterPool;
import dev.drover.routing.PoolSpec;
import dev.drover.testkit.exactlyonce.Processes;
import dev.drover.testkit.exactlyonce.Processes.Crash;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemRun;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A job moves to another cluster only when it is proven that the one before did not take it. */
class FailoverTest {
    private final Processes processes = new Processes();
    private final BlockingQueue<Surplus> told = new LinkedBlockingQueue<>();
    private final Drover drover =
            processes.start(processes.builder("one").ledger(Processes.LEDGER).listener(new DroverListener() {
                @Override
                public void surplusFound(Surplus surplus) {
                    told.add(surplus);
                }
            }));
    private final ClusterId etl = processes.etl;
    private final ClusterId spare = processes.platform.cluster("mem://us/spare");
    private final ClusterPool pool = drover.pool(PoolSpec.builder()
            .policy(() -> (request, candidates) -> candidates.get(0))
            .members(etl, spare)
            .build());

    @AfterEach
    void everyFaultCameToPass() {
        processes.close();
        assertThat(processes.faults.unused()).isEmpty();
    }

    private List<MemRun> runs() {
        return processes.platform.runs();
    }

    private List<String> targets() {
        return drover.ledger().history(KEY).stream()
                .map(entry ->
                        entry.state() + " " + ClusterId.parse(entry.target()).name())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"QUOTA_EXCEEDED", "PERMISSION_DENIED", "NOT_FOUND", "CONFLICT", "UNAUTHENTICATED"})
    void aRefusalMovesTheJobOn(ErrorCode code) {
        processes.faults.next("SubmitJob").on(etl).refuse(code);

        JobHandle handle = pool.submit(JOB, KEY);

        assertThat(handle.id().cluster()).isEqualTo(spare);
        assertThat(runs()).hasSize(1);
        assertThat(targets()).containsExactly("INTENT etl", "INTENT spare", "PLACED spare");
        assertThat(drover.ledger().history(KEY).get(2).suspects()).containsExactly(etl.toString());
    }

    @Test
    void aWrongRequestIsWrongEverywhere() {
        processes.faults.next("SubmitJob").on(etl).refuse(ErrorCode.INVALID_ARGUMENT);

        assertThatThrownBy(() -> pool.submit(JOB, KEY))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));

        assertThat(processes.platform.calls()).containsEntry("SubmitJob", 1L);
        assertThat(targets()).containsExactly("INTENT etl", "WITHDRAWN etl");
    }

    @Test
    void anUnreachableClusterIsLeft() {
        processes.faults.down("mem://eu", Duration.ofMinutes(10));

        assertThat(pool.submit(JOB, KEY).id().cluster()).isEqualTo(spare);

        assertThat(runs()).hasSize(1);
        assertThat(drover.ledger().history(KEY))
                .last()
                .extracting(LedgerEntry::state)
                .isEqualTo(LedgerEntry.State.PLACED);
    }

    @Test
    void anUnknownOutcomeStaysWhereItIs() {
        processes.faults.next("SubmitJob").on(etl).loseResponse();

        assertThat(pool.submit(JOB, KEY).id().cluster()).isEqualTo(etl);

        assertThat(runs()).hasSize(1);
        assertThat(targets()).containsExactly("INTENT etl", "PLACED etl");
    }

    @Test
    void anOutcomeThatCannotBeFoundOutIsNotTriedElsewhere() {
        processes.faults.next("SubmitJob").on(etl).loseResponse();
        processes.faults.next("FindJobs").on(etl).always().unreachable();

        assertThatThrownBy(() -> pool.submit(JOB, KEY)).isInstanceOf(OutcomeUnknownException.class);

        assertThat(runs())
                .singleElement()
                .satisfies(run -> assertThat(run.id().cluster()).isEqualTo(etl));
        assertThat(targets()).doesNotContain("INTENT spare");
    }

    @Test
    void whoTakesOverKeepsTheTarget() {
        processes.faults.next("SubmitJob").on(etl).crashBeforeSending(Crash::new);
        assertThatThrownBy(() -> pool.submit(JOB, KEY)).isInstanceOf(Crash.class);
        processes.clock.advance(Duration.ofMinutes(5));
        Drover other = processes.start("two");

        // Its pool would choose the other one.
        JobHandle handle = other.pool(PoolSpec.builder()
                        .policy(() -> (request, candidates) -> candidates.get(0))
                        .members(spare, etl)
                        .build())
                .submit(JOB, KEY);

        assertThat(handle.id().cluster()).isEqualTo(etl);
        assertThat(targets()).containsExactly("INTENT etl", "INTENT etl", "PLACED etl");
    }

    @Test
    void whenAllRefuseTheLastSaysSoAndListsTheOthers() {
        processes.faults.next("SubmitJob").on(etl).refuse(ErrorCode.QUOTA_EXCEEDED);
        processes.faults.next("SubmitJob").on(spare).refuse(ErrorCode.PERMISSION_DENIED);

        assertThatThrownBy(() -> pool.submit(JOB, KEY)).isInstanceOfSatisfying(DroverException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
            assertThat(e.getSuppressed())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            DroverException.class,
                            other -> assertThat(other.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED));
        });
        assertThat(targets()).containsExactly("INTENT etl", "INTENT spare", "WITHDRAWN spare");
        assertThat(pool.submit(JOB, KEY).started())
                .as("the attempt is free again")
                .isTrue();
        assertThat(runs()).extracting(run -> run.attempt().number()).containsExactly(1);
    }

    @Test
    void aRefusalThatWasNoneIsFoundCancelledAndReported() throws InterruptedException {
        processes.platform.onJob(job -> true, JobScript.hang());
        processes.faults.next("SubmitJob").on(etl).refuse(ErrorCode.QUOTA_EXCEEDED);
        Drover liar = processes.start(processes.builder("liar"));
        // The platform takes it all the same, a moment later.
        processes.clock.after(Duration.ofSeconds(5), () -> liar.jobs(etl).submit(JOB, KEY));

        JobHandle handle = pool.submit(JOB, KEY);
        processes.clock.sleep(Duration.ofMinutes(1));
        Surplus reported = told.poll(1, TimeUnit.MINUTES);

        assertThat(handle.id().cluster()).isEqualTo(spare);
        assertThat(runs()).hasSize(2);
        MemRun late = runs().get(1);
        assertThat(late.cancelledBy()).contains("one");
        assertThat(runs().get(0).active()).isTrue();
        assertThat(reported)
                .isEqualTo(new Surplus(
                        handle.attempt().orElseThrow(),
                        handle.id().toString(),
                        late.id().toString(),
                        true));
        assertThat(told).isEmpty();
    }

    @Test
    void aProcessThatDiesOnTheWayToTheNextClusterLeavesItsTarget() {
        processes.faults.next("SubmitJob").on(etl).refuse(ErrorCode.QUOTA_EXCEEDED);
        processes.faults.next("CreateObject").after(PROBES + 1).crashAfterEffect(Crash::new);
        assertThatThrownBy(() -> pool.submit(JOB, KEY)).isInstanceOf(Crash.class);
        assertThat(targets()).containsExactly("INTENT etl", "INTENT spare");
        processes.clock.advance(Duration.ofMinutes(5));

        assertThat(pool.submit(JOB, KEY).id().cluster()).isEqualTo(spare);

        assertThat(runs()).hasSize(1);
    }
}
