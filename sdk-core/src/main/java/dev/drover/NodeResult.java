package dev.drover;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What came of something on one node.
 *
 * @param node its id, as in {@link ClusterNode#id()}
 * @param exitCode empty if there is none: the node was not reached, or the time was over
 * @param output standard output and error as they came; the last of it, if it was long
 * @param problem why there is no exit code
 */
public record NodeResult(String node, OptionalInt exitCode, String output, Optional<String> problem) {

    /** Something that ended by itself. */
    public static NodeResult ended(String node, int exitCode, String output) {
        return new NodeResult(node, OptionalInt.of(exitCode), output, Optional.empty());
    }

    /** Something that did not come to its end. */
    public static NodeResult failed(String node, String problem) {
        return new NodeResult(node, OptionalInt.empty(), "", Optional.of(problem));
    }

    /** Whether the exit code is 0. */
    public boolean succeeded() {
        return exitCode.isPresent() && exitCode.getAsInt() == 0;
    }
}
