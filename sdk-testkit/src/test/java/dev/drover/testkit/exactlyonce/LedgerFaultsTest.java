package dev.drover.testkit.exactlyonce;

import static dev.drover.testkit.exactlyonce.Processes.JOB;
import static dev.drover.testkit.exactlyonce.Processes.KEY;
import static dev.drover.testkit.exactlyonce.Processes.LEDGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.DroverListener;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.OutcomeUnknownException;
import dev.drover.RequestKey;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.SubmitOptions;
import dev.drover.testkit.ManualClock;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemPlatform;
import dev.drover.testkit.mem.MemRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ledger that is broken, lying, down or old; clocks that jump, and callers that do what they should not. */
class LedgerFaultsTest {
    private final Processes processes = new Processes();
    private final Drover drover = processes.start("one");

    @AfterEach
    void everyFaultCameToPass() {
        processes.close();
        assertThat(processes.faults.unused()).isEmpty();
    }

    private JobHandle submit(Drover by) {
        return by.jobs(processes.etl).submit(JOB, KEY);
    }

    private List<MemRun> runs() {
        return processes.platform.runs();
    }

    private Storage storage() {
        return drover.storage(LEDGER);
    }

    private static StorageUri entry(RequestKey key, int index) {
        return StorageUri.parse(
                LEDGER + "jobs/" + new Attempt(Attempt.Kind.JOB, key, 1).name() + "/0000000" + index + ".json");
    }

