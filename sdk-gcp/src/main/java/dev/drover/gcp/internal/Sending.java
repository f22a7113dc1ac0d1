package dev.drover.gcp.internal;

import com.google.cloud.BaseServiceException;
import dev.drover.spi.NativeOperation;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Runs native calls. Google's clients renew credentials that a server refuses and send the request again; but not if its
 * body is a stream, which is done here. What was refused so had no effect.
 *
 * @param renewals how often credentials were renewed because a server refused them
 */
record Sending(CallTime time, LongSupplier renewals) {
    private static final int UNAUTHENTICATED = 401;

    <T> T send(Duration left, NativeOperation<T> call) throws Exception {
        long before = renewals.getAsLong();
        try {
            return time.during(left, call);
        } catch (BaseServiceException e) {
            if (e.getCode() == UNAUTHENTICATED && renewals.getAsLong() > before) {
                return time.during(left, call);
            }
            throw e;
        }
    }
}
