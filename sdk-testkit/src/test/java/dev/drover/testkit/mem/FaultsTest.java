package dev.drover.testkit.mem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.OutcomeUnknownException;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.spi.Safety;
import dev.drover.testkit.ManualClock;
import dev.drover.testkit.fault.FaultScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each fault, as a client and as the platform sees it. */
class FaultsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final JobSpec JOB =
            PySpark.script(StorageUri.parse("mem://code/main.py")).build();
    private static final RequestKey KEY = RequestKey.of("nightly");
    private static final StorageUri OBJECT = StorageUri.parse("mem://bucket/object");

    private final ManualClock clock = ManualClock.auto();
    private final FaultScript faults = new FaultScript(clock.steady());
    private final List<String> hooked = new ArrayList<>();
    private final MemPlatform platform = MemPlatform.builder(clock)
            .time(clock.steady())
            .faults(faults)
            .hook(call -> hooked.add(call.client() + " " + call.api()))
            .build();
    private final Drover drover = platform.drover("one");
    private final ClusterId etl = platform.cluster("mem://eu/etl");

    /** A crash of a pretended process. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    @AfterEach
    void everyFaultCameToPass() {
        drover.close();
        assertThat(faults.unused()).isEmpty();
    }

    private JobHandle submit() {
        return drover.jobs(etl).submit(JOB, KEY);
    }

    private Storage bucket() {
        return drover.storage(OBJECT);
    }

    private Duration passed() {
        return Duration.between(ManualClock.START, clock.instant());
    }

    private static void assertFails(ThrowingCallable call, ErrorCode code, Effect effect) {
        assertThatThrownBy(call).isInstanceOfSatisfying(DroverException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.effect()).isEqualTo(effect);
        });
    }

    @Test
    void aLostResponseIsOneRun() {
        faults.next("SubmitJob").loseResponse();

        JobHandle job = submit();

        assertThat(platform.runs())
                .singleElement()
                .satisfies(run -> assertThat(run.id()).isEqualTo(job.id()));
    }

    @Test
    void aLateEffectWithinTheSettleTimeIsFound() {
        faults.next("SubmitJob").landLate(Duration.ofSeconds(8));

        submit();

        assertThat(platform.runs()).singleElement().satisfies(run -> {
            assertThat(run.sentAt()).isEqualTo(ManualClock.START);
            assertThat(run.acceptedAt()).isEqualTo(ManualClock.START.plusSeconds(8));
        });
    }

    @Test
    void aLateEffectBeyondTheSettleTimeIsASecondRun() {
        faults.next("SubmitJob").landLate(Duration.ofSeconds(40));

        submit();
        clock.advance(Duration.ofMinutes(1));

        assertThat(platform.runs()).hasSize(2);
        assertThat(platform.runs()).extracting(MemRun::attempt).containsOnly(new Attempt(Attempt.Kind.JOB, KEY, 1));
    }

    @Test
    void aRepeatIsRecognisedWhereThePlatformSaysSo() {
        MemPlatform keyed = MemPlatform.builder(clock)
                .submits("mem://eu", Safety.KEYED)
                .faults(faults)
                .build();
        ClusterId cluster = keyed.cluster("mem://eu/etl");
        faults.next("SubmitJob").landLate(Duration.ofSeconds(40));

        try (Drover other = keyed.drover("two")) {
            other.jobs(cluster).submit(JOB, KEY);
        }
        clock.advance(Duration.ofMinutes(1));

        assertThat(keyed.runs()).hasSize(1);
    }

    @Test
    void aTimeOutTakesItsTimeAndHasNoEffect() {
        faults.next("CreateObject").timeOut();

        assertFails(() -> bucket().putIfAbsent(OBJECT, Content.of("x")), ErrorCode.UNAVAILABLE, Effect.UNKNOWN);

        assertThat(passed()).isEqualTo(Duration.ofSeconds(10));
        assertThat(bucket().stat(OBJECT)).isEmpty();
    }

    @Test
    void aRefusalAndAnUnreachablePlatformHaveNoEffect() {
        faults.next("SubmitJob").refuse(ErrorCode.QUOTA_EXCEEDED);
        assertFails(this::submit, ErrorCode.QUOTA_EXCEEDED, Effect.NONE);
        faults.next("CreateObject").always().unreachable();
        assertFails(() -> bucket().putIfAbsent(OBJECT, Content.of("x")), ErrorCode.UNAVAILABLE, Effect.NONE);

        assertThat(platform.runs()).isEmpty();
    }

    @Test
    void throttlingOfAChangeLeavesItsEffectOpen() {
        faults.next("CreateObject").throttle(Duration.ofSeconds(3));

        assertFails(() -> bucket().putIfAbsent(OBJECT, Content.of("x")), ErrorCode.THROTTLED, Effect.UNKNOWN);
        assertThat(bucket().stat(OBJECT)).isEmpty();
    }

    @Test
    void aSlowAnswerTakesItsTimeAndIsLostBeyondTheTimeout() {
        faults.next("StatObject").slow(SECOND);
        assertThat(bucket().stat(OBJECT)).isEmpty();
        assertThat(passed()).isEqualTo(SECOND);

        faults.next("CreateObject").slow(Duration.ofSeconds(11));
        assertFails(() -> bucket().putIfAbsent(OBJECT, Content.of("x")), ErrorCode.UNAVAILABLE, Effect.UNKNOWN);
        assertThat(passed()).isEqualTo(Duration.ofSeconds(11));
        assertThat(bucket().stat(OBJECT)).isPresent();
    }

    @Test
    void aStaleReadShowsHowThingsStood() throws InterruptedException {
        bucket().put(OBJECT, Content.of("old one"));
        clock.sleep(Duration.ofMinutes(1));
        bucket().put(OBJECT, Content.of("new"));
        JobHandle job = submit();
        clock.sleep(Duration.ofMinutes(2));

        faults.next("StatObject").staleRead(Duration.ofMinutes(2).plusSeconds(1));
        faults.next("DescribeJobs").staleRead(Duration.ofSeconds(90));
        faults.next("ListObjects").staleRead(Duration.ofHours(1));

        assertThat(bucket().stat(OBJECT).orElseThrow().size()).isEqualTo(7);
        assertThat(bucket().stat(OBJECT).orElseThrow().size()).isEqualTo(3);
        assertThat(job.status().state()).isEqualTo(JobState.RUNNING);
        assertThat(job.status().state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(bucket().list(OBJECT)).isEmpty();
    }

    @Test
    void aPausedClientSendsLater() {
        faults.next("SubmitJob").pauseClient(Duration.ofMinutes(5));

        submit();

        assertThat(platform.runs().get(0).sentAt()).isEqualTo(ManualClock.START.plusSeconds(300));
    }

    @Test
    void aLookupThatCannotTellIsAskedAgain() {
        faults.next("FindJobs").times(3).cannotTell(SECOND);

        submit();

        assertThat(platform.calls().get("FindJobs")).isGreaterThanOrEqualTo(4);
        faults.next("FindJobs").cannotTell(SECOND);
        try (Drover two = platform.drover("two")) {
            assertThatThrownBy(() -> two.jobs(etl).find(KEY)).isInstanceOf(OutcomeUnknownException.class);
        }
    }

    @Test
    void crashesPassThroughUntouched() {
        Crash before = new Crash();
        Crash after = new Crash();
        faults.next("SubmitJob").crashBeforeSending(() -> before);
        assertThatThrownBy(this::submit).isSameAs(before);
        assertThat(platform.runs()).isEmpty();

        faults.next("SubmitJob").crashAfterEffect(() -> after);
        try (Drover two = platform.drover("two");
                Drover three = platform.drover("three")) {
            assertThatThrownBy(() -> two.jobs(etl).submit(JOB, KEY)).isSameAs(after);
            assertThat(platform.runs()).hasSize(1);
            assertThat(three.jobs(etl).submit(JOB, KEY).started()).isFalse();
        }
    }

    @Test
    void aPlaceThatIsDownComesBack() {
        ClusterId other = platform.cluster("mem://eu-2/etl");
        faults.down("mem://eu", Duration.ofHours(1));

        assertFails(this::submit, ErrorCode.UNAVAILABLE, Effect.NONE);
        drover.jobs(other).submit(JOB, RequestKey.of("elsewhere"));
        clock.advance(Duration.ofHours(1));
        submit();

        assertThat(platform.runs()).hasSize(2);
    }

    @Test
    void rulesMeetOnlyWhatTheyAreMeantFor() {
        ClusterId other = platform.cluster("mem://eu/other");
        faults.next("SubmitJob").on(etl).refuse(ErrorCode.CONFLICT);
        faults.next("SubmitJob").from("two").refuse(ErrorCode.NOT_FOUND);
        faults.next("SubmitJob").key(RequestKey.of("another")).refuse(ErrorCode.QUOTA_EXCEEDED);
        faults.next("SubmitJob").on("mem://eu").after(2).refuse(ErrorCode.PERMISSION_DENIED);

        drover.jobs(other).submit(JOB, RequestKey.of("elsewhere"));
        assertFails(this::submit, ErrorCode.CONFLICT, Effect.NONE);
        submit();
        try (Drover two = platform.drover("two")) {
            assertFails(() -> two.jobs(etl).submit(JOB, RequestKey.of("2")), ErrorCode.NOT_FOUND, Effect.NONE);
        }
        assertFails(
                () -> drover.jobs(etl).submit(JOB, RequestKey.of("another")), ErrorCode.QUOTA_EXCEEDED, Effect.NONE);
        assertFails(() -> drover.jobs(etl).submit(JOB, RequestKey.of("3")), ErrorCode.PERMISSION_DENIED, Effect.NONE);
        assertThat(hooked).contains("two SubmitJob", "one SubmitJob");
    }

    @Test
    void aScriptKnowsWhatItDidNotDo() {
        FaultScript script = new FaultScript(clock);
        script.next("SubmitJob").on("mem://eu/etl").times(2).timeOut();
        script.next().always().loseResponse();

        assertThat(script.unused()).hasSize(2);
        assertThat(script.unused().get(0))
                .contains("SubmitJob on mem://eu/etl", "TimeOut", "2 times", "came to pass 0");
        assertThatThrownBy(() -> script.next("SubmitJobs")).hasMessageContaining("SubmitJob, FindJobs");
        assertThatThrownBy(() -> script.next("SubmitJob").times(0)).isInstanceOf(DroverException.class);
    }

    @Test
    void aClientWhoseClockJumpsDoesNotMoveThePlatform() throws InterruptedException {
        JobHandle job = submit();
        clock.jump(Duration.ofDays(-3));

        assertThat(job.status().state()).isEqualTo(JobState.RUNNING);
        clock.sleep(Duration.ofMinutes(1));
        assertThat(job.status().state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void capabilitiesAreThoseOfTheScheme() {
        assertThat(drover.capabilities("mem")).contains(Capability.values());
    }
}
