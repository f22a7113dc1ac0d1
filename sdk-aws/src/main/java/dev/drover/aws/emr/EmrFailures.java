package dev.drover.aws.emr;

import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.aws.internal.AwsFailures;
import dev.drover.spi.Failure;
import dev.drover.spi.Failure.Scope;
import dev.drover.spi.NativeCall;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What errors of EMR mean. EMR has one code for whatever it does not like, {@code ValidationException} or
 * {@code InvalidRequestException}, and says the rest in words. Pure.
 */
final class EmrFailures {

    private static final Set<String> DISLIKED = Set.of("ValidationException", "InvalidRequestException");

    private record Rule(Pattern words, ErrorCode code, String advice) {}

    private static final List<Rule> RULES = List.of(
            new Rule(
                    Pattern.compile("(?i)maximum number of active steps|256 (?:pending|active)"),
                    ErrorCode.QUOTA_EXCEEDED,
                    "It has 256 steps that run or wait; use another cluster, or wait for some to end."),
            new Rule(
                    Pattern.compile("(?i)shutting down, terminat|(?:is|has) terminat(?:ing|ed)"
                            + "|cluster .*not in a valid state|may not be modified"),
                    ErrorCode.NOT_FOUND,
                    "The cluster has ended or is ending; use another one."),
            new Rule(
                    Pattern.compile("(?i)\\b(?:cluster|job ?flow|step)s? id\\b.*\\b(?:not valid|not exist|invalid)"),
                    ErrorCode.NOT_FOUND,
                    "Check the id, and that it is of this account and region."),
            new Rule(
                    Pattern.compile("(?i)termination.protect"),
                    ErrorCode.CONFLICT,
                    "The cluster is protected against being ended; take the protection off first."),
            new Rule(
                    Pattern.compile("(?i)(?:exceed|limit|maximum).*(?:active clusters|instances|vcpu)"),
                    ErrorCode.QUOTA_EXCEEDED,
                    "Ask AWS for more, or use another region or machine type."));

    private EmrFailures() {}

    static Failure classify(NativeCall call, Throwable error) {
        if (error instanceof AwsServiceException answer
                && answer.awsErrorDetails() != null
                && DISLIKED.contains(answer.awsErrorDetails().errorCode())) {
            String words =
                    Optional.ofNullable(answer.awsErrorDetails().errorMessage()).orElse("");
            for (Rule rule : RULES) {
                if (rule.words().matcher(words).find()) {
                    return new Failure(
                            rule.code(),
                            Effect.NONE,
                            Scope.CLUSTER,
                            false,
                            Optional.empty(),
                            call.endpoint() + " answered to " + call.api() + ": " + words + " " + rule.advice());
                }
            }
        }
        return AwsFailures.classify(call, error);
    }
}
