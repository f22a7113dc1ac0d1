package dev.drover.testkit;

import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what a conformance class has shown: how many of its tests ran, and which capabilities were there and which were
 * lacking, so that their refusal was tested. One line in the log for each class, all of them again at the end of the
 * run. A class of which no test ran fails: it shows nothing.
 *
 * <p>The conformance classes bring it along.
 */
public final class ConformanceReport implements BeforeAllCallback, AfterAllCallback, TestWatcher, ParameterResolver {
    private static final Logger log = LoggerFactory.getLogger(ConformanceReport.class);
    private static final Namespace NAMESPACE = Namespace.create(ConformanceReport.class);

    /** For JUnit. */
    public ConformanceReport() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).put(Shown.class, new Shown(name(context)));
        summary(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Shown shown = shown(context);
        log.info("{}", shown);
        summary(context).add(shown);
        if (shown.executed() == 0 && context.getExecutionException().isEmpty()) {
            throw new AssertionError("No test ran, so nothing was shown. " + shown);
        }
    }

    private static String name(ExtensionContext context) {
        Class<?> type = context.getRequiredTestClass();
        return type.getName().substring(type.getPackageName().length() + 1);
    }

    private static Shown shown(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(Shown.class, Shown.class);
    }

    /** Kept by the root of the run, which closes it at the end. */
    private static ConformanceSummary summary(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        ConformanceSummary.class, type -> new ConformanceSummary(), ConformanceSummary.class);
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        shown(context).passed();
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        shown(context).failed();
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        shown(context).skipped();
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        shown(context).skipped();
    }

    /** The conformance classes note down in a parameter which capabilities they met. */
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Shown.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return shown(context);
    }
}
