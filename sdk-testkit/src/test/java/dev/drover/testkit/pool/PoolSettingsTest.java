package dev.drover.testkit.pool;

import static dev.drover.testkit.exactlyonce.Processes.JOB;
import static dev.drover.testkit.exactlyonce.Processes.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.DynamicAllocation;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobOptions;
import dev.drover.JobSettings;
import dev.drover.JobSpec;
import dev.drover.Resources;
import dev.drover.SchedulerMode;
import dev.drover.Secret;
import dev.drover.config.ConfigException;
import dev.drover.config.DroverConfig;
import dev.drover.routing.ClusterPool;
import dev.drover.routing.PoolMember;
import dev.drover.routing.PoolSpec;
import dev.drover.routing.RoutingPolicy;
import dev.drover.testkit.exactlyonce.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a pool's owner says of its jobs, and what comes of it on a cluster. */
class PoolSettingsTest {
    private static final String LEVEL = "spark.level";
    private static final Path FILE = Path.of("/etc/acme/drover.yaml");

    private final Processes processes = new Processes();
    private final Drover drover = processes.start("one");
    private final ClusterId etl = processes.etl;
    private final ClusterId spare = processes.platform.cluster("mem://us/spare");

    @AfterEach
    void everyFaultCameToPass() {
        processes.close();
        assertThat(processes.faults.unused()).isEmpty();
    }

    private static JobSettings level(String text) {
        return JobSettings.builder().conf(LEVEL, text).build();
    }

    private static PoolSpec.Builder inOrder(PoolMember.Builder... members) {
        RoutingPolicy first = () -> (request, candidates) -> candidates.get(0);
        PoolSpec.Builder spec = PoolSpec.builder().policy(first);
        for (PoolMember.Builder member : members) {
            spec.member(member.build());
        }
        return spec;
    }

    private PoolMember.Builder etl() {
        return PoolMember.builder(etl).queue("daily", "root.daily");
    }

    private PoolMember.Builder spare() {
        return PoolMember.builder(spare).queue("daily");
    }

    private static JobSpec daily() {
        return JOB.toBuilder().queue("daily").build();
    }

    private JobOptions lastRun() {
        return processes
                .platform
                .runs()
                .get(processes.platform.runs().size() - 1)
                .job()
                .options();
    }

    private String levelOf(PoolSpec.Builder spec, JobSpec job) {
        drover.pool(spec.build()).submit(job);
        return lastRun().conf().getOrDefault(LEVEL, "nothing");
    }

    @Test
    void theNearerGoesBefore() {
        PoolSpec.Builder spec = inOrder(etl());
        JobSpec job = daily().toBuilder().conf(LEVEL, "job").build();

        assertThat(levelOf(spec, daily())).isEqualTo("nothing");
        assertThat(levelOf(spec.defaults(level("pool")), daily())).isEqualTo("pool");
        spec = inOrder(etl().defaults(level("cluster"))).defaults(level("pool"));
        assertThat(levelOf(spec, daily())).isEqualTo("cluster");
        spec.queueDefaults("daily", level("queue"));
        assertThat(levelOf(spec, daily())).isEqualTo("queue");
        assertThat(levelOf(spec, JOB)).as("in no queue").isEqualTo("cluster");
        assertThat(levelOf(spec, job)).isEqualTo("job");
        assertThat(levelOf(spec.fixed(level("fixed for the pool")), job)).isEqualTo("fixed for the pool");
        spec = inOrder(etl().fixed(level("fixed for the cluster"))).fixed(level("fixed for the pool"));
        assertThat(levelOf(spec, job)).isEqualTo("fixed for the cluster");
        spec.queueFixed("daily", level("fixed for the queue"));
        assertThat(levelOf(spec, job)).isEqualTo("fixed for the queue");
        assertThat(levelOf(spec, JOB)).as("in no queue").isEqualTo("fixed for the cluster");
    }

    @Test
    void theQueueIsStillTheSchedulers() {
        drover.pool(inOrder(etl()).queueDefaults("daily", level("queue")).build())
                .submit(daily());

        assertThat(lastRun().queue()).contains("root.daily");
        assertThat(lastRun().conf()).containsEntry(LEVEL, "queue");
    }

    @Test
    void aJobThatMovesOnGetsTheSettingsOfTheOtherCluster() {
        ClusterPool pool = drover.pool(inOrder(etl().defaults(level("etl")), spare().defaults(level("spare")))
                .build());
        processes.faults.next("SubmitJob").refuse(ErrorCode.QUOTA_EXCEEDED);

        JobHandle handle = pool.submit(JOB, KEY);

        assertThat(handle.id().cluster()).isEqualTo(spare);
        assertThat(lastRun().conf()).containsEntry(LEVEL, "spare");
    }

