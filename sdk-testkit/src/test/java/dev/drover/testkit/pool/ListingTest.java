package dev.drover.testkit.pool;

import static dev.drover.testkit.exactlyonce.Processes.JOB;
import static dev.drover.testkit.exactlyonce.Processes.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.ClusterSpec;
import dev.drover.ClusterStatus;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.JobQuery;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.Location;
import dev.drover.PartialResult;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.routing.ClusterPool;
import dev.drover.routing.PoolSpec;
import dev.drover.testkit.exactlyonce.Processes;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemPlatform;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is listed of one cluster, of a pool and of several locations, and what it costs. */
class ListingTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Processes processes = new Processes();
    private final Drover drover = processes.start("one");
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

    private static RequestKey key(int number) {
        return KEY.child(String.valueOf(number));
    }

    /** Runs on both clusters in turn, a second after each other; the oldest first. */
    private List<JobId> submitted(int runs) throws InterruptedException {
        List<JobId> ids = new ArrayList<>();
        for (int number = 0; number < runs; number++) {
            ClusterId cluster = number % 2 == 0 ? etl : spare;
            ids.add(drover.jobs(cluster).submit(JOB, key(number)).id());
            processes.clock.sleep(SECOND);
        }
        return ids;
    }

    private static List<JobId> ids(List<JobStatus> list) {
        return list.stream().map(JobStatus::id).toList();
    }

    private long calls(String api) {
        return processes.platform.calls().getOrDefault(api, 0L);
    }

    @Test
    void aStatusSaysWhatTheRunIsCalledAndItsTimes() throws InterruptedException {
        processes.platform.onJob(job -> true, job -> JobScript.fail(Duration.ofSeconds(5), 3, ""));
        Instant before = processes.clock.instant();
        JobId id = drover.jobs(etl).submit(JOB, KEY).await(PATIENCE).id();

        assertThat(drover.jobs(etl).list(JobQuery.RECENT)).singleElement().satisfies(run -> {
            assertThat(run.id()).isEqualTo(id);
            assertThat(run.state()).isEqualTo(JobState.FAILED);
            assertThat(run.name()).contains(new Attempt(Attempt.Kind.JOB, KEY, 1).name());
            assertThat(run.submittedAt()).contains(before);
            assertThat(run.endedAt()).contains(before.plusSeconds(5));
            assertThat(run).isEqualTo(drover.job(id).status());
        });
    }

    @Test
    void runsOfAllProcessesAndNamespacesAreListedAndThoseOfOthersAreNot() throws InterruptedException {
        JobId own = drover.jobs(etl).submit(JOB, KEY).id();
        JobId others = processes.platform.submitByOthers(etl, JOB);
        Drover next = processes.start(processes.builder("two").namespace("team"));
        JobId nexts = next.jobs(etl).submit(JOB, KEY).id();

        assertThat(ids(drover.jobs(etl).list(JobQuery.RECENT))).containsExactly(nexts, own);
        assertThat(drover.jobs(etl).describe(Set.of(others))).containsOnlyKeys(others);
    }

    @Test
    void forgottenRunsAreNotListed() throws InterruptedException {
        List<JobId> ids = submitted(3);
        processes.platform.forget(ids.get(0));

        assertThat(ids(drover.jobs(etl).list(JobQuery.RECENT))).containsExactly(ids.get(2));
    }

    @Test
    void stateAndTimeNarrowTheList() throws InterruptedException {
        List<JobId> ids = submitted(6);
        drover.job(ids.get(0)).cancel();
        drover.job(ids.get(0)).await(PATIENCE);
        Instant third = processes.platform.runs().get(2).acceptedAt();

        assertThat(ids(drover.jobs(etl).list(JobQuery.builder().activeOnly().build())))
                .containsExactly(ids.get(4), ids.get(2));
        assertThat(ids(drover.jobs(etl)
                        .list(JobQuery.builder()
                                .states(EnumSet.of(JobState.CANCELLED))
                                .build())))
                .containsExactly(ids.get(0));
        assertThat(ids(drover.jobs(etl)
                        .list(JobQuery.builder().since(third.plusNanos(1)).build())))
                .containsExactly(ids.get(4));
    }

    @Test
    void pagesAreReadAsFarAsTheyAreWanted() throws InterruptedException {
        MemPlatform paged = MemPlatform.builder(processes.clock).pageSize(2).build();
        ClusterId cluster = paged.cluster("mem://eu/paged");
        Drover own = processes.start(
                Drover.builder().factories(List.of(paged.factory("own"))).clock(processes.clock));
        List<JobId> ids = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            ids.add(0, own.jobs(cluster).submit(JOB, key(number)).id());
            paged.submitByOthers(cluster, JOB);
            processes.clock.sleep(SECOND);
        }

        assertThat(ids(own.jobs(cluster).list(JobQuery.RECENT))).isEqualTo(ids);
        // Eight runs fill four pages, which only an empty fifth shows to be all.
        assertThat(paged.calls()).containsEntry("ListJobs", 5L).doesNotContainKey("DescribeJobs");
        assertThat(ids(own.jobs(cluster).list(JobQuery.builder().limit(2).build())))
                .isEqualTo(ids.subList(0, 2));
        assertThat(paged.calls()).containsEntry("ListJobs", 7L);
        assertThat(ids(own.jobs(cluster)
                        .list(JobQuery.builder()
                                .since(processes.clock.instant().minusSeconds(1))
                                .build())))
                .isEqualTo(ids.subList(0, 1));
        assertThat(paged.calls()).containsEntry("ListJobs", 9L);
    }

    @Test
    void aClusterThatCannotTellIsNotAsked() {
        MemPlatform mute = MemPlatform.builder(processes.clock)
                .capabilities(EnumSet.complementOf(EnumSet.of(Capability.LIST_JOBS)))
                .build();
        ClusterId cluster = mute.cluster("mem://eu/mute");
        Drover own = processes.start(
                Drover.builder().factories(List.of(mute.factory("own"))).clock(processes.clock));

        assertThatThrownBy(() -> own.jobs(cluster).list(JobQuery.RECENT))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                .hasMessageContaining("LIST_JOBS");
        assertThat(own.pool(PoolSpec.builder().members(cluster).build())
                        .list(JobQuery.RECENT, PATIENCE)
                        .failed())
                .hasEntrySatisfying(cluster, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
        assertThat(mute.calls()).isEmpty();
    }

    @Test
    void aPoolListsTheNewestOfAllItsClusters() throws InterruptedException {
        List<JobId> ids = submitted(6);
        pool.drain(spare);

        PartialResult<ClusterId, List<JobStatus>> all = pool.list(JobQuery.RECENT, PATIENCE);
        PartialResult<ClusterId, List<JobStatus>> three =
                pool.list(JobQuery.builder().limit(3).build(), PATIENCE);

        assertThat(all.complete()).isTrue();
        assertThat(ids(all.found()))
                .containsExactly(ids.get(5), ids.get(4), ids.get(3), ids.get(2), ids.get(1), ids.get(0));
        assertThat(ids(three.found())).containsExactly(ids.get(5), ids.get(4), ids.get(3));
        assertThat(calls("ListJobs")).isEqualTo(4);
    }

    @Test
    void aClusterThatIsDownIsNamedAndTheOthersAreListed() throws InterruptedException {
        List<JobId> ids = submitted(4);
        processes.faults.down("mem://eu", Duration.ofHours(1));

        for (int time = 0; time < 10; time++) {
            PartialResult<ClusterId, List<JobStatus>> some = pool.list(JobQuery.RECENT, PATIENCE);

            assertThat(ids(some.found())).containsExactly(ids.get(3), ids.get(1));
            assertThat(some.failed()).containsOnlyKeys(etl);
            assertThat(some.failed().get(etl))
                    .hasMessageContaining("list jobs on mem://eu/etl")
                    .extracting(DroverException::code)
                    .isEqualTo(ErrorCode.UNAVAILABLE);
        }
        // By then the breaker of its endpoint is open, and nothing is sent any more.
        assertThat(calls("ListJobs")).isLessThan(40);
    }

    @Test
    void aSlowClusterIsNamedInTime() throws InterruptedException {
        List<JobId> ids = submitted(4);
        processes.faults.next("ListJobs").on(spare).always().slow(Duration.ofMinutes(10));
        Instant start = processes.clock.instant();

        PartialResult<ClusterId, List<JobStatus>> some = pool.list(JobQuery.RECENT, Duration.ofSeconds(5));

        assertThat(ids(some.found())).containsExactly(ids.get(2), ids.get(0));
        assertThat(some.failed()).containsOnlyKeys(spare);
        assertThat(some.failed().get(spare).retryable()).isTrue();
        assertThat(Duration.between(start, processes.clock.instant())).isBetween(SECOND, Duration.ofSeconds(6));
    }

    @Test
    void aPoolDescribesRunsOfAllItsClusters() throws InterruptedException {
        List<JobId> ids = submitted(4);
        JobId unknown = etl.job("no-such-job");

        PartialResult<ClusterId, Map<JobId, JobStatus>> all =
                pool.describe(Set.of(ids.get(0), ids.get(1), ids.get(2), unknown), PATIENCE);

        assertThat(all.complete()).isTrue();
        assertThat(all.found()).containsOnlyKeys(ids.get(0), ids.get(1), ids.get(2));
        assertThat(calls("DescribeJobs")).isEqualTo(2);

        processes.faults.down("mem://us", Duration.ofMinutes(1));
        PartialResult<ClusterId, Map<JobId, JobStatus>> some = pool.describe(Set.copyOf(ids), SECOND);
        assertThat(some.found()).containsOnlyKeys(ids.get(0), ids.get(2));
        assertThat(some.failed()).containsOnlyKeys(spare);
    }

    @Test
    void whoHasNothingToSayIsNotAskedAndARunOfAnotherPoolIsRefused() throws InterruptedException {
        List<JobId> ids = submitted(2);

        assertThat(pool.describe(Set.of(ids.get(0)), PATIENCE).found()).containsOnlyKeys(ids.get(0));
        assertThat(calls("DescribeJobs")).isEqualTo(1);
        assertThat(pool.describe(Set.of(), PATIENCE)).isEqualTo(new PartialResult<>(Map.of(), Map.of()));

        JobId elsewhere = ClusterId.parse("mem://asia/other").job("run-1");
        assertThatThrownBy(() -> pool.describe(Set.of(ids.get(0), elsewhere), PATIENCE))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining(elsewhere.toString());
        assertThat(calls("DescribeJobs")).isEqualTo(1);
    }

    @Test
    void clustersOfSeveralLocationsAreListedAndWhatIsDownIsNamed() {
        Location eu = Location.parse("mem://eu");
        Location us = Location.parse("mem://us");
        Location nowhere = Location.parse("nowhere://x");
        ClusterSpec spec =
                ClusterSpec.builder().workers(1, Resources.of(1, 1024)).build();
        ClusterId first = drover.clusters(eu).create(spec, key(1)).id();
        ClusterId second = drover.clusters(us).create(spec, key(2)).id();

        PartialResult<Location, List<ClusterStatus>> all = drover.listClusters(List.of(us, eu, nowhere), PATIENCE);
        assertThat(all.found()).extracting(ClusterStatus::id).containsExactly(second, first);
        assertThat(all.failed())
                .hasSize(1)
                .hasEntrySatisfying(nowhere, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));

        processes.faults.down("mem://eu", Duration.ofHours(1));
        PartialResult<Location, List<ClusterStatus>> some = drover.listClusters(List.of(eu, us), PATIENCE);
        assertThat(some.found()).extracting(ClusterStatus::id).containsExactly(second);
        assertThat(some.failed().entrySet())
                .extracting(Map.Entry::getKey, e -> e.getValue().code())
                .containsExactly(tuple(eu, ErrorCode.UNAVAILABLE));
    }

    @Test
    void aTimeIsGiven() {
        assertThatThrownBy(() -> pool.list(JobQuery.RECENT, Duration.ZERO))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
        assertThat(processes.platform.calls()).isEmpty();
    }
}
