package dev.drover.samples.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.Secret;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import dev.drover.aws.AwsOptions;
import dev.drover.routing.ClusterPool;
import dev.drover.routing.PoolMember;
import dev.drover.routing.PoolSpec;
import dev.drover.testkit.AllowLeaks;
import dev.drover.testkit.DroverExtension;
import dev.drover.testkit.Leak;
import dev.drover.testkit.ManualClock;
import dev.drover.testkit.fault.FaultScript;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemPlatform;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The messages that docs/troubleshooting.md shows are those that come. */
@ExtendWith(DroverExtension.class)
@AllowLeaks({Leak.RUNS, Leak.UNUSED_FAULTS})
class MessagesTest {
    private static final ClusterId ETL = ClusterId.parse("mem://eu/etl");
    private static final RequestKey KEY = RequestKey.of("etl", "2026-11-21");
    private static final JobSpec JOB =
            PySpark.script(StorageUri.parse("mem://eu/etl.py")).build();

    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T[\\d:.]+Z");

    /** What the machine's own configuration of AWS says. */
    private static final Pattern PROFILES = Pattern.compile("ProfileFile\\(.*\\)");

    private static void shown(ErrorCode code, ThrowingCallable call) {
        DroverException error = catchThrowableOfType(DroverException.class, call);
        assertThat(error.code()).isEqualTo(code);
        String message = PROFILES.matcher(TIME.matcher(error.getMessage()).replaceAll("TIME"))
                .replaceAll("...");
        assertThat(new Page("troubleshooting.md").blocks("text")).contains(message);
    }

    @Test
    void aWrongId() {
        shown(ErrorCode.INVALID_ARGUMENT, () -> ClusterId.parse("j-3KLM4NOPQRST5"));
    }

    @Test
    void aSecretThatIsNotSet() {
        shown(ErrorCode.INVALID_ARGUMENT, () -> Secret.env("NO_SUCH_TOKEN").reveal());
    }

    @Test
    void aPoolWithoutALedger(Drover drover, MemPlatform platform) {
        platform.cluster("mem://eu/etl");
        PoolSpec two =
                PoolSpec.builder().members(ETL, ClusterId.parse("mem://us/etl")).build();
        shown(ErrorCode.INVALID_ARGUMENT, () -> drover.pool(two).submit(JOB, KEY));
    }

    @Test
    void aJobThatTheClusterCannotRun(ManualClock clock) {
        Set<Capability> jars = EnumSet.of(Capability.SPARK_JAR);
        MemPlatform platform = MemPlatform.builder(clock).capabilities(jars).build();
        platform.cluster("mem://eu/etl");
        try (Drover drover = platform.drover("jars")) {
            shown(
                    ErrorCode.UNSUPPORTED,
                    () -> drover.jobs(ETL).submit(SparkSql.text("SELECT 1").build(), KEY));
        }
    }

    @Test
    void aSchemeWithoutAModule(Drover drover) {
        shown(ErrorCode.UNSUPPORTED, () -> drover.clusters("emr://eu-west-1").list());
    }

    @Test
    void noCredentials() {
        try (Drover drover = Drover.builder()
                .configure(
                        "s3://acme-code",
                        AwsOptions.builder()
                                .region("eu-west-1")
                                .profile("nobody")
                                .build())
                .build()) {
            shown(
                    ErrorCode.UNAUTHENTICATED,
                    () -> drover.storage("s3://acme-code/").stat(StorageUri.parse("s3://acme-code/etl.jar")));
        }
    }

    @Test
    void anUnknownJob(Drover drover, MemPlatform platform) {
        platform.cluster("mem://eu/etl");
        shown(
                ErrorCode.NOT_FOUND,
                () -> drover.job(JobId.parse("mem://eu/etl#run-7")).status());
    }

    @Test
    void anotherJobUnderTheKey(Drover drover, MemPlatform platform) {
        platform.cluster("mem://eu/etl");
        drover.jobs(ETL).submit(JOB, KEY);
        JobSpec other = SparkJar.of(StorageUri.parse("mem://eu/etl.jar"), "com.acme.Etl")
                .build();
        shown(ErrorCode.CONFLICT, () -> drover.jobs(ETL).submit(other, KEY));
    }

    @Test
    void aPoolThatIsFull(Drover drover, MemPlatform platform) {
        platform.cluster("mem://eu/etl");
        platform.onJob(job -> true, JobScript.hang());
        PoolSpec small = PoolSpec.builder()
                .member(PoolMember.builder(ETL).maxInFlight(1).build())
                .build();
        ClusterPool pool = drover.pool(small);
        pool.submit(JOB, RequestKey.of("etl", "2026-11-20"));
        shown(ErrorCode.THROTTLED, () -> pool.submit(JOB, KEY));
    }

    @Test
    void nobodyAnswers(Drover drover, MemPlatform platform, FaultScript faults) {
        platform.cluster("mem://eu/etl");
        faults.down("mem://eu", Duration.ofHours(1));
        shown(ErrorCode.UNAVAILABLE, () -> drover.cluster(ETL).describe());
    }

    @Test
    void theBreakerIsOpen(Drover drover, MemPlatform platform, FaultScript faults) {
        platform.cluster("mem://eu/etl");
        faults.down("mem://eu", Duration.ofHours(1));
        for (int tries = 0; tries < 5; tries++) {
            assertThatThrownBy(() -> drover.cluster(ETL).describe()).isInstanceOf(DroverException.class);
        }
        shown(ErrorCode.UNAVAILABLE, () -> drover.cluster(ETL).describe());
    }

    @Test
    void nobodyKnowsWhatCameOfIt(Drover drover, MemPlatform platform, FaultScript faults) {
        platform.cluster("mem://eu/etl");
        faults.next("SubmitJob").always().loseResponse();
        faults.next("FindJobs").always().cannotTell(Duration.ofSeconds(5));
        shown(ErrorCode.UNAVAILABLE, () -> drover.jobs(ETL).submit(JOB, KEY));
    }

    @Test
    void itTakesLonger(Drover drover, MemPlatform platform) {
        platform.cluster("mem://eu/etl");
        platform.onJob(job -> true, JobScript.hang());
        JobHandle run = drover.jobs(ETL).submit(JOB, KEY);
        shown(ErrorCode.DEADLINE_EXCEEDED, () -> run.await(Duration.ofMinutes(10)));
    }

    @Test
    void theJobFailed(Drover drover, MemPlatform platform) {
        platform.cluster("mem://eu/etl");
        platform.onJob(
                job -> true, JobScript.fail(Duration.ofMinutes(1), 1, "java.lang.OutOfMemoryError: Java heap space\n"));
        JobHandle run = drover.jobs(ETL).submit(JOB, KEY);
        shown(ErrorCode.FAILED, () -> run.awaitSuccess(Duration.ofMinutes(10)));
    }

    @Test
    void theDroverWasClosed(MemPlatform platform) {
        platform.cluster("mem://eu/etl");
        Drover drover = platform.drover("closed");
        JobHandle run = drover.jobs(ETL).submit(JOB, KEY);
        drover.close();
        shown(ErrorCode.CANCELLED, () -> run.await(Duration.ofMinutes(10)));
    }
}
