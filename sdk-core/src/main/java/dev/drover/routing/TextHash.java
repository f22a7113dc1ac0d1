package dev.drover.routing;

import dev.drover.RequestKey;
import java.util.List;

/**
 * The 64-bit hash under {@link RoutingPolicies#rendezvous()}: FNV-1a over the UTF-16 code units of the text, one step per
 * unit, then the finaliser of MurmurHash3 (Appleby's fmix64), which spreads FNV's weak high bits. Nothing of it depends
 * on the JVM. Two programs agree on where a key goes only while this function stays as it is.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/rfc9923">RFC 9923: FNV</a>
 */
final class TextHash {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private TextHash() {}

    static long of(String text) {
        return mix(add(FNV_OFFSET, text));
    }

    static long of(RequestKey key) {
        return of(key.parts());
    }

    /** Each text is followed by a zero, which no part of a key holds, so that ("a", "bc") and ("ab", "c") differ. */
    static long of(List<String> texts) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < texts.size(); i++) {
            hash = add(hash, texts.get(i)) * FNV_PRIME;
        }
        return mix(hash);
    }

    private static long add(long hash, String text) {
        long sum = hash;
        for (int i = 0; i < text.length(); i++) {
            sum = (sum ^ text.charAt(i)) * FNV_PRIME;
        }
        return sum;
    }

    static long mix(long hash) {
        long h = hash;
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }
}
