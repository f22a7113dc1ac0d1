package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A change of one object.
 *
 * @param version the resourceVersion that it made
 * @param before what was there; empty when it was added
 * @param after what is there; empty when it was removed
 * @param last the object as a watch shows it: {@code after}, or the last state with the version of its removal
 */
record Change(
        long version, Resource resource, Optional<ObjectNode> before, Optional<ObjectNode> after, ObjectNode last) {}
