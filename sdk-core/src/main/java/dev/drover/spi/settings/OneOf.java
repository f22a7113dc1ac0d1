package dev.drover.spi.settings;

import dev.drover.spi.settings.Value.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keys of which one is there, or none if none is needed. */
record OneOf(List<String> names, boolean needed) {
    boolean kept(List<Entry> entries, Position at, Problems problems) {
        List<Entry> there =
                entries.stream().filter(entry -> names.contains(entry.key())).toList();
        if (there.size() > 1) {
            problems.add(
                    there.get(1).at(),
                    "only one of " + String.join(", ", names) + " can be here; '"
                            + there.get(0).key() + "' is here already");
        } else if (needed && there.isEmpty()) {
            problems.add(at, "one of " + String.join(", ", names) + " must be here");
        }
        return there.size() == 1 || (there.isEmpty() && !needed);
    }

    Map<String, Object> schema() {
        List<Map<String, Object>> cases = new ArrayList<>();
        names.forEach(name -> cases.add(Map.of("required", List.of(name))));
        if (!needed) {
            cases.add(Map.of("not", Map.of("anyOf", List.copyOf(cases))));
        }
        return Map.of("oneOf", cases);
    }
}
