package dev.drover.aws.internal;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Keeps secrets out of stack traces: AWS answers a wrong signature with the text that it would have signed, and that
 * holds the session token.
 */
final class Signatures {
    private Signatures() {}

    /** The same error; if it is about the signature, with the first sentence of its message only. */
    static AwsServiceException without(AwsServiceException error) {
        AwsErrorDetails details = error.awsErrorDetails();
        if (details == null
                || details.errorCode() == null
                || Meaning.ofCode(details.errorCode()).orElse(Meaning.WRONG) != Meaning.UNKNOWN_CALLER) {
            return error;
        }
        String whole = String.valueOf(details.errorMessage());
        String first = Quote.of(whole).split("(?<=[.]) ", 2)[0];
        if (first.equals(whole)) {
            return error;
        }
        AwsServiceException bare = error.toBuilder()
                .message(first)
                .awsErrorDetails(details.toBuilder()
                        .errorMessage(first)
                        .rawResponse(null)
                        .build())
                .build();
        bare.setStackTrace(error.getStackTrace());
        return bare;
    }
}
