package dev.drover.k8s.fake;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** A test that asks for what no real server does when told; left out where {@link FakeKube} stands before one. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnFakeKube.Condition.class)
public @interface OnFakeKube {
    /** What it needs of the fake. */
    String value();

    /** Says so in the reports. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return AnnotationSupport.findAnnotation(context.getElement(), OnFakeKube.class)
                    .filter(needs -> RealServer.given().isPresent())
                    .map(needs -> ConditionEvaluationResult.disabled("not on a real server: " + needs.value()))
                    .orElse(ConditionEvaluationResult.enabled("nothing is asked for that only a fake does"));
        }
    }
}
