package dev.drover.config;

import dev.drover.DroverException;
import dev.drover.Location;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.ProviderOptions;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kind;
import dev.drover.spi.settings.Kinds;
import dev.drover.spi.settings.Problems;
import dev.drover.spi.settings.Value;
import dev.drover.spi.settings.Value.Entries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What stands under {@code locations}: for each, the keys of its provider. */
final class LocationsKind {
    private final Map<String, List<Keys<? extends ProviderOptions>>> schemes = new TreeMap<>();

    LocationsKind(List<ProviderFactory> factories) {
        factories.forEach(
                factory -> factory.schemes().forEach(scheme -> schemes.put(scheme, factory.settings(scheme))));
    }

    Kind<Map<Location, List<ProviderOptions>>> kind() {
        return Kinds.reading("the options of locations", schema(), this::read);
    }

    private Map<String, Object> schema() {
        Map<String, Object> patterns = new LinkedHashMap<>();
        schemes.forEach((scheme, groups) -> patterns.put("^" + scheme + "://", Keys.schema(groups)));
        return Map.of("type", "object", "patternProperties", patterns, "additionalProperties", false);
    }

    private Optional<Map<Location, List<ProviderOptions>>> read(Value value, Problems problems) {
        if (!(value instanceof Entries locations)) {
            return problems.add(value.at(), "there must be a group of locations here, and there is " + value.what());
        }
        Map<Location, List<ProviderOptions>> all = new LinkedHashMap<>();
        boolean good = true;
        for (Value.Entry entry : locations.all()) {
            Optional<Location> where = location(entry, problems);
            Optional<List<ProviderOptions>> options = where.flatMap(found -> options(found, entry.value(), problems));
            good &= options.isPresent();
            options.ifPresent(found -> all.put(where.orElseThrow(), found));
        }
        return good ? Optional.of(all) : Optional.empty();
    }

    private Optional<Location> location(Value.Entry entry, Problems problems) {
        try {
            Location where = Location.parse(entry.key());
            return schemes.containsKey(where.scheme())
                    ? Optional.of(where)
                    : problems.add(
                            entry.at(),
                            "no module on the class path knows '" + where.scheme() + "://'; there are "
                                    + String.join(", ", schemes.keySet()));
        } catch (DroverException e) {
            return problems.add(entry.at(), "'" + entry.key() + "' is not a location, such as emr://eu-west-1");
        }
    }

    private Optional<List<ProviderOptions>> options(Location where, Value value, Problems problems) {
        List<Keys<? extends ProviderOptions>> groups = schemes.getOrDefault(where.scheme(), List.of());
        if (!(value instanceof Entries entries)) {
            return problems.add(value.at(), "there must be a group of keys here, and there is " + value.what());
        }
        boolean good = Keys.known(groups, entries.all(), problems);
        List<ProviderOptions> found = new ArrayList<>();
        for (Keys<? extends ProviderOptions> group : groups) {
            if (entries.all().stream().anyMatch(entry -> group.has(entry.key()))) {
                Optional<? extends ProviderOptions> built = group.build(entries.all(), value.at(), problems);
                good &= built.isPresent();
                built.ifPresent(found::add);
            }
        }
        return good ? Optional.of(found) : Optional.empty();
    }
}
