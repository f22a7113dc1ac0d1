package dev.drover.config;

import dev.drover.ClusterRequest;
import dev.drover.ClusterSpec;
import dev.drover.ClusterStatus;
import dev.drover.DroverException;
import dev.drover.Location;
import dev.drover.RequestKey;
import dev.drover.internal.spec.ClusterKeys;
import dev.drover.internal.spec.SpecKinds;
import dev.drover.internal.yaml.EnvironmentNames;
import dev.drover.internal.yaml.References;
import dev.drover.internal.yaml.YamlFile;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Position;
import dev.drover.spi.settings.Problems;
import dev.drover.spi.settings.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A {@code *.cluster.yaml}: a cluster that is wanted, with inputs to be given. Immutable.
 *
 * <pre>{@code
 * ClusterRequest etl = ClusterTemplate.read(Path.of("etl.cluster.yaml")).with(Map.of("workers", "4"));
 * ClusterChange change = drover.plan(etl);
 * ClusterHandle cluster = drover.apply(etl);
 * }</pre>
 */
public final class ClusterTemplate {
    private static final Template.Form<ClusterStatus, ClusterRequest> FORM =
            new Template.Form<>(keys(), ClusterFacts.all(), ClusterRequest::telling);

    private final Template<ClusterStatus, ClusterRequest> template;

    private ClusterTemplate(Template<ClusterStatus, ClusterRequest> template) {
        this.template = template;
    }

    /**
     * Reads a file and checks all of it that does not depend on what will be given; nobody is asked.
     *
     * @throws ConfigException with everything that is wrong, each by line and column
     * @throws DroverException INVALID_ARGUMENT if there is no such file
     */
    public static ClusterTemplate read(Path file) {
        Problems problems = new Problems();
        Optional<ClusterTemplate> read = read(file, EnvironmentNames.ofProcess(), problems);
        read.ifPresent(each -> each.template.check(problems));
        return ConfigException.orThrow(read, problems);
    }

    /**
     * Reads a file and fills it in one go, so that what is wrong with the file and with what is given is told together.
     *
     * @param inputs by name, as for {@link #with}
     * @throws ConfigException with everything that is wrong
     * @throws DroverException INVALID_ARGUMENT if there is no such file
     */
    public static ClusterRequest fill(Path file, Map<String, String> inputs) {
        Problems problems = new Problems();
        return ConfigException.orThrow(
                read(file, EnvironmentNames.ofProcess(), problems).flatMap(each -> each.with(inputs, problems)),
                problems);
    }

    /** The same for what another file gives. */
    static Optional<ClusterRequest> fill(
            Path file,
            Map<String, Value> inputs,
            Position at,
            Function<String, Optional<String>> environment,
            Problems problems) {
        return read(file, environment, problems).flatMap(each -> each.template.withValues(inputs, at, problems));
    }

    private static Optional<ClusterTemplate> read(
            Path file, Function<String, Optional<String>> environment, Problems problems) {
        return YamlFile.read(file, problems).flatMap(document -> of(document, environment, problems));
    }

    static Optional<ClusterTemplate> of(
            Value document, Function<String, Optional<String>> environment, Problems problems) {
        return Template.of(document, FORM, environment, problems).map(ClusterTemplate::new);
    }

    /** What it asks for, in the file's order. */
    public List<Input> inputs() {
        return template.inputs();
    }

    /**
     * The cluster with these inputs, and the defaults of the others.
     *
     * @param inputs by name, as they would stand in a file: {@code 4}, {@code 90s}, {@code [a, b]}; a secret is
     *     {@code env:NAME} or {@code file:path}
     * @throws ConfigException with everything that is wrong or missing
     */
    public ClusterRequest with(Map<String, String> inputs) {
        Problems problems = new Problems();
        return ConfigException.orThrow(with(inputs, problems), problems);
    }

    Optional<ClusterRequest> with(Map<String, String> inputs, Problems problems) {
        return template.withTexts(inputs, problems);
    }

    /** The <a href="https://json-schema.org/draft/2020-12">JSON Schema</a> of such files, as maps and lists. */
    public static Map<String, Object> schema() {
        return References.file("*.cluster.yaml", FORM.keys().kind().schema());
    }

    private static final class Draft {
        private Optional<Location> location = Optional.empty();
        private Optional<RequestKey> key = Optional.empty();
        private ClusterSpec spec = ClusterSpec.builder().build();

        ClusterRequest build() {
            return ClusterRequest.of(location.orElseThrow(), key.orElseThrow(), spec);
        }
    }

    private static Keys<ClusterRequest> keys() {
        return Template.sections(Keys.<Draft, ClusterRequest>of(Draft::new, Draft::build))
                .required(
                        "location",
                        SpecKinds.location(),
                        "Where it is made.",
                        (draft, where) -> draft.location = Optional.of(where))
                .required(
                        "key",
                        SpecKinds.requestKey(),
                        "Its name for those who ask for it: the same key, the same cluster.",
                        (draft, key) -> draft.key = Optional.of(key))
                .required("spec", ClusterKeys.kind(), "What it is made of.", (draft, spec) -> draft.spec = spec)
                .end();
    }
}
