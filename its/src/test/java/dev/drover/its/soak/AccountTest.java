package dev.drover.its.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.LedgerEntry;
import dev.drover.LedgerEntry.State;
import dev.drover.RequestKey;
import dev.drover.SubmitOptions;
import dev.drover.SubmitOptions.OnEnded;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The books find what is planted in them. */
class AccountTest {
    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    private static final ClusterId CLUSTER = ClusterId.parse("spark://127.0.0.1:7077");
    private static final JobId ONE = CLUSTER.job("driver-20261122030000-0001");
    private static final JobId TWO = CLUSTER.job("driver-20261122030000-0002");
    private static final SubmitOptions RERUN = SubmitOptions.builder()
            .onFailed(OnEnded.RERUN)
            .onLost(OnEnded.RERUN)
            .build();

    private final List<Run> runs = new ArrayList<>();
    private final List<LedgerEntry> history = new ArrayList<>();
    private final List<Diary.Told> told = new ArrayList<>();
    private final List<Strike> strikes = new ArrayList<>();
    private int askers = 1;
    private SubmitOptions options = RERUN;

    private Account account() {
        return new Account(options, runs, history, askers, told, strikes);
    }

    private static Path folder(JobId run) {
        return Path.of("/soak/work/worker-1", run.nativeId());
    }

    private void ran(JobId run, int done) {
        runs.add(new Run(run, folder(run), 1, done, 0, NOW));
    }

    private void placed(int attempt, JobId run, JobState outcome) {
        history.add(entry(attempt, State.PLACED, run, Optional.empty()));
        history.add(entry(attempt, State.ENDED, run, Optional.of(outcome)));
    }

    private LedgerEntry entry(int attempt, State state, JobId run, Optional<JobState> outcome) {
        return new LedgerEntry(
                new Attempt(Attempt.Kind.JOB, RequestKey.of("soak", "1"), attempt),
                history.size() + 1,
                state,
                1,
                CLUSTER.toString(),
                "holder",
                NOW,
                "",
                Optional.of(run.toString()),
                outcome,
                Set.of(),
                NOW);
    }

    private void told(JobState state, JobId run) {
        told.add(new Diary.Told(1, state, run));
    }

    private void assertInOrder() {
        assertThat(account().lost()).isEmpty();
        assertThat(account().doubled()).isEmpty();
    }

    @Test
    void workThatWasDoneOnceAndToldIsInOrder() {
        ran(ONE, 1);
        placed(1, ONE, JobState.SUCCEEDED);
        told(JobState.SUCCEEDED, ONE);

        assertInOrder();
        assertThat(account().outcome()).hasValue(JobState.SUCCEEDED);
    }

    @Test
    void anAttemptAfterOneThatWasKilledIsInOrder() {
        ran(ONE, 0);
        placed(1, ONE, JobState.FAILED);
        ran(TWO, 1);
        placed(2, TWO, JobState.SUCCEEDED);
        told(JobState.SUCCEEDED, TWO);

        assertInOrder();
        assertThat(account().attempts()).isEqualTo(2);
        assertThat(account().again()).isZero();
    }

    @Test
    void aMissingLineIsALoss() {
        ran(ONE, 1);
        placed(1, ONE, JobState.SUCCEEDED);
        history.remove(1);
        told(JobState.SUCCEEDED, ONE);

        assertThat(account().lost()).anyMatch(what -> what.contains("no end on record"));
    }

    @Test
    void aClientThatWasNotToldIsALoss() {
        askers = 2;
        ran(ONE, 1);
        placed(1, ONE, JobState.SUCCEEDED);
        told(JobState.SUCCEEDED, ONE);

        assertThat(account().lost()).containsExactly("2 clients asked, 1 were told");
    }

    @Test
    void successThatNobodySawDoneIsALoss() {
        ran(ONE, 0);
        placed(1, ONE, JobState.SUCCEEDED);
        told(JobState.SUCCEEDED, ONE);

        assertThat(account().lost()).anyMatch(what -> what.contains("was never done"));
    }

    @Test
    void beingToldOtherwiseThanOnRecordIsALoss() {
        ran(ONE, 0);
        placed(1, ONE, JobState.FAILED);
        told(JobState.LOST, ONE);

        assertThat(account().lost()).anyMatch(what -> what.contains("on record is"));
    }

    @Test
    void aRunThatIsNotOnRecordIsDoubled() {
        ran(ONE, 1);
        ran(TWO, 1);
        placed(1, TWO, JobState.SUCCEEDED);
        told(JobState.SUCCEEDED, TWO);

        assertThat(account().doubled()).anyMatch(what -> what.contains("is not on record"));
    }

    @Test
    void oneAttemptInTwoPlacesIsDoubled() {
        placed(1, ONE, JobState.FAILED);
        placed(1, TWO, JobState.SUCCEEDED);

        assertThat(account().doubled()).anyMatch(what -> what.startsWith("attempt 1 was placed as"));
    }

    @Test
    void twoRunsAliveAtOnceAreDoubled() {
        runs.add(new Run(ONE, folder(ONE), 1, 1, 1, NOW));
        placed(1, ONE, JobState.SUCCEEDED);

        assertThat(account().doubled()).anyMatch(what -> what.contains("while another run was alive"));
    }

    @Test
    void workThatIsDoneAgainWithoutAKillIsDoubled() {
        ran(ONE, 1);
        placed(1, ONE, JobState.FAILED);
        ran(TWO, 1);
        placed(2, TWO, JobState.SUCCEEDED);
        told(JobState.SUCCEEDED, TWO);

        assertThat(account().doubled()).anyMatch(what -> what.contains("another run followed"));

        strikes.add(new Strike(NOW.minusSeconds(60), Fault.KILL_DRIVER, folder(ONE)));
        strikes.add(new Strike(NOW, Fault.KILL_DRIVER, folder(TWO)));
        assertThat(account().doubled()).as("struck long before, or another").isNotEmpty();

        strikes.add(new Strike(NOW, Fault.KILL_WORKER, folder(ONE).getParent()));
        assertInOrder();
        assertThat(account().again()).isEqualTo(1);
    }

    @Test
    void workThatIsDoneAgainAfterALossIsAsTheCallerWantsIt() {
        ran(ONE, 1);
        placed(1, ONE, JobState.LOST);
        ran(TWO, 1);
        placed(2, TWO, JobState.SUCCEEDED);
        told(JobState.SUCCEEDED, TWO);

        assertInOrder();
        assertThat(account().again()).isEqualTo(1);

        options = SubmitOptions.DEFAULT;
        assertThat(account().doubled()).isNotEmpty();
    }
}
