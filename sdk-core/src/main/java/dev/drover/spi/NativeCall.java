package dev.drover.spi;

import java.time.Duration;

/**
 * One request to a platform, as its operator would count it.
 *
 * @param api the platform's name of the operation, such as {@code ListSteps} or {@code POST /v1/submissions/create}
 * @param endpoint who answers; failures are counted per endpoint
 * @param account whose budget it uses: all locations of a scheme that say the same share it, so it names the region too
 *     where budgets are regional; empty where the platform has none, then each location has a budget
 * @param cost in units of that budget; at least 1
 * @param timeout how long this one call may take; less if the operation's deadline is nearer
 */
public record NativeCall(String api, Safety safety, String endpoint, String account, int cost, Duration timeout) {

    public static NativeCall of(String api, Safety safety, String endpoint, Duration timeout) {
        return new NativeCall(api, safety, endpoint, "", 1, timeout);
    }
}
