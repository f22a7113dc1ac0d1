package dev.drover.config;

import dev.drover.internal.yaml.Substitution;
import dev.drover.spi.settings.Kind;
import dev.drover.spi.settings.Kinds;
import dev.drover.spi.settings.Problems;
import dev.drover.spi.settings.Value;
import dev.drover.spi.settings.Value.Open;
import dev.drover.spi.settings.Value.Scalar;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Texts under names that a template makes of what has become of it.
 *
 * @param section what stands under {@code outputs}
 * @param values what may be referred to already
 * @param facts what may be referred to once there is a state, by name
 * @param unknown what to say of other names
 * @param <S> the state
 */
record Outputs<S>(
        Value section,
        Map<String, Value> values,
        Map<String, Function<S, String>> facts,
        UnaryOperator<String> unknown) {

    static Kind<Map<String, String>> kind() {
        return Kinds.map("the name of an output", InputKeys.NAME, Kinds.anyText());
    }

    /** Notes what could not be told of any state. */
    void check(Problems problems) {
        Map<String, Value> open = new HashMap<>(values);
        facts.keySet().forEach(name -> open.put(name, new Open(section.at())));
        kind().read(new Substitution(open, unknown, problems).in(section), problems);
    }

    /** What they are in a state. */
    Map<String, String> of(S state) {
        Map<String, Value> known = new HashMap<>(values);
        facts.forEach(
                (name, fact) -> known.put(name, new Scalar(Value.Type.TEXT, fact.apply(state), section.at(), true)));
        Problems none = new Problems();
        return kind().read(new Substitution(known, unknown, none).in(section), none)
                .map(LinkedHashMap::new)
                .orElseThrow();
    }
}
