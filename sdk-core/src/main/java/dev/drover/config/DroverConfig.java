package dev.drover.config;

import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.internal.provider.Providers;
import dev.drover.internal.yaml.EnvironmentNames;
import dev.drover.internal.yaml.References;
import dev.drover.internal.yaml.YamlFile;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.settings.Problems;
import dev.drover.spi.settings.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads {@code drover.yaml}. What the keys are is declared by the core and by the providers on the class path; {@link #schema()}
 * is the same for editors. Immutable.
 *
 * <pre>{@code
 * Drover drover = DroverConfig.standard().read(Path.of("drover.yaml")).listener(mine).build();
 * }</pre>
 */
public final class DroverConfig {
    private final List<ProviderFactory> factories;
    private final Function<String, Optional<String>> environment;

    private DroverConfig(List<ProviderFactory> factories, Function<String, Optional<String>> environment) {
        this.factories = List.copyOf(factories);
        this.environment = environment;
    }

    /** With the providers on the class path and the environment of this process. */
    public static DroverConfig standard() {
        return new DroverConfig(Providers.onClassPath(), EnvironmentNames.ofProcess());
    }

    /** With other providers. */
    public DroverConfig factories(List<ProviderFactory> only) {
        return new DroverConfig(only, environment);
    }

    /** With another environment, by the names of variables. */
    public DroverConfig environment(Function<String, Optional<String>> variables) {
        return new DroverConfig(factories, variables);
    }

    /**
     * Reads a file; nothing is opened and nobody is asked.
     *
     * @return a builder that holds what the file says, to be changed further
     * @throws ConfigException with everything that is wrong, each by line and column
     * @throws DroverException INVALID_ARGUMENT if there is no such file
     */
    public Drover.Builder read(Path file) {
        Problems problems = new Problems();
        return built(YamlFile.read(file, problems), problems);
    }

    /** The same for a text, which counts as standing in a file: relative paths are meant beside it. */
    public Drover.Builder parse(Path file, String text) {
        Problems problems = new Problems();
        return built(YamlFile.parse(file, text, problems), problems);
    }

    private Drover.Builder built(Optional<Value> document, Problems problems) {
        return ConfigException.orThrow(document.flatMap(value -> read(value, problems)), problems)
                .factories(factories);
    }

    Optional<Drover.Builder> read(Value document, Problems problems) {
        return new DroverKeys(factories, environment)
                .keys()
                .kind()
                .read(EnvironmentNames.substituted(document, environment, problems), problems);
    }

    /** The <a href="https://json-schema.org/draft/2020-12">JSON Schema</a> of the file, as maps and lists. */
    public Map<String, Object> schema() {
        return References.file(
                "drover.yaml",
                new DroverKeys(factories, environment).keys().kind().schema());
    }
}
