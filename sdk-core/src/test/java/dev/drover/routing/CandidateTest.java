package dev.drover.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.RequestKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateTest {
    private static final ClusterId CLUSTER = Routes.cluster(1);

    @ParameterizedTest
    @ValueSource(
            doubles = {
                -1,
                -Double.MIN_VALUE,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.MIN_VALUE,
                9.99e-7,
                1_000_001,
                Double.MAX_VALUE
            })
    void weightsOutOfRangeAreRefused(double weight) {
        assertThatThrownBy(() -> Candidate.builder(CLUSTER).weight(weight).build())
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("mem://pool/c1")
                .hasMessageContaining("not " + weight);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, 1e-6, 1, 1e6})
    void weightsInRangeAreTaken(double weight) {
        Candidate candidate = Candidate.builder(CLUSTER).weight(weight).build();

        assertThat(candidate.weight()).isEqualTo(Math.abs(weight));
        assertThat(candidate.loadWithOneMore()).isPositive();
    }

    @Test
    void jobsInFlightAreNotNegative() {
        Candidate candidate = Candidate.builder(CLUSTER).build();

        assertThatThrownBy(() -> candidate.withInFlight(-1)).isInstanceOf(DroverException.class);
        assertThatThrownBy(() -> Candidate.builder(CLUSTER).inFlight(-1).build())
                .isInstanceOf(DroverException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\nb", "\u0007"})
    void hostileTextsAreRefused(String text) {
        Candidate.Builder builder = Candidate.builder(CLUSTER);

        assertThatThrownBy(() -> builder.label(text, "v")).isInstanceOf(DroverException.class);
        assertThatThrownBy(() -> builder.label("n", text)).isInstanceOf(DroverException.class);
        assertThatThrownBy(() -> builder.labels(Map.of(text, "v"))).isInstanceOf(DroverException.class);
        assertThatThrownBy(() -> builder.queue(text)).isInstanceOf(DroverException.class);
        assertThatThrownBy(() -> builder.queues(Set.of(text))).isInstanceOf(DroverException.class);
        assertThatThrownBy(() -> builder.sparkVersion(text)).isInstanceOf(DroverException.class);
        assertThatThrownBy(() -> Health.down(text)).isInstanceOf(DroverException.class);
    }

    @Test
    void itDoesNotChangeWithWhatItWasMadeFrom() {
        Map<String, String> labels = new HashMap<>(Map.of("zone", "eu"));
        Set<String> queues = new HashSet<>(Set.of("etl"));
        Candidate.Builder builder = Candidate.builder(CLUSTER).labels(labels).queues(queues);
        Candidate candidate = builder.build();
        labels.put("zone", "us");
        queues.add("bi");
        builder.queue("ml").label("zone", "ap");

        assertThat(candidate.labels()).containsExactly(Map.entry("zone", "eu"));
        assertThat(candidate.queues()).containsExactly("etl");
        assertThatThrownBy(() -> candidate.labels().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void copiesDifferInOneThingOnly() {
        Candidate candidate = Candidate.builder(CLUSTER)
                .weight(3)
                .label("zone", "eu")
                .queue("etl")
                .sparkVersion("4.2.0")
                .inFlight(2)
                .build();
        Candidate busy = candidate.withInFlight(5);
        Candidate down = candidate.withHealth(Health.down("its breaker is open"));

        assertThat(busy.inFlight()).isEqualTo(5);
        assertThat(down.health()).isEqualTo(new Health.Down("its breaker is open"));
        assertThat(busy).isNotEqualTo(candidate).isNotEqualTo(down);
        assertThat(busy.withInFlight(2)).isEqualTo(candidate).hasSameHashCodeAs(candidate);
        assertThat(down.withHealth(Health.up())).isEqualTo(candidate);
        assertThat(down).hasToString("mem://pool/c1 (weight 3.0, 2 in flight, Down[reason=its breaker is open])");
    }

    @Test
    void requestsAreChecked() {
        RequestKey key = RequestKey.of("x");
        SplittableRandom random = new SplittableRandom(1);

        assertThatThrownBy(() -> new RoutingRequest(Routes.job().build(), key, 0, Set.of(), random))
                .isInstanceOf(DroverException.class);
        Set<ClusterId> tried = new HashSet<>(Set.of(CLUSTER));
        RoutingRequest request = new RoutingRequest(Routes.job().build(), key, 1, tried, random);
        tried.clear();
        assertThat(request.tried()).containsExactly(CLUSTER);
    }

    @Test
    void nullsAreRefusedByName() {
        assertThatNullPointerException()
                .isThrownBy(() -> new RoutingRequest(null, RequestKey.of("x"), 1, Set.of(), new SplittableRandom(1)))
                .withMessage("job");
        assertThatNullPointerException()
                .isThrownBy(() -> Candidate.builder(null))
                .withMessage("cluster");
        assertThatNullPointerException()
                .isThrownBy(() -> Candidate.builder(CLUSTER).health(null))
                .withMessage("health");
        assertThatNullPointerException()
                .isThrownBy(() -> RoutingPolicies.filtered(null))
                .withMessage("then");
        assertThatNullPointerException()
                .isThrownBy(() -> RoutingPolicies.filtered(RoutingPolicies.roundRobin(), (Requirement) null));
        assertThatNullPointerException()
                .isThrownBy(() -> RoutingPolicies.stickyByLabel(null))
                .withMessage("name");
    }
}
