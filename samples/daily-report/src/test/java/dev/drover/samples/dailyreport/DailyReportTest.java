package dev.drover.samples.dailyreport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.Drover;
import dev.drover.JobFailedException;
import dev.drover.JobState;
import dev.drover.RootCause.Category;
import dev.drover.StorageUri;
import dev.drover.bundle.PackageBundle;
import dev.drover.samples.dailyreport.DailyReport.Outcome;
import dev.drover.testkit.DroverExtension;
import dev.drover.testkit.ManualClock;
import dev.drover.testkit.fault.FaultScript;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemPlatform;
import dev.drover.testkit.mem.MemRun;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DroverExtension.class)
class DailyReportTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    private DailyReport report;

    @BeforeEach
    void onACluster(Drover drover, MemPlatform platform, ManualClock clock) {
        report = new DailyReport(
                drover,
                clock,
                platform.cluster("mem://eu/etl"),
                PackageBundle.directory(Path.of("src/main/python")),
                StorageUri.parse("mem://code/daily-report/"));
    }

    // docs: success
    @Test
    void writesTheReportOfADayOnce(MemPlatform platform) throws InterruptedException {
        platform.onJob(job -> true, JobScript.succeed(HALF_AN_HOUR));

        assertThat(report.write(DAY)).isEqualTo(Outcome.WRITTEN);
        assertThat(report.write(DAY)).isEqualTo(Outcome.WRITTEN);

        assertThat(platform.runs())
                .singleElement()
                .satisfies(run -> assertThat(run.job().options().args()).containsExactly("--day", "2026-11-20"));
    }
    // docs: end

    // docs: failure
    @Test
    void passesOnWhyTheJobFailed(MemPlatform platform) {
        platform.onJob(job -> true, JobScript.fail(HALF_AN_HOUR, 1, "").printing("""
                Traceback (most recent call last):
                  File "report.py", line 15, in main
                KeyError: 'country'
                """));

        assertThatThrownBy(() -> report.write(DAY)).isInstanceOfSatisfying(JobFailedException.class, e -> {
            assertThat(e.rootCause().category()).isEqualTo(Category.USER_CODE);
            assertThat(e.rootCause().message()).isEqualTo("'country'");
        });
    }
    // docs: end

    @Test
    void saysSoWhenTheOrdersAreNotThereYet(MemPlatform platform) throws InterruptedException {
        platform.onJob(job -> true, JobScript.fail(HALF_AN_HOUR, 1, "").printing("""
                Traceback (most recent call last):
                  File "report.py", line 14, in main
                pyspark.errors.exceptions.captured.AnalysisException: [PATH_NOT_FOUND] Path does not exist: s3://acme-data
                """));

        assertThat(report.write(DAY)).isEqualTo(Outcome.NO_ORDERS);
    }

    // docs: lost response
    @Test
    void startsNoSecondRunWhenTheAnswerIsLost(MemPlatform platform, FaultScript faults) throws InterruptedException {
        faults.next("SubmitJob").loseResponse();

        assertThat(report.write(DAY)).isEqualTo(Outcome.WRITTEN);

        assertThat(platform.runs()).hasSize(1);
    }
    // docs: end

    // docs: down
    @Test
    void waitsOutAPlatformThatIsDown(MemPlatform platform, FaultScript faults, ManualClock clock)
            throws InterruptedException {
        faults.down("mem://eu", Duration.ofMinutes(5));

        assertThat(report.write(DAY)).isEqualTo(Outcome.WRITTEN);

        assertThat(platform.runs()).hasSize(1);
        assertThat(clock.instant()).isAfter(ManualClock.START.plus(Duration.ofMinutes(5)));
    }
    // docs: end

    // docs: lost capacity
    @Test
    void runsAgainWhenTheRunVanishedWithItsMachine(MemPlatform platform) throws InterruptedException {
        platform.onJob(job -> true, JobScript.loseCapacity(HALF_AN_HOUR), JobScript.succeed(HALF_AN_HOUR));

        assertThat(report.write(DAY)).isEqualTo(Outcome.WRITTEN);

        assertThat(platform.runs())
                .extracting(MemRun::end)
                .containsExactly(Optional.of(JobState.LOST), Optional.of(JobState.SUCCEEDED));
    }
    // docs: end
}
