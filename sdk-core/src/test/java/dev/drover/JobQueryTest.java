package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobQueryTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static JobStatus run(JobState state, Optional<Instant> submittedAt) {
        JobId id = ClusterId.parse("fake://here/one").job("run-1");
        return JobStatus.of(id, state, state.name(), NOON).withTimes(submittedAt, Optional.empty());
    }

    private static boolean matches(JobQuery.Builder query, JobState state, Instant submittedAt) {
        return query.build().matches(run(state, Optional.of(submittedAt)));
    }

    @Test
    void byDefaultTheNewestHundredInAnyState() {
        assertThat(JobQuery.RECENT.limit()).isEqualTo(100);
        assertThat(JobQuery.RECENT.states()).containsExactlyInAnyOrder(JobState.values());
        assertThat(JobQuery.RECENT.since()).isEmpty();
        assertThat(JobQuery.RECENT.activeOnly()).isFalse();
        assertThat(JobState.values())
                .allMatch(state -> JobQuery.RECENT.matches(run(state, Optional.of(Instant.EPOCH)))
                        && JobQuery.RECENT.matches(run(state, Optional.empty())));
    }

    @Test
    void activeOnesAreThoseThatMayGoOn() {
        JobQuery active = JobQuery.builder().activeOnly().build();

        assertThat(active.activeOnly()).isTrue();
        assertThat(active.states())
                .containsExactlyInAnyOrder(JobState.QUEUED, JobState.RUNNING, JobState.CANCELLING, JobState.UNKNOWN);
        assertThat(JobQuery.builder()
                        .states(Set.of(JobState.RUNNING, JobState.FAILED))
                        .build()
                        .activeOnly())
                .isFalse();
        assertThat(JobQuery.builder().states(Set.of(JobState.RUNNING)).build().activeOnly())
                .isTrue();
    }

    @Test
    void otherStatesDoNotMatch() {
        for (JobState state : JobState.values()) {
            assertThat(matches(JobQuery.builder().states(EnumSet.of(JobState.FAILED, JobState.LOST)), state, NOON))
                    .as(state.name())
                    .isEqualTo(state == JobState.FAILED || state == JobState.LOST);
        }
    }

    @Test
    void earlierRunsDoNotMatchAndThoseWithoutATimeDo() {
        JobQuery.Builder fromNoon = JobQuery.builder().since(NOON);

        assertThat(matches(fromNoon, JobState.RUNNING, NOON)).isTrue();
        assertThat(matches(fromNoon, JobState.RUNNING, NOON.plusNanos(1))).isTrue();
        assertThat(matches(fromNoon, JobState.RUNNING, NOON.minusNanos(1))).isFalse();
        assertThat(fromNoon.build().matches(run(JobState.RUNNING, Optional.empty())))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1_001})
    void theLimitIsBounded(int limit) {
        assertThatThrownBy(() -> JobQuery.builder().limit(limit))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining(String.valueOf(limit));
        assertThat(JobQuery.builder().limit(1).build().limit()).isEqualTo(1);
        assertThat(JobQuery.builder().limit(1_000).build().limit()).isEqualTo(1_000);
    }

    @Test
    void aStateIsNamed() {
        assertThatThrownBy(() -> JobQuery.builder().states(Set.of()))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @Test
    void aRunEndsOnlyInATerminalState() {
        Optional<Instant> noon = Optional.of(NOON);

        assertThat(run(JobState.RUNNING, noon).withTimes(noon, noon).endedAt()).isEmpty();
        assertThat(run(JobState.FAILED, noon).withTimes(noon, noon).endedAt()).isEqualTo(noon);
    }
}
