package dev.drover.its;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A test of the kit in which a system from outside is known not to behave as the one that it stands for. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(LeftOut.All.class)
@ExtendWith(LeftOut.Condition.class)
public @interface LeftOut {
    /** The name of its method. */
    String test();

    String because();

    /** Several. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @ExtendWith(LeftOut.Condition.class)
    @interface All {
        LeftOut[] value();
    }

    /** Skips it and says why. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            String test =
                    context.getTestMethod().map(method -> method.getName()).orElse("");
            return Arrays.stream(context.getRequiredTestClass().getAnnotationsByType(LeftOut.class))
                    .filter(each -> each.test().equals(test))
                    .findFirst()
                    .map(each -> ConditionEvaluationResult.disabled(each.because()))
                    .orElseGet(() -> ConditionEvaluationResult.enabled("not left out"));
        }
    }
}
