package dev.drover.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.RequestKey;
import dev.drover.routing.Candidate;
import dev.drover.routing.Chooser;
import dev.drover.routing.Routes;
import dev.drover.routing.RoutingPolicies;
import dev.drover.routing.RoutingPolicy;
import dev.drover.routing.RoutingRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckedChooserTest {
    private final List<Candidate> candidates = Routes.weighing(1, 1, 1);
    private final RoutingRequest request = Routes.request(RequestKey.of("etl", "1"));

    private record Custom(Chooser chooser) implements RoutingPolicy {
        @Override
        public Chooser start() {
            return chooser;
        }
    }

    private DroverException refusal(Chooser chooser) {
        CheckedChooser checked = CheckedChooser.start(new Custom(chooser));
        DroverException e = catchThrowableOfType(DroverException.class, () -> checked.choose(request, candidates));
        assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(e.effect()).isEqualTo(Effect.NONE);
        assertThat(e.retryable()).isFalse();
        assertThat(e).hasMessageContaining(Custom.class.getName());
        return e;
    }

    @Test
    void aMemberIsPassedOn() {
        for (Candidate candidate : candidates) {
            assertThat(CheckedChooser.start(new Custom((r, list) -> candidate)).choose(request, candidates))
                    .isSameAs(candidate);
        }
    }

    @Test
    void aCopyIsTakenForTheMember() {
        Chooser copying = (r, list) -> list.get(2).withInFlight(7);

        assertThat(CheckedChooser.start(new Custom(copying)).choose(request, candidates))
                .isSameAs(candidates.get(2));
    }

    @Test
    void strangersAndNullsAreRefused() {
        Candidate stranger = Candidate.builder(Routes.cluster(9)).build();

        assertThat(refusal((r, list) -> stranger))
                .hasMessageContaining("mem://pool/c9, which is none of the 3 candidates");
        assertThat(refusal((r, list) -> null)).hasMessageContaining("null as its choice");
    }

    @Test
    void whatAPolicyThrowsBecomesTyped() {
        RuntimeException thrown = new IllegalStateException("password=hunter2");

        assertThat(refusal((r, list) -> {
                    throw thrown;
                }))
                .hasCause(thrown)
                .hasMessageContaining("choose a cluster for etl/1")
                .hasMessageContaining("java.lang.IllegalStateException")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Exception.class,
                AssertionError.class,
                StackOverflowError.class,
                NoSuchMethodError.class,
                ConcurrentModification.class
            })
    void checkedExceptionsAndErrorsBecomeTypedToo(Class<? extends Throwable> type) throws Exception {
        Throwable thrown = type.getDeclaredConstructor().newInstance();

        assertThat(refusal((r, list) -> CheckedChooserTest.<RuntimeException>sneak(thrown)))
                .hasCause(thrown);
    }

    /** One of a user's own. */
    static final class ConcurrentModification extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> Candidate sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void anInterruptIsKept() {
        refusal((r, list) -> CheckedChooserTest.<RuntimeException>sneak(new InterruptedException()));

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatIsTypedAndHadNoEffectIsPassedOn() {
        DroverException typed = new DroverException(ErrorCode.UNSUPPORTED, "none has a GPU");
        Chooser chooser = CheckedChooser.start(new Custom((r, list) -> {
            throw typed;
        }));

        assertThatThrownBy(() -> chooser.choose(request, candidates)).isSameAs(typed);
    }

    /** A chooser sends nothing; an unknown effect would keep the pool from moving on. */
    @Test
    void noPolicyClaimsAnEffect() {
        DroverException claim = new DroverException(ErrorCode.UNAVAILABLE, Effect.UNKNOWN, true, "perhaps", null);

        assertThat(refusal((r, list) -> {
                    throw claim;
                }))
                .hasCause(claim);
    }

    @Test
    void policiesThatDoNotStartAreRefused() {
        assertThatThrownBy(() -> CheckedChooser.start(new Custom(null)))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("null as its chooser")
                .hasMessageContaining(Custom.class.getName());
        assertThatThrownBy(() -> CheckedChooser.start(() -> {
                    throw new IllegalStateException();
                }))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("was asked to start")
                .hasMessageContaining(CheckedChooserTest.class.getName());
    }

    @Test
    void builtInRefusalsKeepTheirCode() {
        Chooser chooser = CheckedChooser.start(RoutingPolicies.rendezvous());

        assertThatThrownBy(() -> chooser.choose(request, Routes.weighing(0, 0)))
                .hasMessageContaining("A weight of 0 means never");
    }
}