    private List<StorageUri> objects() {
        try (Stream<StoredObject> all = storage().list(StorageUri.parse(LEDGER))) {
            return all.map(StoredObject::uri).toList();
        }
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private String written(RequestKey key, int index) throws IOException {
        try (var in = storage().get(entry(key, index))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    // Records

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "nonsense", "[]", "null", "{\"format\":1}", "{\"format\":2}"})
    void aRecordThatIsNoneStopsTheKey(String record) {
        storage().put(entry(KEY, 1), Content.of(record));

        assertFails(ErrorCode.INTERNAL, () -> submit(drover));
        assertFails(ErrorCode.INTERNAL, () -> drover.ledger().history(KEY));
        assertThat(runs()).isEmpty();
        assertThat(drover.jobs(processes.etl).submit(JOB, KEY.child("other")).started())
                .isTrue();
    }

    @Test
    void aRecordThatIsHugeStopsTheKey() {
        storage().put(entry(KEY, 1), Content.of("x".repeat(1 << 20)));

        assertFails(ErrorCode.INTERNAL, () -> submit(drover));
        assertThat(runs()).isEmpty();
    }

    @Test
    void aHalfWrittenRecordStopsTheKey() throws IOException {
        submit(drover);
        String whole = written(KEY, 2);
        for (int length = 0; length < whole.length(); length += 7) {
            storage().put(entry(KEY, 2), Content.of(whole.substring(0, length)));
            assertFails(ErrorCode.INTERNAL, () -> submit(drover));
        }
        assertThat(runs()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "state", "key", "attempt", "leaseUntil", "target", "kind"})
    void aRecordThatLacksAFieldStopsTheKey(String field) throws IOException {
        submit(drover);
        storage().put(entry(KEY, 2), Content.of(written(KEY, 2).replace('"' + field + '"', "\"other\"")));

        assertFails(ErrorCode.INTERNAL, () -> submit(drover));
        assertThat(runs()).hasSize(1);
    }

    @Test
    void aRecordOfAnotherKeyStopsTheKey() throws IOException {
        submit(drover);
        RequestKey other = KEY.child("other");
        storage().put(entry(other, 1), Content.of(written(KEY, 1)));

        assertFails(ErrorCode.INTERNAL, () -> drover.jobs(processes.etl).submit(JOB, other));
        assertThat(runs()).hasSize(1);
    }

    // Storage

    @Test
    void aStorageThatLetsTwoCreateIsFoundOut() {
        processes.justBefore(
                call -> call.api().equals("CreateObject") && !objects().isEmpty(),
                () -> objects().forEach(storage()::delete));

        assertFails(ErrorCode.UNSUPPORTED, () -> submit(drover));
        assertThat(runs()).isEmpty();
        assertThat(objects()).isEmpty();
    }

    @Test
    void aStorageThatCannotCreateIfAbsentIsRefused() {
        ManualClock clock = ManualClock.auto();
        MemPlatform platform = MemPlatform.builder(clock)
                .capabilities(EnumSet.complementOf(EnumSet.of(Capability.PUT_IF_ABSENT)))
                .build();
        try (Drover without = Drover.builder()
                .factories(List.of(platform.factory()))
                .clock(clock)
                .ledger(LEDGER)
                .build()) {
            assertFails(
                    ErrorCode.UNSUPPORTED,
                    () -> without.jobs(platform.cluster("mem://eu/etl")).submit(JOB, KEY));
            assertThat(platform.runs()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void aLedgerThatGoesDownIsATypedErrorAndOneRunAtMost(int callsBefore) {
        processes.faults.next().on("mem://ledger").after(callsBefore).always().unreachable();

        assertThatThrownBy(() -> submit(drover)).isInstanceOf(DroverException.class);

        assertThat(runs()).isEmpty();
    }

    @Test
    void aRunThatCouldNotBePutOnRecordIsFoundLater() {
        processes.justBefore(
                call -> call.api().equals("SubmitJob"),
                () -> processes.faults.down("mem://ledger", Duration.ofMinutes(3)));

        assertThatThrownBy(() -> submit(drover)).isInstanceOf(OutcomeUnknownException.class);
        processes.clock.advance(Duration.ofMinutes(5));

        assertThat(submit(drover).id()).isEqualTo(runs().get(0).id());
        assertThat(runs()).hasSize(1);
    }

    // Old entries

    @Test
    void onlyWhatEndedLongAgoIsForgotten() throws InterruptedException {
        RequestKey open = KEY.child("open");
        processes.platform.onJob(job -> true, JobScript.succeed(Duration.ofMinutes(1)), JobScript.hang());
        submit(drover).await(Duration.ofHours(1));
        drover.jobs(processes.etl).submit(JOB, open);
        assertFails(ErrorCode.INVALID_ARGUMENT, () -> drover.ledger().expire(Duration.ofHours(23)));

        assertThat(drover.ledger().expire(Duration.ofDays(1))).isZero();
        processes.clock.advance(Duration.ofDays(2));
        assertThat(drover.ledger().expire(Duration.ofDays(1))).isEqualTo(1);

        assertThat(drover.ledger().history(KEY)).isEmpty();
        assertThat(Processes.history(drover, open)).containsExactly("INTENT 1", "PLACED 1");
        assertThat(submit(drover).started()).as("the key is new").isTrue();
    }

    @Test
    void aProcessThatDiesWhileItForgetsLeavesNoKeyThatSeemsNewWithOldEntries() throws InterruptedException {
        submit(drover).await(Duration.ofHours(1));
        processes.clock.advance(Duration.ofDays(2));
        processes.faults.next("DeleteObjects").after(1).crashBeforeSending(Processes.Crash::new);

        assertThatThrownBy(() -> drover.ledger().expire(Duration.ofDays(1))).isInstanceOf(Processes.Crash.class);

        assertThat(objects()).contains(entry(KEY, 1));
        assertThat(submit(drover).id()).isEqualTo(runs().get(0).id());
        assertThat(runs()).hasSize(1);
    }

    @Test
    void aKeyThatIsUsedWhileItIsForgottenStaysUsed() throws InterruptedException {
        processes.platform.onJob(job -> true, JobScript.succeed(Duration.ofMinutes(1)), JobScript.hang());
        submit(drover).await(Duration.ofHours(1));
        processes.clock.advance(Duration.ofDays(2));
        Drover other = processes.start("two");
        SubmitOptions again =
                SubmitOptions.builder().onSucceeded(SubmitOptions.OnEnded.RERUN).build();
        processes.justBefore(
                call -> call.api().equals("DeleteObjects"),
                () -> other.jobs(processes.etl).submit(JOB, KEY, again));

        drover.ledger().expire(Duration.ofDays(1));

        assertThat(Processes.history(drover, KEY)).containsExactly("INTENT 1", "INTENT 2", "PLACED 2");
        assertThat(submit(drover).id()).isEqualTo(runs().get(1).id());
        assertThat(runs()).hasSize(2);
    }

    @Test
    void longHistoriesAreShortened() throws InterruptedException {
        processes.platform.onJob(job -> true, JobScript.fail(Duration.ofSeconds(1), 1, ""));
        SubmitOptions options = SubmitOptions.rerunUnlessSucceeded(1_000);
        for (int i = 0; i < 40; i++) {
            drover.jobs(processes.etl).submit(JOB, KEY, options).await(Duration.ofHours(1));
        }
        assertThat(drover.ledger().history(KEY)).hasSize(120);

        assertThat(drover.ledger().expire(Duration.ofDays(1))).isZero();

        assertThat(drover.ledger().history(KEY)).hasSize(51);
        assertThat(drover.jobs(processes.etl)
                        .submit(JOB, KEY, options)
                        .attempt()
                        .orElseThrow()
                        .number())
                .isEqualTo(41);
    }

    @Test
    void aSweepFindsWhatLandedAfterEverybodyGaveUp() {
        processes.platform.onJob(job -> true, JobScript.hang());
        processes.faults.next("SubmitJob").landLate(Duration.ofMinutes(10));
        JobHandle counts = submit(drover);
        processes.clock.advance(Duration.ofMinutes(11));
        assertThat(runs()).hasSize(2);

        var swept = drover.ledger().sweep();

        assertThat(swept.unresolved()).isEmpty();
        assertThat(swept.surplus()).singleElement().satisfies(surplus -> {
            assertThat(surplus.kept()).isEqualTo(counts.id().toString());
            assertThat(surplus.cancelled()).isTrue();
        });
        processes.clock.advance(Duration.ofMinutes(1));
        assertThat(drover.ledger().sweep().surplus()).isEmpty();
        assertThat(runs().stream().filter(MemRun::active).map(MemRun::id)).containsExactly(counts.id());
    }

    @Test
    void aSweepNamesKeysThatNobodyHasSettledAndPassesOverBrokenOnes() {
        storage().put(entry(RequestKey.of("broken"), 1), Content.of("{"));
        processes.faults.next("SubmitJob").crashBeforeSending(Processes.Crash::new);
        assertThatThrownBy(() -> submit(drover)).isInstanceOf(Processes.Crash.class);
        processes.clock.advance(Duration.ofMinutes(5));

        assertThat(drover.ledger().sweep().unresolved()).isEqualTo(Set.of(KEY));
        assertThat(drover.ledger().expire(Duration.ofDays(1))).isZero();
    }

    // Clocks and callers

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H"})
    void aClockThatJumpsOnTheWayMakesNoSecondRun(Duration jump) {
        processes.faults.next("SubmitJob").loseResponse();
        processes.justBefore(call -> call.api().equals("FindJobs"), () -> processes.clock.jump(jump));

        try {
            submit(drover);
        } catch (DroverException e) {
            assertThat(e).isInstanceOf(OutcomeUnknownException.class);
        }

        assertThat(submit(drover).id()).isEqualTo(runs().get(0).id());
        assertThat(runs()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H"})
    void aClockThatJumpsBeforeTheCallMakesNoSecondRun(Duration jump) {
        processes.justBefore(call -> call.api().equals("SubmitJob"), () -> processes.clock.jump(jump));

        JobHandle handle = submit(drover);

        assertThat(runs()).extracting(MemRun::id).containsExactly(handle.id());
    }

    @Test
    void closingDuringASubmissionLeavesARunThatTheNextFinds() {
        processes.justBefore(call -> call.api().equals("SubmitJob"), drover::close);

        assertThatThrownBy(() -> submit(drover)).isInstanceOfSatisfying(DroverException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED);
            assertThat(e.effect()).isEqualTo(Effect.APPLIED);
        });

        Drover next = processes.start("next");
        assertThat(submit(next).id()).isEqualTo(runs().get(0).id());
        assertThat(runs()).hasSize(1);
    }

    @Test
    void aListenerThatThrowsChangesNothing() {
        Drover told = processes.start(processes.builder("told").ledger(LEDGER).listener(new DroverListener() {
            @Override
            public void callStarted(CallStarted started) {
                throw new IllegalStateException("of the listener's own");
            }

            @Override
            public void callEnded(CallEnded ended) {
                throw new IllegalStateException("of the listener's own");
            }
        }));

        assertThat(submit(told).started()).isTrue();
        assertThat(Processes.history(told, KEY)).containsExactly("INTENT 1", "PLACED 1");
    }

    @Test
    void hostileKeysAreKeysLikeOthers() {
        List<RequestKey> hostile = List.of(
                RequestKey.of("../../etc/passwd"),
                RequestKey.of("a/b"),
                RequestKey.of("a", "b"),
                RequestKey.of("~"),
                RequestKey.of("\"}{'; drop table keys; --"),
                RequestKey.of("ключ", "鍵", "🔑"),
                RequestKey.of(" "),
                RequestKey.of("%2e%2e/?#"),
                new RequestKey(Collections.nCopies(16, "\"".repeat(200))));
        for (RequestKey key : hostile) {
            JobHandle handle = drover.jobs(processes.etl).submit(JOB, key);
            assertThat(drover.jobs(processes.etl).submit(JOB, key).id()).isEqualTo(handle.id());
            assertThat(drover.ledger().history(key))
                    .hasSize(2)
                    .allSatisfy(entry -> assertThat(entry.attempt().key()).isEqualTo(key));
        }
        assertThat(runs()).hasSize(hostile.size());
        assertThat(objects()).allSatisfy(uri -> assertThat(uri.path()).startsWith("keys/jobs/"));
    }
}
