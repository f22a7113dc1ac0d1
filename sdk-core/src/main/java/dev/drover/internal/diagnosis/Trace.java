package dev.drover.internal.diagnosis;

import java.util.List;

/**
 * An exception in a log with its causes.
 *
 * @param chain from what was thrown to the innermost cause; never empty
 * @param end the first line after it
 */
record Trace(Weight weight, List<Thrown> chain, int end) {

    Trace {
        chain = List.copyOf(chain);
    }

    Trace withWeight(Weight other) {
        return new Trace(other, chain, end);
    }

    int start() {
        return chain.get(0).line();
    }

    /** The innermost cause that tells anything. */
    Thrown root() {
        int innermost = chain.size() - 1;
        while (innermost > 0 && Uninformative.matches(chain.get(innermost))) {
            innermost--;
        }
        return chain.get(innermost);
    }
}
