package dev.drover.aws.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Source;
import dev.drover.JobQuery;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.OutcomeUnknownException;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.testkit.spark.FastClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong between Drover and a service that runs jobs under tokens, on the wire. */
public abstract class JobRunFaults {
    private Drover drover;

    protected abstract FakeAws aws();

    /** Runs stand where they are put; the service is new for each test. */
    protected abstract FakeEmrRuns service();

    protected abstract Drover.Builder builder();

    /** Without a place for logs. */
    protected abstract Drover.Builder withoutLogs();

    /** A cluster that takes jobs. */
    protected abstract ClusterId cluster();

    /** The operation that looks at one run. */
    protected abstract String look();

    /** Ends the cluster behind Drover's back; what the service says of it afterwards. */
    protected abstract ErrorCode endCluster();

    @BeforeEach
    final void open() {
        drover = builder()
                .clock(new FastClock(10))
                .operationTimeout(Duration.ofMinutes(5))
                .build();
    }

    @AfterEach
    final void close() {
        drover.close();
        assertThat(aws().unused()).isEmpty();
    }

    protected static SparkJar job(String... args) {
        return SparkJar.of(StorageUri.parse("s3://bucket/app.jar"), "com.acme.Etl")
                .args(args)
                .build();
    }

    private JobHandle submit(RequestKey key) {
        return drover.jobs(cluster()).submit(job(), key);
    }

    @Test
    void aRunIsStartedUnderTheNameOfItsAttempt() {
        RequestKey key = RequestKey.random();
        String name = new Attempt(Attempt.Kind.JOB, key, 1).name();

        JobHandle handle = submit(key);

        assertThat(service()
                        .request(handle.id().nativeId())
                        .field("clientToken")
                        .orElseThrow()
                        .text())
                .isEqualTo(name);
        assertThat(service()
                        .request(handle.id().nativeId())
                        .field("name")
                        .orElseThrow()
                        .text())
                .isEqualTo(name);
    }

