package dev.drover.internal.submission;

import dev.drover.Attempt;
import dev.drover.spi.Safety;
import java.time.Duration;

/** One thing that is to be accepted once. */
public interface Work extends Runs {

    /** What is asked, to follow "Asked to" in messages: "submit a job". */
    String what();

    /** A hash of the spec without its secrets. */
    String digest();

    /** Whether what is on record under the same attempt is this work; an empty digest tells nothing. */
    default boolean is(String recorded) {
        return recorded.isEmpty() || recorded.equals(digest());
    }

    /** Whether a request may be repeated at a target. */
    Safety safety(String target);

    /** Refuses what a target cannot do, before anything is sent. */
    void check(String target, Duration limit);

    /** Sends the request, once; gives the id. */
    String send(String target, Attempt attempt, Duration limit);
}
