package dev.drover.gcp.dataproc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.dataproc.v1.ClusterStatus;
import com.google.cloud.dataproc.v1.Job;
import com.google.cloud.dataproc.v1.JobStatus.State;
import dev.drover.Attempt;
import dev.drover.Drover;
import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.JobQuery;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.testkit.ManualClock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Status of many jobs, and what it costs. */
class JobListTest {
    private final JobWorld world = JobWorld.idle(ManualClock.auto());
    private final Drover drover = world.builder(options -> options).build();

    @AfterEach
    void close() {
        drover.close();
        world.close();
    }

    private Set<JobId> add(String name, int count, State state) {
        return add("etl", name, count, state);
    }

    private Set<JobId> add(String cluster, String name, int count, State state) {
        Set<JobId> ids = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            Job.Builder job = Job.newBuilder();
            job.getReferenceBuilder().setJobId(name + i);
            job.getPlacementBuilder().setClusterName(cluster);
            world.jobs.add(job.build(), state);
            ids.add(JobWorld.ETL.job(name + i));
        }
        return ids;
    }

    private void assertDescribed(Set<JobId> jobs, int lists, int gets) {
        Map<String, Integer> before = new TreeMap<>(world.rpc.calls());
        Map<JobId, JobStatus> statuses = drover.jobs(JobWorld.ETL).describe(jobs);
        assertThat(statuses.keySet()).containsExactlyInAnyOrderElementsOf(jobs);
        assertThat(List.of(
                        world.rpc.calls("ListJobs") - before.getOrDefault("ListJobs", 0),
                        world.rpc.calls("GetJob") - before.getOrDefault("GetJob", 0)))
                .as("calls of ListJobs and GetJob")
                .containsExactly(lists, gets);
    }

    @Test
    void oneJobIsAskedForByItself() {
        assertDescribed(add("a", 1, State.RUNNING), 0, 1);
    }

    @Test
    void allThatRunAreOnOnePage() {
        assertDescribed(add("a", 150, State.RUNNING), 1, 0);
    }

    @Test
    void oneThatHasEndedIsAskedForByItself() {
        Set<JobId> jobs = add("a", 150, State.RUNNING);
        world.jobs.enter("a77", State.DONE, "");

        assertDescribed(jobs, 1, 1);
    }

    @Test
    void manyThatHaveEndedAreOnOnePageMore() {
        Set<JobId> jobs = add("a", 80, State.RUNNING);
        jobs.addAll(add("b", 70, State.DONE));

        assertDescribed(jobs, 2, 0);
    }

    @Test
    void jobsBehindManyOthersAreFound() {
        Set<JobId> jobs = add("a", 20, State.RUNNING);
        add("another", 1_000, State.RUNNING);

        assertDescribed(jobs, 6, 0);
    }

    @Test
    void pagesOfOthersAreReadOnlyAsLongAsItMayBeWorthIt() {
        Set<JobId> jobs = add("a", 4, State.RUNNING);
        jobs.addAll(add("b", 4, State.DONE));
        add("another", 5_000, State.DONE);
        add("another-", 4_000, State.RUNNING);

        assertDescribed(jobs, 8, 8);
    }

    @Test
    void endedOnesBehindManyOthersAreAskedForOneByOne() {
        Set<JobId> jobs = add("a", 10, State.DONE);
        add("another", 300, State.DONE);

        assertDescribed(jobs, 2, 10);
    }

    @Test
    void smallPagesAreReadToTheirEnd() {
        Set<JobId> jobs = add("a", 23, State.PENDING);
        world.jobs.longestPage(5);

        assertDescribed(jobs, 5, 0);
    }

    @Test
    void strangersAndJobsOfOtherClustersAreLeftOut() {
        world.clusters.put("night", ClusterStatus.State.RUNNING);
        Set<JobId> here = add("a", 2, State.RUNNING);
        Set<JobId> all = new LinkedHashSet<>(here);
        all.addAll(add("night", "b", 2, State.RUNNING));
        all.add(JobWorld.ETL.job("no/such/job"));

        assertThat(drover.jobs(JobWorld.ETL).describe(all)).containsOnlyKeys(here);
        assertThat(drover.jobs(JobWorld.ETL).describe(Set.of(JobWorld.ETL.job("b1"))))
                .isEmpty();
    }

    @Test
    void aListReadsAPageForEachTwoHundredJobsAndShowsNoneOfOthers() {
        RequestKey key = RequestKey.of("etl");
        JobHandle own = drover.jobs(JobWorld.ETL)
                .submit(
                        SparkJar.of(JobWorld.CODE.resolve("app.jar"), "com.acme.Etl")
                                .build(),
                        key);
        add("another", 250, State.DONE);
        world.clusters.put("night", ClusterStatus.State.RUNNING);
        add("night", own.id().nativeId().replaceFirst("^etl", "night"), 1, State.RUNNING);

        assertListed(JobQuery.RECENT, 2, own.id());
        assertListed(JobQuery.builder().activeOnly().build(), 1, own.id());
        JobStatus running = drover.jobs(JobWorld.ETL).list(JobQuery.RECENT).get(0);
        assertThat(running.name()).contains(new Attempt(Attempt.Kind.JOB, key, 1).name());
        assertThat(running.endedAt()).isEmpty();

        world.jobs.enter(own.id().nativeId(), State.ERROR, "it broke");
        JobStatus ended = drover.jobs(JobWorld.ETL).list(JobQuery.RECENT).get(0);
        assertThat(ended.submittedAt()).isPresent().isEqualTo(running.submittedAt());
        assertThat(ended.endedAt()).isPresent();
        assertThat(ended.detail()).contains("it broke");
        assertListed(JobQuery.builder().activeOnly().build(), 1);
    }

    private void assertListed(JobQuery query, int calls, JobId... expected) {
        int before = world.rpc.calls("ListJobs");
        int gets = world.rpc.calls("GetJob");
        assertThat(drover.jobs(JobWorld.ETL).list(query))
                .extracting(JobStatus::id)
                .containsExactly(expected);
        assertThat(world.rpc.calls("ListJobs") - before).isEqualTo(calls);
        assertThat(world.rpc.calls("GetJob")).isEqualTo(gets);
    }

    @Test
    void aStateThatNobodyKnowsIsNoError() {
        Set<JobId> jobs = add("a", 2, State.RUNNING);
        world.jobs.say(
                "a1",
                com.google.cloud.dataproc.v1.JobStatus.newBuilder()
                        .setStateValue(42)
                        .build());

        Map<JobId, JobStatus> statuses = drover.jobs(JobWorld.ETL).describe(jobs);

        assertThat(statuses.get(JobWorld.ETL.job("a1")).state()).isEqualTo(JobState.UNKNOWN);
        assertThat(statuses.get(JobWorld.ETL.job("a1")).nativeState()).isEqualTo("STATE_42");
    }
}