    @Test
    void aKeyIsTheSameJobWhateverThePoolSaysByNow() {
        ClusterPool before = drover.pool(inOrder(etl().fixed(level("before")), spare().fixed(level("spare")))
                .build());
        JobHandle handle = before.submit(JOB, KEY);
        ClusterPool after = processes
                .start("two")
                .pool(inOrder(spare().fixed(level("spare")), etl().fixed(level("after")))
                        .build());

        assertThat(after.submit(JOB, KEY).id()).isEqualTo(handle.id());
        assertThat(processes.platform.runs()).hasSize(1);
        assertThatThrownBy(() ->
                        after.submit(JOB.toBuilder().conf(LEVEL, "another job").build(), KEY))
                .as("what the user says still tells jobs apart, overruled or not")
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    @Test
    void anAnswerThatWasLostIsFoundWithTheSettingsOfTheTime() {
        ClusterPool pool = drover.pool(inOrder(etl().fixed(level("etl"))).build());
        processes.faults.next("SubmitJob").loseResponse();

        assertThat(pool.submit(JOB, KEY).id().cluster()).isEqualTo(etl);
        assertThat(processes.platform.runs()).hasSize(1);
    }

    @Test
    void settingsOfAQueueThatNobodyServesAreAMistake() {
        for (PoolSpec.Builder spec : List.of(
                inOrder(etl()).queueDefaults("dayly", level("queue")),
                inOrder(etl()).queueFixed("dayly", level("queue")))) {
            assertThatThrownBy(spec::build)
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                    .hasMessageContaining("dayly");
        }
    }

    @Test
    void aFileSaysItAll() {
        Drover.Builder read = config().parse(FILE, """
                pools:
                  etl:
                    defaults: {conf: {spark.level: pool, spark.pool: 'yes'}}
                    fixed:
                      labels: {gateway: blue}
                      secrets: {TOKEN: {env: TOKEN}}
                    queues:
                      daily:
                        defaults: {dynamicAllocation: {min: 1, max: 9, idleTimeout: 5m}}
                        fixed: {driver: {cores: 2, memory: 2GiB}}
                    members:
                      - cluster: mem://eu/etl
                        queues: [daily]
                        defaults: {env: {REGION: eu}, executor: {cores: 4, memory: 8GiB}, scheduler: fair}
                        fixed: {conf: {spark.level: cluster}, executors: 5}
                """);
        Drover fromFile = processes.start(read.clock(processes.clock));

        fromFile.pool("etl")
                .submit(JOB.toBuilder().driver(Resources.of(9, 9999)).build());
        JobOptions plain = lastRun();
        assertThat(plain.conf()).containsOnly(Map.entry(LEVEL, "cluster"), Map.entry("spark.pool", "yes"));
        assertThat(plain.labels()).containsExactly(Map.entry("gateway", "blue"));
        assertThat(plain.secrets()).hasToString("{TOKEN=" + Secret.env("TOKEN") + "}");
        assertThat(plain.env()).containsExactly(Map.entry("REGION", "eu"));
        assertThat(plain.driver()).isEqualTo(Resources.of(9, 9999));
        assertThat(plain.executor()).contains(Resources.of(4, 8192));
        assertThat(plain.executors()).hasValue(5);
        assertThat(plain.scheduler()).contains(SchedulerMode.FAIR);

        fromFile.pool("etl").submit(daily());
        assertThat(lastRun().driver()).isEqualTo(Resources.of(2, 2048));
        assertThat(lastRun().executors()).hasValue(5);
    }

    @Test
    void dynamicAllocationStandsInAFileToo() {
        Drover.Builder read = config().parse(FILE, """
                pools:
                  etl:
                    fixed: {dynamicAllocation: {min: 1, max: 9, idleTimeout: 5m}}
                    members: [{cluster: 'mem://eu/etl'}]
                  usual:
                    fixed: {dynamicAllocation: {min: 0, max: 2}}
                    members: [{cluster: 'mem://eu/etl'}]
                """);
        Drover fromFile = processes.start(read.clock(processes.clock));

        fromFile.pool("etl").submit(JOB);
        assertThat(lastRun().dynamicAllocation()).contains(new DynamicAllocation(1, 9, Duration.ofMinutes(5)));
        fromFile.pool("usual").submit(JOB);
        assertThat(lastRun().dynamicAllocation()).contains(DynamicAllocation.between(0, 2));
    }

    @Test
    void mistakesInAFileHaveTheirPlace() {
        assertThatThrownBy(() -> config().parse(FILE, """
                        pools:
                          etl:
                            queues: {dayly: {fixed: {executors: 1}}}
                            defaults: {conf: {spark.executor.memory: 1g}}
                            fixed: {driver: {cores: 2}, conf: {level: x}}
                            members: [{cluster: 'mem://eu/etl', fixed: {executors: 2, dynamicAllocation: {min: 3, max: 2}}}]
                        """))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("4:15: Settings of jobs say spark.executor.memory by driver, executor")
                .hasMessageContaining("5:21: the key 'memory' is missing")
                .hasMessageContaining("6:82: Dynamic allocation needs");
    }

    private DroverConfig config() {
        return DroverConfig.standard()
                .factories(List.of(processes.platform.factory("file")))
                .environment(name -> Optional.empty());
    }
}
