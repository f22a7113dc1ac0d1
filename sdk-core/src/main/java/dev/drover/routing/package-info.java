/**
 * Where a job runs when several clusters could run it: {@link dev.drover.routing.RoutingPolicies} has the built-in
 * {@link dev.drover.routing.RoutingPolicy policies}, each of which chooses one
 * {@link dev.drover.routing.Candidate} by what is known already, without any I/O.
 *
 * <p>Values are immutable, policies and choosers safe for use by many threads, and nothing needs closing. A null where
 * none is allowed is a {@link java.lang.NullPointerException}.
 */
@NullMarked
package dev.drover.routing;

import org.jspecify.annotations.NullMarked;
