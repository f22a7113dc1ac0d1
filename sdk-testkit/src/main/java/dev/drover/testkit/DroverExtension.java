package dev.drover.testkit;

import dev.drover.Drover;
import dev.drover.testkit.fault.FaultScript;
import dev.drover.testkit.mem.MemPlatform;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives each JUnit 5 test a {@link Drover} on a {@link MemPlatform} of its own, with a {@link FaultScript} and a
 * {@link ManualClock} in {@linkplain ManualClock#auto() auto} mode, as parameters of test, before-each and after-each
 * methods.
 *
 * <pre>{@code
 * @ExtendWith(DroverExtension.class)
 * class NightlyTest {
 *     @Test
 *     void aLostResponseIsNoSecondRun(Drover drover, MemPlatform platform, FaultScript faults) { ... }
 * }
 * }</pre>
 *
 * <p>After a test that passed it closes the Drover and fails the test if anything of {@link Leak} is left: clusters that
 * were created and live, runs that have not ended, threads, faults that never came to pass. {@link AllowLeaks} or
 * {@link Builder#allow} lets it pass. Chance is seeded, so that a test runs alike each time.
 *
 * <p>As {@code @RegisterExtension} field it can be set up: {@link #builder()}.
 */
public final class DroverExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(DroverExtension.class);
    private static final Set<Class<?>> PARAMETERS =
            Set.of(Drover.class, MemPlatform.class, FaultScript.class, ManualClock.class);

    private final UnaryOperator<MemPlatform.Builder> platforms;
    private final UnaryOperator<Drover.Builder> drovers;
    private final Set<Leak> allowed;

    /** As {@code @ExtendWith} makes it: everything by default. */
    public DroverExtension() {
        this(builder());
    }

    private DroverExtension(Builder builder) {
        platforms = builder.platforms;
        drovers = builder.drovers;
        allowed = EnumSet.copyOf(builder.allowed);
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put(TestWorld.class, new TestWorld(platforms, drovers));
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        TestWorld world = context.getStore(NAMESPACE).remove(TestWorld.class, TestWorld.class);
        world.close();
        if (context.getExecutionException().isPresent()) {
            return; // What a failed test leaves behind says nothing.
        }
        List<String> leaks = world.leaks(allowedIn(context));
        if (!leaks.isEmpty()) {
            throw new AssertionError("The test left behind:\n- " + String.join("\n- ", leaks));
        }
    }

    private Set<Leak> allowedIn(ExtensionContext context) {
        Set<Leak> all = EnumSet.noneOf(Leak.class);
        all.addAll(allowed);
        Stream.of(context.getRequiredTestMethod(), context.getRequiredTestClass())
                .flatMap(element -> AnnotationSupport.findAnnotation(element, AllowLeaks.class).stream())
                .forEach(annotation -> all.addAll(List.of(annotation.value())));
        return all;
    }

    /** Whether the parameter is of one of the four types; constructors and before-all methods come too early. */
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return PARAMETERS.contains(parameter.getParameter().getType())
                && context.getTestMethod().isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .get(TestWorld.class, TestWorld.class)
                .part(parameter.getParameter().getType())
                .orElseThrow();
    }

    /** Builds a {@link DroverExtension}; every method returns this builder. */
    public static final class Builder {
        private UnaryOperator<MemPlatform.Builder> platforms = UnaryOperator.identity();
        private UnaryOperator<Drover.Builder> drovers = UnaryOperator.identity();
        private final Set<Leak> allowed = EnumSet.noneOf(Leak.class);

        private Builder() {}

        /** Sets up the platform of each test: what it can do, what a repeated submission does. */
        public Builder platform(UnaryOperator<MemPlatform.Builder> setUp) {
            platforms = setUp;
            return this;
        }

        /** Sets up the Drover of each test: listeners, further factories. */
        public Builder drover(UnaryOperator<Drover.Builder> setUp) {
            drovers = setUp;
            return this;
        }

        /** Lets all tests leave these things behind. */
        public Builder allow(Leak... leaks) {
            allowed.addAll(List.of(leaks));
            return this;
        }

        public DroverExtension build() {
            return new DroverExtension(this);
        }
    }
}
