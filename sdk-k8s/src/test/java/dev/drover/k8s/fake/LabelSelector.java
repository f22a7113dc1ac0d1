package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/">Label selectors</a>. */
final class LabelSelector implements Predicate<JsonNode> {
    private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)");
    private static final Pattern EQUALITY = Pattern.compile("([^\\s=!]+)\\s*(==|=|!=)\\s*(\\S*)");
    private static final Pattern EXISTS = Pattern.compile("(!?)\\s*([^\\s=!()]+)");

    private final List<Predicate<JsonNode>> requirements = new ArrayList<>();

    LabelSelector(String text) {
        // At commas that are outside of parentheses.
        for (String part : text.isBlank() ? new String[0] : text.split(",(?![^(]*\\))", -1)) {
            requirements.add(requirement(part.strip()));
        }
    }

    /** Of a workload: {@code matchLabels} alone. */
    static LabelSelector matchLabels(JsonNode labels) {
        LabelSelector selector = new LabelSelector("");
        labels.properties()
                .forEach(each -> selector.requirements.add(object -> value(object, each.getKey())
                        .equals(Optional.of(each.getValue().asText()))));
        return selector;
    }

    private static Predicate<JsonNode> requirement(String part) {
        Matcher set = SET.matcher(part);
        if (set.matches()) {
            List<String> values = Arrays.stream(set.group(3).split(",", -1))
                    .map(String::strip)
                    .toList();
            boolean wanted = set.group(2).equals("in");
            return object -> value(object, set.group(1)).map(values::contains).orElse(false) == wanted;
        }
        Matcher equality = EQUALITY.matcher(part);
        if (equality.matches()) {
            boolean wanted = !equality.group(2).equals("!=");
            return object -> value(object, equality.group(1))
                            .map(equality.group(3)::equals)
                            .orElse(false)
                    == wanted;
        }
        Matcher exists = EXISTS.matcher(part);
        if (exists.matches()) {
            boolean wanted = exists.group(1).isEmpty();
            return object -> value(object, exists.group(2)).isPresent() == wanted;
        }
        throw Refusal.badRequest("unable to parse requirement: " + part);
    }

    private static Optional<String> value(JsonNode object, String key) {
        return Optional.ofNullable(Json.at(object, "metadata", "labels").get(key))
                .map(JsonNode::asText);
    }

    @Override
    public boolean test(JsonNode object) {
        return requirements.stream().allMatch(each -> each.test(object));
    }
}
