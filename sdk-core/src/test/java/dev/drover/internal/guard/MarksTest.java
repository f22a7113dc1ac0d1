package dev.drover.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.RequestKey;
import dev.drover.spi.NativeOperation;
import dev.drover.spi.Safety;
import java.lang.reflect.Method;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.spi.MDCAdapter;

/** The subject of an operation in SLF4J's MDC. */
class MarksTest {
    private static final ClusterId CLUSTER = ClusterId.parse("fake://here/one");

    private final Workbench bench = new Workbench();
    private final MDCAdapter before = MDC.getMDCAdapter();

    /** The plain backend of these tests keeps no MDC. */
    private static void use(MDCAdapter adapter) throws ReflectiveOperationException {
        Method set = MDC.class.getDeclaredMethod("setMDCAdapter", MDCAdapter.class);
        set.setAccessible(true);
        set.invoke(null, adapter);
    }

    @BeforeEach
    void keep() throws ReflectiveOperationException {
        use(new BasicMDCAdapter());
    }

    @AfterEach
    void restore() throws ReflectiveOperationException {
        use(before);
    }

    private Map<String, String> during(Subject subject, NativeOperation<Map<String, String>> operation) {
        return bench.guard.begin("look", subject).call(Workbench.call(Safety.READ), operation);
    }

    @Test
    void isShownDuringTheCallAndTakenDownAfterIt() {
        MDC.put("drover.job", "of the caller");
        MDC.put("other", "kept");
        Subject subject = Subject.of(CLUSTER.job("s-1")).asked(RequestKey.of("etl"));

        assertThat(during(subject, timeout -> Map.copyOf(MDC.getCopyOfContextMap())))
                .containsOnly(
                        Map.entry("drover.cluster", "fake://here/one"),
                        Map.entry("drover.job", "fake://here/one#s-1"),
                        Map.entry("drover.key", "etl"),
                        Map.entry("other", "kept"));
        assertThat(MDC.getCopyOfContextMap())
                .containsOnly(Map.entry("drover.job", "of the caller"), Map.entry("other", "kept"));
    }

    @Test
    void isTakenDownAfterAFailureToo() {
        assertThatThrownBy(() -> during(Subject.of(CLUSTER), timeout -> {
                    assertThat(MDC.get("drover.cluster")).isEqualTo("fake://here/one");
                    throw Workbench.down(Effect.NONE);
                }))
                .isInstanceOf(DroverException.class);

        assertThat(MDC.get("drover.cluster")).isNull();
    }

    @Test
    void anInnerOperationGivesWayToTheOuter() {
        during(Subject.of(CLUSTER), timeout -> {
            during(Subject.of(ClusterId.parse("fake://here/two")), inner -> {
                assertThat(MDC.get("drover.cluster")).isEqualTo("fake://here/two");
                return Map.of();
            });
            assertThat(MDC.get("drover.cluster")).isEqualTo("fake://here/one");
            return Map.of();
        });
    }
}
