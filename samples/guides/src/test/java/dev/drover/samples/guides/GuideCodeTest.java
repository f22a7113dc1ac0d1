package dev.drover.samples.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.StorageUri;
import dev.drover.routing.PoolMember;
import dev.drover.routing.PoolSpec;
import dev.drover.testkit.DroverExtension;
import dev.drover.testkit.ManualClock;
import dev.drover.testkit.fault.FaultScript;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemPlatform;
import dev.drover.testkit.mem.MemRun;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The code of the guides that needs no platform of its own does what they say. */
class GuideCodeTest {
    private static final ClusterId ETL = ClusterId.parse("mem://eu/etl");
    /** For machines that have more to do. */
    private static final Duration BUSY = Duration.ofMinutes(1);

    private static final RequestKey KEY = RequestKey.of("etl", "2026-11-21");
    private static final JobSpec JOB =
            PySpark.script(StorageUri.parse("mem://eu/etl.py")).build();

    @RegisterExtension
    final DroverExtension drover = DroverExtension.builder()
            .drover(builder -> builder.ledger("mem://eu/keys/"))
            .build();

    @Test
    void theGatewaysRequests(MemPlatform platform, ManualClock clock) throws InterruptedException {
        platform.cluster(ETL.toString());
        platform.onJob(job -> true, JobScript.hang().printing("a line\n"));
        PoolSpec jobs = PoolSpec.builder()
                .member(PoolMember.builder(ETL).sparkVersion("4.2.0").build())
                .build();

        ComingFrom.batchProcessingGateway(
                file -> Drover.builder()
                        .factories(List.of(platform.factory()))
                        .clock(clock)
                        .ledger("mem://eu/keys/")
                        .pool("jobs", jobs)
                        .build(),
                JOB);
        clock.sleep(Duration.ofMinutes(1));

        assertThat(platform.runs()).extracting(MemRun::end).containsExactly(Optional.of(JobState.CANCELLED));
    }

    @Test
    void manyJobsAndOneThatFails(Drover drover, MemPlatform platform) {
        platform.cluster(ETL.toString());
        RequestKey bad = RequestKey.of("etl", "bad");
        platform.onJob(
                job -> job.options().args().contains("bad"), JobScript.fail(Duration.ofMinutes(1), 1, "no such day\n"));
        Map<RequestKey, JobSpec> jobs = new LinkedHashMap<>();
        jobs.put(KEY, JOB);
        jobs.put(
                bad,
                PySpark.script(StorageUri.parse("mem://eu/etl.py")).args("bad").build());
        List<RequestKey> failed = new CopyOnWriteArrayList<>();

        AtScale.many(drover.pool(PoolSpec.builder().members(ETL).build()), jobs, failed);

        await().atMost(BUSY).untilAsserted(() -> assertThat(failed).containsExactly(bad));
        await().atMost(BUSY).untilAsserted(() -> assertThat(platform.runs()).noneMatch(MemRun::active));
    }

    @Test
    void theDroverOfALargeProgram() {
        try (Drover large = AtScale.one(new SimpleMeterRegistry())) {
            assertThat(large.locations()).isEmpty();
        }
    }

    @Test
    void theLedgerIsCleaned(Drover drover, MemPlatform platform, ManualClock clock) throws InterruptedException {
        platform.cluster(ETL.toString());
        drover.jobs(ETL).submit(JOB, KEY).awaitSuccess(Duration.ofMinutes(10));
        clock.sleep(Duration.ofDays(31));

        AtScale.clean(drover);

        assertThat(drover.ledger().history(KEY)).isEmpty();
    }

    @Test
    void whatToDoByCode(Drover drover, MemPlatform platform, FaultScript faults) throws Exception {
        platform.cluster(ETL.toString());
        platform.onJob(job -> true, JobScript.fail(Duration.ofMinutes(1), 1, "java.lang.OutOfMemoryError: heap\n"));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Troubleshooting.act(drover.jobs(ETL), JOB, KEY);
            Troubleshooting.look(drover.job(platform.runs().get(0).id()));
            Troubleshooting.act(drover.jobs(ClusterId.parse("mem://eu/none")), JOB, RequestKey.of("etl", "nowhere"));
            faults.next("SubmitJob").always().loseResponse();
            faults.next("FindJobs").always().cannotTell(Duration.ofSeconds(5));
            Troubleshooting.act(drover.jobs(ETL), JOB, RequestKey.of("etl", "unknown"));
        } finally {
            System.setOut(before);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("OUT_OF_MEMORY: "),
                        line -> assertThat(line).contains("state=FAILED"),
                        line -> assertThat(line).contains("OUT_OF_MEMORY"),
                        line -> assertThat(line).isEqualTo("NOT_FOUND, effect NONE"),
                        line -> assertThat(line).isEqualTo("Call again with etl/unknown"));
    }
}
