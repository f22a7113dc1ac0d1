package dev.drover.routing;

import dev.drover.Capability;
import dev.drover.DroverException;
import java.util.Objects;
import java.util.function.BiPredicate;

/**
 * What a cluster must have for a job to go to it; see {@link RoutingPolicies#filtered}. Safe for use by many threads, does
 * no I/O and never waits.
 */
public interface Requirement {

    /** Whether a candidate has it. */
    boolean metBy(RoutingRequest request, Candidate candidate);

    /**
     * What a candidate that does not have it lacks, as it is told to people after the cluster's id: {@code its Spark is
     * 3.5.6, not 4.2}.
     */
    String lackOf(RoutingRequest request, Candidate candidate);

    /**
     * A label of this value, exactly.
     *
     * @throws DroverException INVALID_ARGUMENT if no cluster can have such a label
     */
    static Requirement label(String name, String value) {
        Candidate.requireText("label's name", name);
        Candidate.requireText("label's value", value);
        return new Condition(
                (request, candidate) -> value.equals(candidate.labels().get(name)), (request, candidate) -> {
                    String other = candidate.labels().get(name);
                    return other == null
                            ? "it has no label " + name + "=" + value
                            : "its label " + name + " is " + other + ", not " + value;
                });
    }

    /**
     * A queue of this name.
     *
     * @throws DroverException INVALID_ARGUMENT if no cluster can have such a queue
     */
    static Requirement queue(String name) {
        Candidate.requireText("queue's name", name);
        return new Condition(
                (request, candidate) -> candidate.queues().contains(name),
                (request, candidate) -> "it does not serve the queue " + name);
    }

    /**
     * A Spark of this version or of one that begins with it: {@code 4.2} is met by 4.2, 4.2.0 and 4.2.1-amzn-0, not by
     * 4.20. A cluster whose version is not known does not meet it.
     *
     * @throws DroverException INVALID_ARGUMENT if it is no version
     */
    static Requirement sparkVersion(String version) {
        VersionPrefix.require(version);
        return new Condition(
                (request, candidate) -> candidate.sparkVersion().isPresent()
                        && VersionPrefix.covers(
                                version, candidate.sparkVersion().get()),
                (request, candidate) -> candidate
                        .sparkVersion()
                        .map(other -> "its Spark is " + other + ", not " + version)
                        .orElse("its version of Spark is not known, and must be " + version));
    }

    /** A capability. */
    static Requirement capability(Capability capability) {
        Objects.requireNonNull(capability, "capability");
        return new Condition(
                (request, candidate) -> candidate.capabilities().contains(capability),
                (request, candidate) -> "it has not the capability " + capability);
    }

    /** The capability that the job's kind needs; see {@link dev.drover.JobSpec#capability()}. */
    static Requirement capabilityOfJob() {
        return new Condition(
                (request, candidate) ->
                        candidate.capabilities().contains(request.job().capability()),
                (request, candidate) ->
                        "it has not the capability " + request.job().capability());
    }

    /**
     * Anything else.
     *
     * @param lack what is told of a cluster that does not meet it, such as {@code it has no GPU}
     */
    static Requirement that(String lack, BiPredicate<RoutingRequest, Candidate> test) {
        Objects.requireNonNull(lack, "lack");
        Objects.requireNonNull(test, "test");
        return new Condition(test, (request, candidate) -> lack);
    }
}
