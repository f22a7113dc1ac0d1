package dev.drover.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.Capability;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.RequestKey;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilteredTest {
    private static final Candidate EU = Candidate.builder(Routes.cluster(1))
            .label("zone", "eu")
            .queue("etl")
            .sparkVersion("4.2.0")
            .capabilities(Set.of(Capability.SPARK_JAR, Capability.PYSPARK))
            .build();
    private static final Candidate US = Candidate.builder(Routes.cluster(2))
            .label("zone", "us")
            .queue("bi")
            .queue("etl")
            .sparkVersion("3.5.6-amzn-0")
            .capabilities(Set.of(Capability.SPARK_JAR))
            .build();
    private static final Candidate BARE = Candidate.builder(Routes.cluster(3)).build();
    private static final List<Candidate> ALL = List.of(EU, US, BARE);

    private final RoutingRequest request = Routes.request(RequestKey.of("etl", "1"));

    /** What the next policy got to see, and that it may not change it. */
    private List<Candidate> passed(Requirement... requirements) {
        RoutingPolicy seen = () -> (r, candidates) -> {
            assertThatThrownBy(() -> candidates.remove(0)).isInstanceOf(UnsupportedOperationException.class);
            throw new Seen(candidates);
        };
        Chooser chooser = RoutingPolicies.filtered(seen, requirements).start();
        return catchThrowableOfType(Seen.class, () -> chooser.choose(request, ALL)).candidates;
    }

    private static final class Seen extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient List<Candidate> candidates;

        Seen(List<Candidate> candidates) {
            this.candidates = candidates;
        }
    }

    @Test
    void eachRequirementPassesWhatMeetsIt() {
        assertThat(passed(Requirement.label("zone", "eu"))).containsExactly(EU);
        assertThat(passed(Requirement.queue("etl"))).containsExactly(EU, US);
        assertThat(passed(Requirement.queue("bi"))).containsExactly(US);
        assertThat(passed(Requirement.sparkVersion("3.5"))).containsExactly(US);
        assertThat(passed(Requirement.capability(Capability.PYSPARK))).containsExactly(EU);
        assertThat(passed(Requirement.capabilityOfJob())).containsExactly(EU, US);
        assertThat(passed(
                        Requirement.that("it is labelled", (r, c) -> c.labels().isEmpty())))
                .containsExactly(BARE);
        assertThat(passed(Requirement.queue("etl"), Requirement.label("zone", "us")))
                .containsExactly(US);
        assertThat(passed()).isSameAs(ALL);
    }

    @Test
    void filtersCanBeChained() {
        RoutingPolicy inner = RoutingPolicies.filtered(RoutingPolicies.roundRobin(), Requirement.label("zone", "us"));
        Chooser chooser =
                RoutingPolicies.filtered(inner, Requirement.queue("etl")).start();

        assertThat(chooser.choose(request, ALL)).isEqualTo(US);
    }

    @ParameterizedTest
    @CsvSource({
        "4.2, 4.2.0, true",
        "4.2, 4.2, true",
        "4, 4.2.0, true",
        "4.2.0, 4.2.0-preview1, true",
        "3.5.6, 3.5.6-amzn-0, true",
        "4.2, 4.20, false",
        "4.2, 4.20.1, false",
        "4.2, 4.2rc1, false",
        "4.2.0, 4.2, false",
        "2, 4.2.0, false",
    })
    void versionsMatchByWholeNumbers(String wanted, String version, boolean met) {
        Candidate candidate = Candidate.builder(Routes.cluster(1))
                .sparkVersion("4.2rc1".equals(version) ? "4.20" : version)
                .build();

        assertThat(VersionPrefix.covers(wanted, version)).isEqualTo(met);
        assertThat(Requirement.sparkVersion(wanted).metBy(request, candidate)).isEqualTo(met);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "4.", ".2", "4..2", "v4", "4.2\n", "4.2 OR 1=1", "4.x.*"})
    void textsThatAreNoVersionsAreRefused(String text) {
        assertThatThrownBy(() -> Requirement.sparkVersion(text))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("not a version");
    }

    @Test
    void aLongHostileVersionIsRefusedInShort() {
        assertThatThrownBy(() -> Requirement.sparkVersion("1.".repeat(500_000)))
                .isInstanceOf(DroverException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }

    @Test
    void anEmptyResultSaysWhatEachLacks() {
        Chooser chooser = RoutingPolicies.filtered(
                        RoutingPolicies.rendezvous(),
                        Requirement.label("zone", "eu"),
                        Requirement.queue("bi"),
                        Requirement.sparkVersion("4.20"),
                        Requirement.capability(Capability.SPARK_SQL))
                .start();

        DroverException e = catchThrowableOfType(DroverException.class, () -> chooser.choose(request, ALL));

        assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(e.effect()).isEqualTo(Effect.NONE);
        assertThat(e)
                .hasMessageContaining("None of the 3 clusters that could take etl/1")
                .hasMessageContaining("mem://pool/c1: it does not serve the queue bi, its Spark is 4.2.0, not 4.20,"
                        + " it has not the capability SPARK_SQL; ")
                .hasMessageContaining(
                        "mem://pool/c2: its label zone is us, not eu, its Spark is 3.5.6-amzn-0, not 4.20,")
                .hasMessageContaining("mem://pool/c3: it has no label zone=eu, it does not serve the queue bi,"
                        + " its version of Spark is not known, and must be 4.20,");
    }

    @Test
    void theMessageStaysShortForLargePools() {
        List<Candidate> many = IntStream.range(0, 5_000)
                .mapToObj(i -> Candidate.builder(Routes.cluster(i)).build())
                .toList();
        Chooser chooser = RoutingPolicies.filtered(RoutingPolicies.rendezvous(), Requirement.queue("etl"))
                .start();

        assertThatThrownBy(() -> chooser.choose(request, many))
                .hasMessageContaining("and 4980 more")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(2_000));
    }

    @Test
    void requirementsThatNobodyCouldMeetAreRefusedAtOnce() {
        for (String text : List.of("", " ", "a\nb", "x".repeat(256))) {
            assertThatThrownBy(() -> Requirement.queue(text)).isInstanceOf(DroverException.class);
            assertThatThrownBy(() -> Requirement.label(text, "v")).isInstanceOf(DroverException.class);
            assertThatThrownBy(() -> Requirement.label("n", text)).isInstanceOf(DroverException.class);
        }
    }

    @Test
    void anEmptyListIsRefused() {
        Chooser chooser = RoutingPolicies.filtered(RoutingPolicies.rendezvous(), Requirement.queue("etl"))
                .start();

        assertThatThrownBy(() -> chooser.choose(request, Collections.emptyList()))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("INVALID_ARGUMENT: There is no cluster to choose from.");
    }
}
