package dev.drover.gcp.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.JobId;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.LedgerEntry;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.StorageUri;
import dev.drover.gcp.fake.FakeGcs;
import dev.drover.gcp.fake.GcpFault;
import dev.drover.testkit.mem.MemPlatform;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The ledger of request keys in a bucket. */
@TestInstance(Lifecycle.PER_CLASS)
class GcsLedgerTest {
    private static final int CALLERS = 8;
    private static final JobSpec JOB =
            PySpark.script(StorageUri.parse("mem://code/main.py")).build();

    private final GcsWorld world = new GcsWorld(new FakeGcs("bucket"), GcsOptions.standard());
    private final MemPlatform platform = MemPlatform.builder(world.clock).build();
    private final ClusterId etl = platform.cluster("mem://eu/etl");
    private final Drover one = process("one");
    private final Drover two = process("two");

    private Drover process(String name) {
        return Drover.builder()
                .factories(List.of(platform.factory(name), new GcsProviderFactory()))
                .configure("gs://", world.server.options())
                .ledger("gs://bucket/ledger/")
                .clock(world.clock)
                .build();
    }

    @AfterAll
    void close() {
        one.close();
        two.close();
        world.close();
    }

    @Test
    void manyCallersInTwoProcessesMakeOneRun() throws Exception {
        RequestKey key = RequestKey.of("nightly", "2026-11-21");
        int before = platform.runs().size();
        CyclicBarrier together = new CyclicBarrier(CALLERS);
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Callable<JobId>> callers = IntStream.range(0, CALLERS)
                    .<Callable<JobId>>mapToObj(caller -> () -> {
                        together.await();
                        return (caller % 2 == 0 ? one : two)
                                .jobs(etl)
                                .submit(JOB, key)
                                .id();
                    })
                    .toList();
            List<Future<JobId>> ids = threads.invokeAll(callers);

            JobId run = ids.get(0).get();
            for (Future<JobId> id : ids) {
                assertThat(id.get()).isEqualTo(run);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(platform.runs()).hasSize(before + 1);
        assertThat(one.ledger().history(key).stream().map(LedgerEntry::state))
                .startsWith(LedgerEntry.State.INTENT)
                .contains(LedgerEntry.State.PLACED);
    }

    @Test
    void lostAnswersDoNotMakeASecondRun() throws Exception {
        RequestKey key = RequestKey.of("nightly", "2026-11-22");
        one.ledger().history(key); // Opened and probed before.
        int before = platform.runs().size();
        FakeGcs server = world.server;
        server.next("objects.insert", new GcpFault.LoseResponse(), new GcpFault.LoseRequest());

        JobId first = one.jobs(etl).submit(JOB, key).id();

        assertThat(server.unused()).as("planned and not met").isEmpty();
        assertThat(two.jobs(etl).submit(JOB, key).id()).isEqualTo(first);
        assertThat(platform.runs()).hasSize(before + 1);
        assertThat(two.job(first).await(Duration.ofHours(1)).state()).isEqualTo(JobState.SUCCEEDED);
    }
}
