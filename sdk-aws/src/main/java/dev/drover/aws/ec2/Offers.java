package dev.drover.aws.ec2;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.aws.ec2.Machines.Offer;
import dev.drover.spi.CallContext;
import java.util.List;
import java.util.function.Function;

/** Tries ways to get machines until one is to be had. */
final class Offers {

    private Offers() {}

    /**
     * What the first one gives that is not refused for want of capacity or quota.
     *
     * @throws DroverException what was said to the last one, or any other refusal
     */
    static <T> T first(List<Offer> offers, CallContext context, Function<Offer, T> take) {
        for (Offer offer : offers.subList(0, offers.size() - 1)) {
            try {
                return take.apply(offer);
            } catch (DroverException e) {
                if (e.code() != ErrorCode.QUOTA_EXCEEDED) {
                    throw e;
                }
                context.progress(
                        offer.type() + (offer.spot() ? " as spot" : "") + " is not to be had: " + e.getMessage());
            }
        }
        return take.apply(offers.get(offers.size() - 1));
    }
}
