package dev.drover.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterId;
import dev.drover.JobQuery;
import dev.drover.JobState;
import dev.drover.JobStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NewestJobsTest {
    private static final ClusterId CLUSTER = ClusterId.parse("fake://here/one");

    private static JobStatus run(String name, long second) {
        return untimed(name).withTimes(Optional.of(at(second)), Optional.empty());
    }

    private static JobStatus untimed(String name) {
        return JobStatus.of(CLUSTER.job(name), JobState.RUNNING, "RUNNING", Instant.EPOCH);
    }

    private static Instant at(long second) {
        return Instant.EPOCH.plusSeconds(second);
    }

    private static JobQuery.Builder most(int limit) {
        return JobQuery.builder().limit(limit);
    }

    private static List<String> names(NewestJobs newest) {
        return newest.list().stream().map(status -> status.id().nativeId()).toList();
    }

    @Test
    void theNewestOfManyAreKeptInWhateverOrderTheyCome() {
        List<JobStatus> all = new ArrayList<>();
        for (int second = 0; second < 500; second++) {
            all.add(run("run-" + second, second));
        }
        Collections.shuffle(all, new Random(7));
        NewestJobs newest = new NewestJobs(most(3).build());

        all.forEach(newest::add);

        assertThat(names(newest)).containsExactly("run-499", "run-498", "run-497");
    }

    @Test
    void ofTheSameTimeTheFirstCountAsNewer() {
        NewestJobs newest = new NewestJobs(most(3).build());

        newest.add(run("old", 1));
        newest.add(run("a", 5));
        newest.add(run("b", 5));
        newest.add(run("c", 5));
        newest.add(run("d", 5));

        assertThat(names(newest)).containsExactly("a", "b", "c");
    }

    @Test
    void whatHasNoTimeComesLast() {
        NewestJobs newest = new NewestJobs(most(3).build());

        newest.add(untimed("a"));
        newest.add(untimed("b"));
        newest.add(run("old", -5));
        newest.add(untimed("c"));

        assertThat(names(newest)).containsExactly("old", "a", "b");
    }

    @Test
    void whatDoesNotMatchTakesNoPlace() {
        NewestJobs newest = new NewestJobs(most(2).since(at(10)).build());

        newest.add(run("early", 9));
        newest.add(run("kept", 10));

        assertThat(names(newest)).containsExactly("kept");
        assertThat(newest.wants(at(10))).isTrue();
        assertThat(newest.wants(at(9))).isFalse();
    }

    @Test
    void enoughIsEnoughWhereTheNewestComeFirst() {
        NewestJobs newest = new NewestJobs(most(1).build());
        assertThat(newest.wants(Instant.EPOCH)).isTrue();

        newest.add(run("newest", 10));

        assertThat(newest.wants(at(10))).isFalse();
    }
}
