package dev.drover.config;

import dev.drover.internal.yaml.EnvironmentNames;
import dev.drover.internal.yaml.Substitution;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Keys.Declaration;
import dev.drover.spi.settings.Kinds;
import dev.drover.spi.settings.Nearest;
import dev.drover.spi.settings.Position;
import dev.drover.spi.settings.Problems;
import dev.drover.spi.settings.Value;
import dev.drover.spi.settings.Value.Entries;
import dev.drover.spi.settings.Value.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A file that is complete once its inputs are given. Immutable.
 *
 * @param <S> the state that its outputs are made of
 * @param <T> what it gives
 */
final class Template<S, T> {
    private static final String INPUTS = "inputs";
    private static final String OUTPUTS = "outputs";

    private final Entries body;
    private final Entries outputs;
    private final Map<String, Value> environment;
    private final List<Input> inputs;
    private final GivenInputs given;
    private final Form<S, T> form;

    /**
     * What distinguishes one kind of template from another.
     *
     * @param keys those of the body, and of the sections that all templates have
     * @param facts what outputs may refer to
     * @param telling adds outputs to what was built
     */
    record Form<S, T>(
            Keys<T> keys,
            Map<String, Function<S, String>> facts,
            BiFunction<T, Function<S, Map<String, String>>, T> telling) {}

    private Template(
            Entries document, Map<String, Value> environment, List<Input> inputs, Position section, Form<S, T> form) {
        Set<String> own = form.keys().has(OUTPUTS)
                ? Set.of(EnvironmentNames.KEY, INPUTS, OUTPUTS)
                : Set.of(EnvironmentNames.KEY, INPUTS);
        this.body = new Entries(
                document.all().stream()
                        .filter(entry -> !own.contains(entry.key()))
                        .toList(),
                document.at());
        this.outputs = section(document, OUTPUTS)
                .filter(Entries.class::isInstance)
                .map(Entries.class::cast)
                .orElseGet(() -> new Entries(List.of(), document.at()));
        this.environment = environment;
        this.inputs = List.copyOf(inputs);
        this.given = new GivenInputs(this.inputs, section);
        this.form = form;
    }

    /** Declares the sections that all templates have, beside the keys of one kind of them. */
    static <D, T> Declaration<D, T> sections(Declaration<D, T> keys) {
        return inputSections(keys)
                .key(OUTPUTS, Outputs.kind(), "Texts that tell what has become of it, by name.", (draft, all) -> {});
    }

    /** The same for those that have no outputs. */
    static <D, T> Declaration<D, T> inputSections(Declaration<D, T> keys) {
        return keys.key("description", Kinds.text(), "A sentence for people.", (draft, text) -> {})
                .key(EnvironmentNames.KEY, EnvironmentNames.kind(), EnvironmentNames.DESCRIPTION, (draft, names) -> {})
                .key(
                        INPUTS,
                        InputKeys.kind(),
                        "What must or may be given; ${inputs.NAME} in texts.",
                        (draft, all) -> {});
    }

    /**
     * Reads what a file declares.
     *
     * @return empty if it has no keys at all; then a problem has been noted
     */
    static <S, T> Optional<Template<S, T>> of(
            Value document, Form<S, T> form, Function<String, Optional<String>> variables, Problems problems) {
        if (!(document instanceof Entries entries)) {
            form.keys().kind().read(document, problems);
            return Optional.empty();
        }
        section(entries, EnvironmentNames.KEY)
                .ifPresent(names -> EnvironmentNames.kind().read(names, problems));
        section(entries, OUTPUTS)
                .filter(outputs -> !(outputs instanceof Entries))
                .ifPresent(outputs -> Outputs.kind().read(outputs, problems));
        Map<String, Value> environment = EnvironmentNames.values(document, variables, problems);
        Optional<Value> declared = section(entries, INPUTS)
                .map(value -> new Substitution(environment, EnvironmentNames::unknown, problems).in(value));
        List<Input> inputs = declared.map(value -> inputs(value, problems)).orElse(List.of());
        return Optional.of(new Template<>(
                entries, environment, inputs, declared.map(Value::at).orElse(document.at()), form));
    }

    /** Each is read by itself: what is wrong with one must not make the others unknown. */
    private static List<Input> inputs(Value section, Problems problems) {
        if (!(section instanceof Entries entries)) {
            InputKeys.kind().read(section, problems);
            return List.of();
        }
        List<Input> inputs = new ArrayList<>();
        for (Entry entry : entries.all()) {
            InputKeys.kind()
                    .read(new Entries(List.of(entry), entry.at()), problems)
                    .map(read -> read.get(entry.key()))
                    .ifPresentOrElse(
                            declared -> inputs.add(input(entry, declared, problems)),
                            () -> inputs.add(Input.unreadable(entry.key(), entry.at())));
        }
        return inputs;
    }

    private static Input input(Entry entry, Input.Declared declared, Problems problems) {
        boolean good = declared.byDefault()
                .map(value -> declared.kind().read(value, problems).isPresent())
                .orElse(true);
        return good ? new Input(entry.key(), declared, entry.at()) : Input.unreadable(entry.key(), entry.at());
    }

    private static Optional<Value> section(Entries document, String key) {
        return document.all().stream()
                .filter(entry -> entry.key().equals(key))
                .map(Entry::value)
                .findFirst();
    }

    List<Input> inputs() {
        return inputs;
    }

    /** Notes all that is wrong whatever will be given. */
    void check(Problems problems) {
        filled(given.open(), problems);
    }

    /** What it gives with texts for its inputs. */
    Optional<T> withTexts(Map<String, String> texts, Problems problems) {
        return filled(given.texts(texts, problems), problems);
    }

    /** What it gives with values that stand in another file. */
    Optional<T> withValues(Map<String, Value> values, Position at, Problems problems) {
        return filled(given.values(values, at, problems), problems);
    }

    private Optional<T> filled(Map<String, Value> values, Problems problems) {
        Map<String, Value> all = new HashMap<>(environment);
        all.putAll(values);
        Outputs<S> told = new Outputs<>(outputs, all, form.facts(), this::unknown);
        told.check(problems);
        return form.keys()
                .kind()
                .read(new Substitution(all, this::unknown, problems).in(body), problems)
                .map(built -> form.telling().apply(built, told::of));
    }

    private String unknown(String name) {
        if (name.startsWith(INPUTS + ".")) {
            return given.unknown(name.substring(INPUTS.length() + 1));
        }
        if (name.startsWith("env.")) {
            return EnvironmentNames.unknown(name);
        }
        Set<String> facts = form.facts().keySet();
        if (facts.contains(name)) {
            return "${" + name + "} is known to outputs only";
        }
        String near = Nearest.hint(name, facts);
        return "${" + name + "} means nothing here"
                + (near.isEmpty()
                        ? "; there are ${inputs.NAME} and ${env.NAME}, and in outputs " + String.join(", ", facts)
                        : near);
    }
}
