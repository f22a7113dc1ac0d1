package dev.drover.aws.internal;

import dev.drover.DroverException;
import java.util.regex.Pattern;

/** The name of a role. */
public final class RoleArn {
    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]{1,512}");

    private RoleArn() {}

    /**
     * The text, if it is one.
     *
     * @throws DroverException INVALID_ARGUMENT otherwise
     */
    public static String require(String arn) {
        if (!ROLE.matcher(arn).matches()) {
            throw DroverException.invalid(
                    "'" + arn + "' is not the ARN of a role, such as 'arn:aws:iam::123456789012:role/etl'.");
        }
        return arn;
    }
}
