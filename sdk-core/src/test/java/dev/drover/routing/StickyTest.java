package dev.drover.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.RequestKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StickyTest {
    private final Chooser byTwo = RoutingPolicies.stickyByKey(2).start();
    private final List<Candidate> all = Routes.weighing(1, 1, 1, 1, 1);

    private static ClusterId choose(Chooser chooser, List<Candidate> candidates, String... key) {
        return chooser.choose(Routes.request(new RequestKey(List.of(key))), candidates)
                .cluster();
    }

    private List<Candidate> without(ClusterId... gone) {
        return all.stream().filter(c -> !List.of(gone).contains(c.cluster())).toList();
    }

    @Test
    void keysThatBeginAlikeStayTogether() {
        Set<ClusterId> homes = new HashSet<>();
        for (int customer = 0; customer < 50; customer++) {
            ClusterId home = choose(byTwo, all, "etl", "" + customer, "first");
            homes.add(home);
            for (int i = 0; i < 20; i++) {
                assertThat(choose(byTwo, all, "etl", "" + customer, "" + i)).isEqualTo(home);
            }
        }
        assertThat(homes).hasSize(5);
    }

    @Test
    void keysOfFewerPartsCountAsAWhole() {
        ClusterId home = choose(byTwo, all, "etl");
        assertThat(choose(byTwo, without(home), "etl")).isNotEqualTo(home);
        assertThat(RoutingPolicies.stickyByKey(16).start().choose(Routes.request(RequestKey.of("etl")), all))
                .extracting(Candidate::cluster)
                .isEqualTo(home);
    }

    @Test
    void theHomeHoldsWhenABetterOneComes() {
        for (int i = 0; i < 50; i++) {
            ClusterId best = choose(RoutingPolicies.stickyByKey(1).start(), all, "etl" + i);
            Chooser chooser = RoutingPolicies.stickyByKey(1).start();
            ClusterId home = choose(chooser, without(best), "etl" + i);

            assertThat(choose(chooser, all, "etl" + i, "later")).isEqualTo(home).isNotEqualTo(best);
        }
    }

    @Test
    void whenTheHomeGoesTheNextOneHolds() {
        ClusterId home = choose(byTwo, all, "etl", "a");
        ClusterId next = choose(byTwo, without(home), "etl", "a");

        assertThat(next).isNotEqualTo(home);
        assertThat(choose(byTwo, all, "etl", "a")).isEqualTo(next);
    }

    @Test
    void aHomeOfWeightZeroIsLeft() {
        ClusterId home = choose(byTwo, all, "etl", "a");
        List<Candidate> drained = all.stream()
                .map(c -> c.cluster().equals(home)
                        ? Candidate.builder(home).weight(0).build()
                        : c)
                .toList();

        assertThat(choose(byTwo, drained, "etl", "a")).isNotEqualTo(home);
    }

    @Test
    void otherJvmsBeginAtTheSameHome() {
        for (int i = 0; i < 100; i++) {
            Chooser other = RoutingPolicies.stickyByKey(1).start();
            assertThat(choose(other, all, "etl" + i, "x"))
                    .isEqualTo(choose(RoutingPolicies.stickyByKey(1).start(), all, "etl" + i, "y"));
        }
    }

    @Test
    void whatIsUsedStaysAndWhatIsOldIsForgotten() {
        Chooser chooser = RoutingPolicies.stickyByKey(1).start();
        ClusterId best = choose(chooser, all, "used");
        ClusterId used = choose(chooser, without(best), "used");
        ClusterId bestOfOld = choose(chooser, all, "old");
        ClusterId old = choose(chooser, without(bestOfOld), "old");
        for (int i = 0; i < Sticky.REMEMBERED; i++) {
            choose(chooser, all, "other" + i);
            assertThat(choose(chooser, all, "used")).isEqualTo(used);
        }
        assertThat(choose(chooser, all, "old")).isEqualTo(bestOfOld).isNotEqualTo(old);
    }

    @Test
    void jobsOfOneLabelStayTogether() {
        Chooser chooser = RoutingPolicies.stickyByLabel("tenant").start();
        ClusterId home = labelled(chooser, all, "acme", "1");
        ClusterId next = labelled(chooser, without(home), "acme", "2");

        assertThat(next).isNotEqualTo(home);
        for (int i = 0; i < 20; i++) {
            assertThat(labelled(chooser, all, "acme", "" + i)).isEqualTo(next);
        }
    }

    private static ClusterId labelled(Chooser chooser, List<Candidate> candidates, String tenant, String key) {
        RoutingRequest request = new RoutingRequest(
                Routes.job().label("tenant", tenant).build(), RequestKey.of(key), 1, Set.of(), new SplittableRandom(1));
        return chooser.choose(request, candidates).cluster();
    }

    @Test
    void jobsWithoutTheLabelGoByTheirKey() {
        Chooser chooser = RoutingPolicies.stickyByLabel("tenant").start();
        Chooser rendezvous = RoutingPolicies.rendezvous().start();
        for (int i = 0; i < 100; i++) {
            assertThat(choose(chooser, all, "" + i)).isEqualTo(choose(rendezvous, all, "" + i));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 17})
    void keysHaveOneToSixteenParts(int parts) {
        assertThatThrownBy(() -> RoutingPolicies.stickyByKey(parts))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("1 to 16");
    }
}
