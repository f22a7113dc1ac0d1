package dev.drover.testkit.pool;

import static dev.drover.testkit.exactlyonce.Processes.JOB;
import static dev.drover.testkit.exactlyonce.Processes.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.StorageUri;
import dev.drover.SubmitOptions;
import dev.drover.routing.Candidate;
import dev.drover.routing.ClusterPool;
import dev.drover.routing.Health;
import dev.drover.routing.PoolMember;
import dev.drover.routing.PoolSpec;
import dev.drover.routing.Requirement;
import dev.drover.routing.RoutingPolicies;
import dev.drover.routing.RoutingPolicy;
import dev.drover.testkit.exactlyonce.Processes;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemRun;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which clusters of a pool take a job, how many, and what they are told. */
class PoolTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Processes processes = new Processes();
    private final Drover drover = processes.start("one");
    private final ClusterId etl = processes.etl;
    private final ClusterId spare = processes.platform.cluster("mem://us/spare");

    @AfterEach
    void everyFaultCameToPass() {
        processes.close();
        assertThat(processes.faults.unused()).isEmpty();
    }

    private ClusterPool pool(PoolMember.Builder... members) {
        return drover.pool(spec(members).build());
    }

    /** The first that can take a job gets it. */
    private static PoolSpec.Builder spec(PoolMember.Builder... members) {
        PoolSpec.Builder spec = PoolSpec.builder().policy(inOrder());
        for (PoolMember.Builder member : members) {
            spec.member(member.build());
        }
        return spec;
    }

    private static RoutingPolicy inOrder() {
        return () -> (request, candidates) -> candidates.get(0);
    }

    private PoolMember.Builder etl() {
        return PoolMember.builder(etl);
    }

    private PoolMember.Builder spare() {
        return PoolMember.builder(spare);
    }

    private static RequestKey key(int number) {
        return KEY.child(String.valueOf(number));
    }

    private List<MemRun> runs() {
        return processes.platform.runs();
    }

    private static AbstractThrowableAssert<?, ?> assertFails(ErrorCode code, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    // What a pool needs

    @Test
    void keysOnSeveralClustersNeedADurableLedger() {
        Drover forgetful = processes.start(processes.builder("forgetful"));
        ClusterPool two = forgetful.pool(spec(etl(), spare()).build());
        ClusterPool one = forgetful.pool(spec(etl()).build());

        assertFails(ErrorCode.INVALID_ARGUMENT, () -> two.submit(JOB, KEY)).hasMessageContaining("durable ledger");
        assertThat(runs()).isEmpty();
        assertThat(two.submit(JOB).started()).isTrue();
        assertThat(one.submit(JOB, KEY).started()).isTrue();
        assertThat(two.find(KEY)).isPresent();
    }

    @Test
    void aKeyIsFoundOnWhicheverClusterItWent() {
        ClusterPool pool = pool(etl(), spare());
        pool.drain(etl);
        JobHandle handle = pool.submit(JOB, KEY);
        pool.resume(etl);

        assertThat(handle.id().cluster()).isEqualTo(spare);
        assertThat(pool.submit(JOB, KEY).id()).isEqualTo(handle.id());
        Drover other = processes.start("two");
        assertThat(other.pool(spec(etl(), spare()).build())
                        .find(KEY)
                        .orElseThrow()
                        .id())
                .isEqualTo(handle.id());
        assertThat(pool.find(KEY.child("never"))).isEmpty();
        assertThat(runs()).hasSize(1);
    }

    @Test
    void senselessPoolsAreRefused() {
        assertFails(ErrorCode.INVALID_ARGUMENT, () -> PoolSpec.builder().build());
        assertFails(
                ErrorCode.INVALID_ARGUMENT,
                () -> PoolSpec.builder().members(etl, etl).build());
        assertFails(ErrorCode.INVALID_ARGUMENT, () -> pool(etl().weight(0), spare().weight(-0.0)));
        for (double weight : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY, 1e-9, 1e9}) {
            assertFails(ErrorCode.INVALID_ARGUMENT, () -> pool(etl().weight(weight), spare()))
                    .hasMessageContaining(etl.toString());
        }
        assertFails(ErrorCode.INVALID_ARGUMENT, () -> etl().maxInFlight(0));
        assertFails(ErrorCode.INVALID_ARGUMENT, () -> PoolSpec.builder().maxWait(Duration.ofSeconds(-1)));
    }

    @Test
    void theExampleOfTheGuideWorks() {
        ClusterPool pool = drover.pool(PoolSpec.builder()
                .member(PoolMember.builder(etl)
                        .weight(3)
                        .queue("etl", "root.team.etl")
                        .maxInFlight(50)
                        .build())
                .member(PoolMember.builder(spare).queue("etl").build())
                .maxWait(Duration.ofMinutes(2))
                .build());

        JobSpec job = PySpark.script(StorageUri.parse("s3://code/etl.py"))
                .queue("etl")
                .build();
        JobHandle handle = pool.submit(job, RequestKey.of("etl", "2026-11-21"));

        assertThat(handle.started()).isTrue();
    }

    // Who gets a job

    @Test
    void sharesFollowTheWeights() {
        ClusterPool pool = drover.pool(PoolSpec.builder()
                .policy(RoutingPolicies.smoothWeighted())
                .member(etl().weight(3).build())
                .member(spare().weight(1).build())
                .build());
        for (int i = 0; i < 20; i++) {
            pool.submit(JOB, key(i));
        }

        assertThat(runs()).filteredOn(run -> run.id().cluster().equals(etl)).hasSize(15);
    }

    @Test
    void aQueueOfThePoolIsTheSchedulersOnEachCluster() {
        JobSpec job = JOB.toBuilder().queue("etl").build();
        ClusterPool pool = pool(etl().queue("etl", "root.team.etl"), spare().queue("etl"));

        pool.submit(job, key(1));
        pool.drain(etl);
        pool.submit(job, key(2));

        assertThat(runs())
                .extracting(run -> run.job().options().queue())
                .containsExactly(Optional.of("root.team.etl"), Optional.empty());
        assertFails(
                        ErrorCode.UNSUPPORTED,
                        () -> pool.submit(JOB.toBuilder().queue("other").build(), key(3)))
                .hasMessageContaining("it does not serve the queue other");
    }

    @Test
    void theSameKeyInAQueueIsTheSameJobOnAnyCluster() {
        JobSpec job = JOB.toBuilder().queue("etl").build();
        JobHandle handle = pool(etl().queue("etl", "a")).submit(job, KEY);

        assertThat(pool(etl().queue("etl", "b"), spare().queue("etl"))
                        .submit(job, KEY)
                        .id())
                .isEqualTo(handle.id());
    }

    @Test
    void aDrainedClusterGetsNothingUntilItIsResumed() {
        ClusterPool pool = pool(etl(), spare());

        pool.drain(etl);
        pool.submit(JOB, key(1));
        assertThat(pool.candidates().get(0).health()).isEqualTo(Health.down("it is drained"));
        pool.resume(etl);
        pool.submit(JOB, key(2));

        assertThat(runs()).extracting(run -> run.id().cluster()).containsExactly(spare, etl);
        assertFails(ErrorCode.NOT_FOUND, () -> pool.drain(ClusterId.parse("mem://eu/stranger")));
        pool.drain(etl);
        pool.drain(spare);
        assertFails(ErrorCode.UNAVAILABLE, () -> pool.submit(JOB, key(3)))
                .hasMessageContaining(etl + ": it is drained; " + spare + ": it is drained");
    }

    @Test
    void requirementsNarrowItDown() {
        ClusterPool pool =
                pool(etl().sparkVersion("3.5.6"), spare().label("zone", "us").sparkVersion("4.2.0"));

        pool.requiring(Requirement.label("zone", "us")).submit(JOB, key(1));
        pool.requiring(Requirement.sparkVersion("3.5")).submit(JOB, key(2));

        assertThat(runs()).extracting(run -> run.id().cluster()).containsExactly(spare, etl);
        assertFails(
                        ErrorCode.UNSUPPORTED,
                        () -> pool.requiring(Requirement.label("zone", "us"), Requirement.sparkVersion("3.5"))
                                .submit(JOB, key(3)))
                .hasMessageContaining(etl + ": it has no label zone=us")
                .hasMessageContaining(spare + ": its Spark is 4.2.0, not 3.5");
        assertThat(Processes.history(drover, key(3))).isEmpty();
    }

    @Test
    void aPolicyThatThrowsOrNamesAStrangerSendsNothing() {
        Candidate stranger =
                Candidate.builder(ClusterId.parse("mem://eu/stranger")).build();
        List<RoutingPolicy> faulty = List.of(
                () -> (request, candidates) -> stranger,
                () -> (request, candidates) -> {
                    throw new IllegalStateException("no idea");
                },
                () -> {
                    throw new IllegalStateException("no chooser");
                });

        for (RoutingPolicy policy : faulty) {
            assertFails(
                    ErrorCode.INVALID_ARGUMENT,
                    () -> drover.pool(PoolSpec.builder()
                                    .policy(policy)
                                    .members(etl, spare)
                                    .build())
                            .submit(JOB, KEY));
        }
        assertThat(runs()).isEmpty();
        assertThat(Processes.history(drover, KEY)).isEmpty();
    }

    // Limits

    @Test
    void aFullPoolWaitsForAJobToEnd() {
        ClusterPool pool = drover.pool(
                spec(etl().maxInFlight(1)).maxWait(Duration.ofMinutes(5)).build());
        pool.submit(JOB, key(1));

        pool.submit(
                JOB,
                key(2),
                SubmitOptions.builder().timeout(Duration.ofMinutes(10)).build());

        assertThat(runs()).hasSize(2);
        assertThat(runs().get(1).acceptedAt())
                .isAfterOrEqualTo(runs().get(0).endedAt().orElseThrow());
    }

    @Test
    void aPoolThatStaysFullSaysSo() {
        processes.platform.onJob(job -> true, JobScript.hang());
        ClusterPool pool = drover.pool(spec(etl().maxInFlight(1), spare().maxInFlight(1))
                .maxWait(MINUTE)
                .build());
        pool.submit(JOB, key(1));
        pool.submit(JOB, key(2));

        assertThat(runs()).extracting(run -> run.id().cluster()).containsExactly(etl, spare);
        assertFails(
                        ErrorCode.THROTTLED,
                        () -> pool.submit(
                                JOB,
                                key(3),
                                SubmitOptions.builder()
                                        .timeout(MINUTE.multipliedBy(5))
                                        .build()))
                .hasMessageContaining("maxInFlight");
        assertThat(runs()).hasSize(2);
        assertThat(pool.candidates()).extracting(Candidate::inFlight).containsExactly(1, 1);
        assertThat(pool.submit(JOB, key(1)).started())
                .as("attaching needs no room")
                .isFalse();
    }

    @Test
    void aRefusedJobTakesNoPlace() {
        ClusterPool pool = pool(etl().maxInFlight(1));
        processes.faults.next("SubmitJob").refuse(ErrorCode.QUOTA_EXCEEDED);

        assertFails(ErrorCode.QUOTA_EXCEEDED, () -> pool.submit(JOB, KEY));

        assertThat(pool.candidates().get(0).inFlight()).isZero();
        assertThat(pool.submit(JOB, KEY).started()).isTrue();
    }

    // Health

    @Test
    void aClusterThatIsGoneIsPassedOver() {
        ClusterPool pool = pool(PoolMember.builder(ClusterId.parse("mem://eu/gone")), spare());

        pool.submit(JOB, key(1));
        assertThat(pool.candidates().get(0).health()).isInstanceOf(Health.Down.class);
        pool.submit(JOB, key(2));

        assertThat(runs()).extracting(run -> run.id().cluster()).containsOnly(spare);
        assertThat(processes.platform.calls()).containsEntry("SubmitJob", 3L);
    }

    @Test
    void aCheckOfHealthFindsWhoIsReady() {
        ClusterPool pool = pool(etl(), spare());
        processes.platform.failCluster(etl, "its machines burn");

        List<Candidate> found = pool.checkHealth();

        assertThat(found.get(0).health()).isInstanceOf(Health.Down.class);
        assertThat(found.get(1).health()).isEqualTo(Health.up());
        pool.submit(JOB, KEY);
        assertThat(processes.platform.calls()).containsEntry("SubmitJob", 1L);
    }

    @Test
    void aCheckOfHealthOutlivesAClusterThatCannotBeAsked() {
        ClusterPool pool = pool(etl(), spare());
        processes.faults.down("mem://eu", MINUTE);

        assertThat(pool.checkHealth().get(0).health()).isInstanceOf(Health.Down.class);
        processes.clock.advance(MINUTE.multipliedBy(3));
        assertThat(pool.checkHealth()).extracting(Candidate::health).containsOnly(Health.up());
    }

    @Test
    void behindAnOpenBreakerNothingIsTried() {
        ClusterPool pool = pool(etl(), spare());
        processes.faults.down("mem://eu", Duration.ofMinutes(10));
        for (int i = 0; i < 20; i++) {
            pool.submit(JOB, key(i));
        }
        long tried = processes.platform.calls().get("SubmitJob");

        assertThat(pool.candidates().get(0).health())
                .isInstanceOfSatisfying(
                        Health.Down.class, down -> assertThat(down.reason()).contains("breaker"));
        pool.submit(JOB, key(20));

        assertThat(processes.platform.calls()).containsEntry("SubmitJob", tried + 1);
        assertThat(runs()).hasSize(21).extracting(run -> run.id().cluster()).containsOnly(spare);
    }

    @Test
    void capabilitiesThatNoClusterHasAreSaidBeforeAnythingIsSent() {
        assertThat(drover.capabilities("mem")).contains(Capability.QUEUES);
        JobSpec job = JOB.toBuilder().queue("etl").build();

        assertFails(ErrorCode.UNSUPPORTED, () -> pool(etl(), spare()).submit(job, KEY))
                .hasMessageContaining(etl + ": it does not serve the queue etl")
                .hasMessageContaining(spare + ": it does not serve the queue etl");
        assertThat(processes.platform.calls()).doesNotContainKey("SubmitJob");
        assertThat(Processes.history(drover, KEY)).isEmpty();
    }
}