    static Stream<Arguments> passing() {
        return Stream.of(
                Arguments.of("the answer is lost", new AwsFault.LoseResponse()),
                Arguments.of("the request is lost", new AwsFault.LoseRequest()),
                Arguments.of("throttled", AwsFault.throttle()),
                Arguments.of("throttled, with a pause", AwsFault.throttle(Duration.ofSeconds(1))),
                Arguments.of("failed", AwsFault.refuse(500, "InternalServerException", "try again")),
                Arguments.of(
                        "done, and failed all the same",
                        new AwsFault.RefuseAfterEffect(500, "InternalServerException", "try again")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passing")
    void aSubmissionOutlivesATroubleAndThereIsOneRun(String unused, AwsFault fault) {
        aws().next("StartJobRun", fault, fault);

        JobHandle handle = submit(RequestKey.random());

        assertThat(handle.started()).isTrue();
        assertThat(service().started()).isEqualTo(1);
        assertThat(aws().calls("StartJobRun")).isEqualTo(3);
        assertThat(handle.status().state()).isEqualTo(JobState.QUEUED);
    }

    @Test
    void aStormLeavesTheOutcomeOpenAndTheNextCallSettlesIt() {
        RequestKey key = RequestKey.random();
        aws().next("StartJobRun", new AwsFault.LoseResponse());
        aws().always("StartJobRun", AwsFault.refuse(503, "ServiceUnavailable", "overloaded"));
        try (Drover hasty = builder().operationTimeout(Duration.ofSeconds(3)).build()) {
            assertThat(catchThrowableOfType(
                            OutcomeUnknownException.class,
                            () -> hasty.jobs(cluster()).submit(job(), key)))
                    .isNotNull();
        }
        aws().recover("StartJobRun");

        assertThat(submit(key).started()).isFalse();
        assertThat(service().started()).isEqualTo(1);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(403, "AccessDeniedException", ErrorCode.PERMISSION_DENIED),
                Arguments.of(403, "ExpiredTokenException", ErrorCode.UNAUTHENTICATED),
                Arguments.of(400, "ValidationException", ErrorCode.INVALID_ARGUMENT),
                Arguments.of(409, "ConflictException", ErrorCode.CONFLICT));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refusals")
    void aRefusalIsTypedAndNothingRuns(int status, String code, ErrorCode expected) {
        aws().next("StartJobRun", AwsFault.refuse(status, code, "no"));

        DroverException refused = catchThrowableOfType(DroverException.class, () -> submit(RequestKey.random()));

        assertThat(refused.code()).isEqualTo(expected);
        assertThat(refused.effect()).isEqualTo(Effect.NONE);
        assertThat(service().started()).isZero();
    }

    @Test
    void aClusterMayEndUnderASubmission() {
        ErrorCode expected = endCluster();

        DroverException refused = catchThrowableOfType(DroverException.class, () -> submit(RequestKey.random()));

        assertThat(refused.code()).isEqualTo(expected);
        assertThat(refused.effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void aRunIsFoundBehindManyOthers() {
        service().addRuns(cluster().name(), 120, true);
        RequestKey key = RequestKey.random();
        JobId id = submit(key).id();

        try (Drover other = builder().build()) {
            assertThat(other.jobs(cluster()).find(key).orElseThrow().id()).isEqualTo(id);
        }
    }

    @Test
    void manyRunsAreLookedAtByPagesAndEndedOnesByThemselves() {
        List<String> all = new ArrayList<>(service().addRuns(cluster().name(), 119, false));
        all.addAll(service().addRuns(cluster().name(), 2, true));
        service().say(all.get(0), "REBALANCING");
        Set<JobId> ids = new HashSet<>();
        all.forEach(id -> ids.add(cluster().job(id)));

        Map<JobId, JobStatus> statuses = drover.jobs(cluster()).describe(ids);

        assertThat(statuses).containsOnlyKeys(ids);
        assertThat(statuses.get(cluster().job(all.get(1))).state()).isEqualTo(JobState.QUEUED);
        assertThat(statuses.get(cluster().job(all.get(120))).state()).isEqualTo(JobState.SUCCEEDED);
        JobStatus odd = statuses.get(cluster().job(all.get(0)));
        assertThat(odd.state()).isEqualTo(JobState.UNKNOWN);
        assertThat(odd.nativeState()).isEqualTo("REBALANCING");
        assertThat(aws().calls("ListJobRuns")).isEqualTo(3);
        assertThat(aws().calls(look())).isEqualTo(3);
    }

    @Test
    void aListIsReadByPagesAndShowsNoneOfOthers() {
        service().addRuns(cluster().name(), 119, true);
        RequestKey key = RequestKey.random();
        JobHandle own = submit(key);
        int lists = aws().calls("ListJobRuns");
        int looks = aws().calls(look());

        List<JobStatus> all = drover.jobs(cluster()).list(JobQuery.RECENT);
        assertThat(all).singleElement().satisfies(run -> {
            assertThat(run.id()).isEqualTo(own.id());
            assertThat(run.name()).contains(new Attempt(Attempt.Kind.JOB, key, 1).name());
            assertThat(run.submittedAt()).isPresent();
            assertThat(run.endedAt()).isEmpty();
        });
        assertThat(aws().calls("ListJobRuns") - lists).isEqualTo(3);

        assertThat(drover.jobs(cluster()).list(JobQuery.builder().activeOnly().build()))
                .hasSize(1);
        assertThat(aws().calls("ListJobRuns") - lists).isEqualTo(4);

        Instant later = all.get(0).submittedAt().orElseThrow().plusSeconds(10);
        assertThat(drover.jobs(cluster()).list(JobQuery.builder().since(later).build()))
                .isEmpty();
        assertThat(aws().calls("ListJobRuns") - lists).isEqualTo(5);
        assertThat(aws().calls(look())).isEqualTo(looks);

        own.cancel();
        assertThat(drover.jobs(cluster()).list(JobQuery.RECENT))
                .singleElement()
                .satisfies(run -> assertThat(run.endedAt()).isPresent());
    }

    @Test
    void logsThatAreNotKeptAreSaidToBeMissing() {
        try (Drover bare = withoutLogs().build()) {
            JobHandle handle = bare.jobs(cluster()).submit(job(), RequestKey.random());

            assertThat(handle.logs().sources()).isEmpty();
            assertThat(handle.logs().read(Source.STDOUT, 0, 100).more()).isEqualTo(More.NEVER);
            assertThat(catchThrowableOfType(
                                    DroverException.class, () -> handle.logs().tail(Source.STDOUT, 5))
                            .code())
                    .isEqualTo(ErrorCode.NOT_FOUND);
        }
        assertThat(submit(RequestKey.random())
                        .logs()
                        .read(Source.STDOUT, 0, 100)
                        .more())
                .isEqualTo(More.LATER);
    }
}
