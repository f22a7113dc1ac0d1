package dev.drover.spi;

import dev.drover.DroverException;

/**
 * How often one account may call an API: a bucket of tokens that is full at first and is refilled
 * evenly. A call takes {@link NativeCall#cost()} tokens from every budget that it matches.
 *
 * @param api the {@link NativeCall#api()} that it limits, or {@value #ALL} for all calls together
 * @param burst how many tokens the bucket holds; at least 1
 * @param perSecond how many are put back each second; above 0
 */
public record RateBudget(String api, int burst, double perSecond) {
    /** Stands for all APIs together. */
    public static final String ALL = "*";

    public RateBudget {
        if (burst < 1 || !(perSecond > 0) || Double.isInfinite(perSecond)) {
            throw DroverException.invalid("A rate budget has a burst of at least 1 and a finite rate above 0, not "
                    + burst + " and " + perSecond + ".");
        }
    }
}
