package dev.drover.config;

import dev.drover.ClusterRequest;
import dev.drover.ClusterSpec;
import dev.drover.DroverException;
import dev.drover.Location;
import dev.drover.RequestKey;
import dev.drover.internal.spec.ClusterKeys;
import dev.drover.internal.spec.SpecKinds;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kind;
import dev.drover.spi.settings.Kinds;
import dev.drover.spi.settings.Problems;
import dev.drover.spi.settings.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What stands for a cluster under {@code clusters}: a template with its inputs, or the cluster itself. */
final class DeclaredClusterKind {
    private final Function<String, Optional<String>> environment;

    DeclaredClusterKind(Function<String, Optional<String>> environment) {
        this.environment = environment;
    }

    /** Gives what becomes of it under the name that it has. */
    Kind<Function<String, ClusterRequest>> kind() {
        Kind<Draft> group = keys().kind();
        return Kinds.reading(
                group.what(),
                group.schema(),
                (value, problems) -> group.read(value, problems).flatMap(draft -> request(draft, value, problems)));
    }

    private static final class Draft {
        private Optional<Path> template = Optional.empty();
        private Map<String, Value> inputs = Map.of();
        private Optional<Location> location = Optional.empty();
        private Optional<RequestKey> key = Optional.empty();
        private ClusterSpec spec = ClusterSpec.builder().build();

        ClusterRequest request(String name) {
            return ClusterRequest.of(location.orElseThrow(), key.orElseGet(() -> RequestKey.of(name)), spec);
        }
    }

    private static Keys<Draft> keys() {
        return Keys.of(Draft::new, draft -> draft)
                .key("template", Kinds.path(), "A *.cluster.yaml.", (draft, file) -> draft.template = Optional.of(file))
                .key(
                        "inputs",
                        Kinds.map("the name of an input", InputKeys.NAME, given()),
                        "What is given for the inputs of the template.",
                        (draft, inputs) -> draft.inputs = inputs)
                .key(
                        "location",
                        SpecKinds.location(),
                        "Where it is made.",
                        (draft, where) -> draft.location = Optional.of(where))
                .key(
                        "key",
                        SpecKinds.requestKey(),
                        "Its name for those who ask for it; by default the name that it has here.",
                        (draft, key) -> draft.key = Optional.of(key))
                .key("spec", ClusterKeys.kind(), "What it is made of.", (draft, spec) -> draft.spec = spec)
                .exactlyOneOf("template", "location")
                .exactlyOneOf("template", "spec")
                .atMostOneOf("template", "key")
                .atMostOneOf("inputs", "location")
                .end();
    }

    /** The template says of what kind each must be. */
    private static Kind<Value> given() {
        return Kinds.reading(
                "what the template asks for",
                Map.of("type", List.of("string", "number", "boolean", "array", "object")),
                (value, problems) -> value instanceof Value.Scalar scalar && scalar.type() == Value.Type.NOTHING
                        ? problems.add(value.at(), "there must be something here, and there is nothing")
                        : Optional.of(value));
    }

    private Optional<Function<String, ClusterRequest>> request(Draft draft, Value at, Problems problems) {
        if (draft.template.isEmpty()) {
            return Optional.of(draft::request);
        }
        try {
            return ClusterTemplate.fill(draft.template.get(), draft.inputs, at.at(), environment, problems)
                    .map(request -> name -> request);
        } catch (DroverException e) {
            return problems.add(at.at(), "there is no template " + draft.template.get() + ", or it cannot be read");
        }
    }
}
